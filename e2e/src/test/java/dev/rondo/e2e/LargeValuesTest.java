package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Values between tasks that are too large for a message of the stream, and for any message at all. */
class LargeValuesTest {

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone();

    @BeforeAll
    static void drop() {
        RONDO.home()
                .drop(
                        "large.jar",
                        DagJar.of(Distribution.built()).dag("Large", """
                public final class Large implements DagFamily {
                    static List<String> list() {
                        List<String> list = new ArrayList<>();
                        for (int i = 1; i <= 5; i++) {
                            list.add("x".repeat(i * 10_000));
                        }
                        return list;
                    }

                    public List<Dag> define() {
                        Dag results = Dag.create("results");
                        var text = results.task("text").call(() -> "x".repeat(100_000));
                        results.task("length", text).run(t -> System.out.println("got " + t.length()));
                        var list = results.task("list").call(Large::list);
                        results.map("each", list).run(each -> System.out.println("element " + each.length()));
                        Dag xcoms = Dag.create("xcoms");
                        var pushes = xcoms.task("pushes").run(ctx -> ctx.xcomPush("report", "y".repeat(20_000_000)));
                        var pulls = xcoms.task("pulls").run(ctx -> System.out.println(
                            "pulled " + ctx.xcomPull("pushes", "report", String.class).orElse("").length()));
                        pushes.then(pulls);
                        return List.of(results, xcoms);
                    }
                }
                """).bytes());
    }

    @Test
    void large_results_reach_the_tasks_that_take_them_or_are_mapped_over_them() {
        Run run = RONDO.dags().run("results");

        assertThat(run.awaitEnd()).as("%s", run.states()).isEqualTo("success");
        assertThat(run.awaitLog("length", 1, "got ")).contains("got 100000");
        assertThat(run.states()).containsEntry("each[4]", "success").doesNotContainKey("each[5]");
    }

    @Test
    void an_xcom_larger_than_any_message_reaches_the_task_that_pulls_it() {
        Run run = RONDO.dags().run("xcoms");

        assertThat(run.awaitEnd()).as("%s", run.states()).isEqualTo("success");
        assertThat(run.awaitLog("pulls", 1, "pulled ")).contains("pulled 20000000");
    }
}
