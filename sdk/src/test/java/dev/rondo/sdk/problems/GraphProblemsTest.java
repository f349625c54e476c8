package dev.rondo.sdk.problems;

import static dev.rondo.sdk.problems.Check.assertRight;
import static dev.rondo.sdk.problems.Check.only;
import static dev.rondo.sdk.problems.Check.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagInvalidException;
import dev.rondo.sdk.Problem;
import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.TaskRef;
import dev.rondo.sdk.internal.DagSpecs;
import dev.rondo.sdk.spec.DagSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GraphProblemsTest {

    private static TaskRef<Void> task(Dag dag, String id) {
        return dag.task(id).run(() -> {});
    }

    @Test
    void a_cycle_is_reported_with_its_path() {
        Dag dag = Dag.create("d");
        TaskRef<Void> a = task(dag, "a");
        TaskRef<Void> b = task(dag, "b");
        TaskRef<Void> c = task(dag, "c");
        TaskRef<Void> before = task(dag, "before");
        before.then(a).then(b).then(c).then(a);

        Problem problem = only(ProblemCode.DAG_HAS_CYCLE, dag);

        assertThat(problem.message()).contains("a -> b -> c -> a");
        assertThat(problem.taskId()).isEqualTo("a");
        assertThat(problem.where()).startsWith("GraphProblemsTest.java:");
    }

    @Test
    void a_task_that_follows_itself_is_a_cycle() {
        Dag dag = Dag.create("d");
        TaskRef<Void> a = task(dag, "a");
        a.then(a);

        assertThat(only(ProblemCode.DAG_HAS_CYCLE, dag).message()).endsWith("a -> a");
    }

    @Test
    void two_separate_cycles_are_two_problems() {
        Dag dag = Dag.create("d");
        TaskRef<Void> a = task(dag, "a");
        TaskRef<Void> c = task(dag, "c");
        a.then(task(dag, "b")).then(a);
        c.then(task(dag, "d")).then(c);

        assertThat(problems(dag))
                .extracting(Problem::code)
                .containsExactly(ProblemCode.DAG_HAS_CYCLE, ProblemCode.DAG_HAS_CYCLE);
    }

    @Test
    void an_id_used_twice_names_the_line_of_its_first_use() {
        Dag dag = Dag.create("d");
        task(dag, "a");
        task(dag, "a");

        Problem problem = only(ProblemCode.DUPLICATE_TASK_ID, dag);

        assertThat(problem.message()).matches("the id 'a' is taken since GraphProblemsTest\\.java:\\d+");
    }

    @Test
    void a_group_and_a_task_cannot_share_an_id() {
        Dag dag = Dag.create("d");
        dag.group("a").task("x").run(() -> {});
        task(dag, "a");

        assertThat(only(ProblemCode.DUPLICATE_TASK_ID, dag).taskId()).isEqualTo("a");
    }

    @Test
    void a_dependency_on_an_id_that_nobody_defines_says_what_may_be_meant() {
        Dag dag = Dag.create("d");
        task(dag, "train");
        task(dag, "evaluate").after(dag.node("trian"));

        Problem problem = only(ProblemCode.UNKNOWN_TASK, dag);

        assertThat(problem.message()).isEqualTo("a dependency on 'trian', which this dag does not define");
        assertThat(problem.mend()).isEqualTo("did you mean 'train'?");
    }

    @Test
    void a_task_may_be_named_before_it_is_defined() {
        Dag dag = Dag.create("d");
        dag.node("first").then(task(dag, "second"));
        task(dag, "first");

        DagSpec spec = DagSpecs.of(dag, "C");

        assertThat(spec.tasks().getFirst().upstream()).containsExactly("first");
    }

    @Test
    void a_task_of_another_dag_is_no_dependency() {
        Dag other = Dag.create("other");
        TaskRef<Void> there = task(other, "there");
        Dag dag = Dag.create("d");
        task(dag, "here").after(there);

        Problem problem = only(ProblemCode.UNKNOWN_TASK, dag);

        assertThat(problem.message()).contains("'there', which was made by dag 'other'");
        assertThat(problem.mend()).contains("ExternalTaskSensor");
    }

    @Test
    void ids_have_airflows_letters() {
        Dag dag = Dag.create("naïve dag");
        task(dag, "a b");
        task(dag, "..");
        task(dag, "");
        task(dag, "x".repeat(251));
        task(dag, "fine-1_2.3");

        assertThat(problems(dag)).extracting(Problem::code).containsOnly(ProblemCode.BAD_ID);
        assertThat(problems(dag))
                .extracting(Problem::message)
                .containsExactly(
                        "the id of the dag has characters that ids cannot have: 'naïve dag'",
                        "the id of the task has characters that ids cannot have: 'a b'",
                        "the id of the task has characters that ids cannot have: '..'",
                        "the id of the task is empty",
                        "the id of the task has 251 characters");
    }

    @Test
    void a_hundred_thousand_tasks_by_hand_are_refused_at_once() {
        Dag dag = Dag.create("d");

        assertThatExceptionOfType(DagInvalidException.class)
                .isThrownBy(() -> IntStream.range(0, 100_000).forEach(i -> task(dag, "t" + i)))
                .satisfies(e ->
                        assertThat(e.problems()).extracting(Problem::code).containsExactly(ProblemCode.TOO_MANY_TASKS))
                .withMessageContaining("use map(id, list)");
    }

    @Test
    void five_thousand_tasks_work_and_their_text_stays_small() {
        Dag dag = Dag.create("d");
        List<TaskRef<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            all.add(dag.task("t" + i).call(() -> 1));
        }
        dag.task("sum", dag.all(all)).call(ones -> ones.size());

        DagSpec spec = DagSpecs.of(dag, "C");

        assertThat(spec.tasks()).hasSize(5_001);
        assertThat(spec.tasks().getLast().upstream()).hasSize(5_000);
        assertThat(dev.rondo.sdk.internal.SpecJson.write(spec)).hasSizeLessThan(2_000_000);
    }

    @Test
    void a_chain_of_twenty_thousand_tasks_overflows_no_stack() {
        Dag dag = Dag.create("d");
        TaskRef<Void> last = task(dag, "t0");
        for (int i = 1; i < 20_000; i++) {
            TaskRef<Void> next = task(dag, "t" + i);
            last.then(next);
            last = next;
        }

        assertRight(dag);
    }
}
