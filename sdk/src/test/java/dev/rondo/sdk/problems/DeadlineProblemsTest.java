package dev.rondo.sdk.problems;

import static dev.rondo.sdk.problems.Check.assertRight;
import static dev.rondo.sdk.problems.Check.only;
import static dev.rondo.sdk.problems.Check.problems;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.Callback;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.Deadline;
import dev.rondo.sdk.NoAnswer;
import dev.rondo.sdk.Problem;
import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.internal.Bodies;
import dev.rondo.sdk.internal.DagSpecs;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.DeadlineSpec;
import dev.rondo.sdk.spec.DeadlineSpec.By;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineProblemsTest {

    private static final Callback CALL = ctx -> {};

    private static Dag dag() {
        Dag dag = Dag.create("d").timezone("Europe/Berlin");
        dag.task("t").run(() -> {});
        return dag;
    }

    private static DeadlineSpec of(Deadline deadline) {
        return DagSpecs.of(dag().deadline("x", deadline), "C").deadlines().getFirst();
    }

    @Test
    void each_form_is_in_the_graph_and_read_back() {
        Dag dag = dag().deadline("queued", Deadline.afterQueued(ofHours(2)), CALL)
                .deadline("date", Deadline.afterLogicalDate(ofHours(30)))
                .deadline("clock", Deadline.at("06:00"))
                .deadline("moment", Deadline.at("2026-01-31T06:00"))
                .deadline("usual", Deadline.laterThanUsual().by(ofMinutes(10)));
        dag.group("g")
                .task("u")
                .run(() -> {})
                .deadline(
                        "part",
                        Deadline.laterThanUsual()
                                .ofLast(30)
                                .atLeast(5)
                                .percentile(0.95)
                                .by(Duration.ZERO),
                        CALL);

        DagSpec spec = DagSpecs.of(dag, "C");

        assertThat(spec.deadlines())
                .containsExactly(
                        new DeadlineSpec("queued", null, new By.AfterQueued(ofHours(2)), true),
                        new DeadlineSpec("date", null, new By.AfterLogicalDate(ofHours(30)), false),
                        new DeadlineSpec("clock", null, new By.AtTime(LocalTime.of(6, 0)), false),
                        new DeadlineSpec("moment", null, new By.At(Instant.parse("2026-01-31T05:00:00Z")), false),
                        new DeadlineSpec("usual", null, new By.Usual(10, 10, null, ofMinutes(10)), false),
                        new DeadlineSpec("part", "g.u", new By.Usual(30, 5, 0.95, Duration.ZERO), true));
        assertThat(SpecJson.read(SpecJson.write(spec))).isEqualTo(spec);
    }

    @Test
    void as_many_runs_are_needed_as_are_looked_at_unless_it_is_said() {
        assertThat(of(Deadline.laterThanUsual().ofLast(3).by(Duration.ZERO)).by())
                .isEqualTo(new By.Usual(3, 3, null, Duration.ZERO));
        assertThat(of(Deadline.laterThanUsual().ofLast(30).by(Duration.ZERO)).by())
                .isEqualTo(new By.Usual(30, 30, null, Duration.ZERO));
        assertThat(of(Deadline.laterThanUsual().ofLast(3).ofLast(10).by(Duration.ZERO))
                        .by())
                .isEqualTo(new By.Usual(10, 10, null, Duration.ZERO));
        assertThat(of(Deadline.laterThanUsual().atLeast(5).ofLast(30).by(Duration.ZERO))
                        .by())
                .isEqualTo(new By.Usual(30, 5, null, Duration.ZERO));
    }

    @Test
    void the_callback_is_found_by_its_name_and_place() {
        Callback ofTask = ctx -> {};
        Dag dag = dag().deadline("late", Deadline.afterQueued(ofHours(2)), CALL);
        dag.task("u").run(() -> {}).deadline("late", Deadline.afterQueued(ofHours(1)), ofTask);
        Bodies bodies = Bodies.of(dag);

        assertThat(bodies.findCallback("deadline-late")).containsSame(CALL);
        assertThat(bodies.require("u").findCallback("deadline-late")).containsSame(ofTask);
        assertThat(bodies.require("t").findCallback("deadline-late")).isEmpty();
        assertThat(bodies.findCallback("deadline-other")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a/b", "-x", "ü"})
    void a_name_must_be_one(String name) {
        Problem problem = only(ProblemCode.BAD_DEADLINE, dag().deadline(name, Deadline.afterQueued(ofHours(1))));

        assertThat(problem.message()).contains("'" + name + "'");
    }

    @Test
    void a_name_is_used_once_in_its_place() {
        Dag dag = dag().deadline("x", Deadline.afterQueued(ofHours(1))).deadline("x", Deadline.afterQueued(ofHours(2)));
        dag.task("u").run(() -> {}).deadline("x", Deadline.afterQueued(ofHours(1)));

        assertThat(only(ProblemCode.BAD_DEADLINE, dag).message()).contains("twice");
    }

    static List<Deadline> wrong() {
        return List.of(
                Deadline.afterQueued(Duration.ZERO),
                Deadline.afterQueued(ofDays(367)),
                Deadline.afterLogicalDate(ofHours(-1)),
                Deadline.at("soon"),
                Deadline.at("25:00"),
                Deadline.at("2026-02-30"),
                Deadline.laterThanUsual().ofLast(0).by(Duration.ZERO),
                Deadline.laterThanUsual().ofLast(1_001).by(Duration.ZERO),
                Deadline.laterThanUsual().atLeast(11).by(Duration.ZERO),
                Deadline.laterThanUsual().atLeast(5).ofLast(3).by(Duration.ZERO),
                Deadline.laterThanUsual().atLeast(0).by(Duration.ZERO),
                Deadline.laterThanUsual().percentile(0).by(Duration.ZERO),
                Deadline.laterThanUsual().percentile(1.01).by(Duration.ZERO),
                Deadline.laterThanUsual().percentile(Double.NaN).by(Duration.ZERO),
                Deadline.laterThanUsual().by(ofHours(-1)));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void what_makes_no_sense_is_reported_with_how_to_mend_it(Deadline deadline) {
        Problem problem = only(ProblemCode.BAD_DEADLINE, dag().deadline("x", deadline));

        assertThat(problem.message()).startsWith("the deadline 'x'");
        assertThat(problem.mend()).isNotBlank();
    }

    @Test
    void a_callback_may_capture_no_more_than_any_body() {
        StringBuilder state = new StringBuilder();

        assertThat(problems(dag().deadline("x", Deadline.afterQueued(ofHours(1)), ctx -> state.append('x'))))
                .extracting(Problem::code)
                .containsExactly(ProblemCode.TASK_CAPTURES_STATE);
    }

    record Answer(boolean push, String why) {}

    @Test
    void a_default_answer_needs_a_time_and_is_in_the_graph() {
        Dag timeless = Dag.create("d");
        timeless.approve("ask", new Answer(false, "nobody answered"));
        assertThat(only(ProblemCode.BAD_OPTION, timeless).mend()).contains(".executionTimeout(");

        Dag timed = Dag.create("d");
        timed.approve("ask", new Answer(false, "nobody answered")).executionTimeout(ofHours(8));
        assertRight(timed);
        assertThat(DagSpecs.of(timed, "C").tasks().getFirst().defaultAnswer())
                .isEqualTo("{\"push\":false,\"why\":\"nobody answered\"}");
        assertThat(Stream.of(timed.approve("more", Answer.class)).map(task -> task.id()))
                .containsExactly("more");
    }

    @Test
    void a_rejection_as_default_needs_a_time_and_is_in_the_graph() {
        Dag timeless = Dag.create("d");
        timeless.approve("ask", Answer.class, NoAnswer.REJECT);
        assertThat(only(ProblemCode.BAD_OPTION, timeless).mend()).contains(".executionTimeout(");

        Dag timed = Dag.create("d");
        timed.approve("ask", Answer.class, NoAnswer.REJECT).executionTimeout(ofHours(8));
        assertRight(timed);
        assertThat(DagSpecs.of(timed, "C").tasks().getFirst().isRejectedByDefault())
                .isTrue();
    }
}
