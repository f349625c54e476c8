package dev.rondo.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.graph.TestDag;
import dev.rondo.core.state.RunEvent.Outcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A completion asks as many questions in a large run as in a small one: counted, so that no clock is needed. */
class CostTest {

    @Test
    void a_completion_in_a_fan_costs_the_same_whatever_its_width() {
        assertThat(questions(fan(5_000))).isEqualTo(questions(fan(10)));
    }

    @Test
    void a_completion_of_a_mapped_instance_costs_the_same_however_many_there_are() {
        assertThat(questions(mapped(5_000))).isEqualTo(questions(mapped(10)));
    }

    @Test
    void a_completion_in_a_chain_costs_the_same_whatever_its_length() {
        assertThat(questions(chain(5_000))).isEqualTo(questions(chain(10)));
    }

    /** How often the machine asks the view when one of the tasks in the middle ends. */
    private static long questions(TestRun run) {
        Instance running = run.model().instances().stream()
                .filter(each -> each.state() == TaskState.RUNNING)
                .findFirst()
                .orElseThrow();
        RunEvent ended = new RunEvent.Ended(
                running.task(), running.mapIndex(), running.dispatchId(), Outcome.Succeeded.PLAIN, run.now());
        AtomicLong asked = new AtomicLong();
        RunView counting = (RunView) Proxy.newProxyInstance(
                CostTest.class.getClassLoader(), new Class<?>[] {RunView.class}, (proxy, method, arguments) -> {
                    asked.incrementAndGet();
                    try {
                        return method.invoke(run.model(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });

        assertThat(RunMachine.on(run.graph(), counting, ended, run.now())).isNotEmpty();

        return asked.get();
    }

    private static TestRun fan(int width) {
        TestDag dag = TestDag.named("fan");
        for (int task = 0; task < width; task++) {
            dag.chain("root", "t" + task, "join");
        }
        return TestRun.started(dag.graph()).succeed("root").begin("t1", -1);
    }

    private static TestRun chain(int length) {
        TestDag dag = TestDag.named("chain");
        for (int task = 1; task < length; task++) {
            dag.edge("t" + (task - 1), "t" + task);
        }
        return TestRun.started(dag.graph()).succeed("t0").begin("t1", -1);
    }

    private static TestRun mapped(int length) {
        TestDag dag = TestDag.named("map").chain("src", "m", "join");
        dag.task("m").mapped(TestDag.over("src"));
        return TestRun.started(dag.graph())
                .play("src", new Outcome.Succeeded(null, length, true))
                .begin("m", 1);
    }
}
