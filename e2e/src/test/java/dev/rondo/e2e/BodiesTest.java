package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the words of a task and the operators of the installation come to on a real worker. */
class BodiesTest {

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone(Map.of("RONDO_VAR_REGION", "europe"));

    @BeforeAll
    static void drop() {
        RONDO.home()
                .drop(
                        "bodies.jar",
                        DagJar.of(Distribution.built())
                                .source("ex.Main", """
                package ex;
                public class Main {
                    public static void main(String[] args) {
                        System.out.println("heap " + (Runtime.getRuntime().maxMemory() >> 20));
                        System.out.println(args[0] + " by process " + ProcessHandle.current().pid());
                        System.exit(args.length - 1);
                    }
                }
                """)
                                .dag("Bodies", """
                import dev.rondo.operators.standard.BashOperator;
                import dev.rondo.operators.standard.EmptyOperator;
                import dev.rondo.operators.standard.JavaMainOperator;
                import dev.rondo.operators.standard.LatestOnlyOperator;
                import dev.rondo.operators.standard.TriggerDagRunOperator;
                public final class Bodies implements DagFamily {
                    record Params(int rows) {}

                    static Dag context() {
                        Dag dag = Dag.create("context");
                        var params = dag.params(new Params(10));
                        var push = dag.task("push", params).run((ctx, p) -> {
                            ctx.xcomPush("odd", List.of(1, 3, 5));
                            ctx.xcomPush("even", p.rows());
                        });
                        var pull = dag.task("pull").call(ctx -> ctx.xcomPull("push", "odd", new TypeOf<List<Integer>>() {}).orElseThrow()
                            + " " + ctx.xcomPull("push", "even", Integer.class).orElseThrow()
                            + " " + ctx.xcomPull("push", "none", Integer.class).isPresent());
                        push.then(pull);
                        dag.task("render").call(ctx -> ctx.render(
                            "{{ ds }} {{ params.rows }} {{ var.value.region }} {{ task_instance.task_id }} {{ dag.dag_id }}"));
                        dag.task("render_unknown").call(ctx -> ctx.render("{{ dss }}"));
                        return dag;
                    }

                    static Dag shortCircuit() {
                        Dag dag = Dag.create("short_circuit");
                        var params = dag.params(new Params(10));
                        var enough = dag.task("enough", params).shortCircuit(p -> p.rows() > 5);
                        var train = dag.task("train").run(() -> {});
                        enough.then(train).then(dag.task("push").run(() -> {}));
                        dag.task("beside").run(() -> {});
                        return dag;
                    }

                    static Dag operators() {
                        Dag dag = Dag.create("operators");
                        dag.params(new Params(10));
                        var bash = dag.task("bash").use(BashOperator.of(
                            "echo said; echo $NAME {{ params.rows }} $RONDO_CTX_TASK_ID").env("NAME", "of {{ ds }}"));
                        dag.task("after", bash).call(last -> "got " + last);
                        dag.task("bash_fails").use(BashOperator.of("echo broken >&2; exit 7"));
                        dag.task("bash_skips").use(BashOperator.of("exit 99"));
                        var empty = dag.task("empty").use(new EmptyOperator());
                        empty.then(dag.task("behind_empty").run(() -> {}));
                        dag.task("main").use(JavaMainOperator.of(Main.class, "{{ ds }}").heap("64m"));
                        dag.task("main_fails").use(JavaMainOperator.of(Main.class, "x", "y", "z"));
                        var here = dag.task("here").call(() -> ProcessHandle.current().pid());
                        return dag;
                    }

                    static Dag triggering() {
                        Dag dag = Dag.create("triggering");
                        dag.task("trigger").use(TriggerDagRunOperator.of("short_circuit").conf(Map.of("rows", 3))
                            .logicalDate("{{ ds }}").waitForCompletion(true).pokeInterval(Duration.ofMillis(200)));
                        return dag;
                    }

                    static Dag latest() {
                        Dag dag = Dag.create("latest").schedule(Schedule.dataInterval("@yearly"))
                            .startDate("FIRST-01-01").catchup(true);
                        var latest = dag.task("latest").use(new LatestOnlyOperator());
                        latest.then(dag.task("publish").run(() -> {}));
                        dag.task("count").run(() -> {});
                        return dag;
                    }

                    public List<Dag> define() {
                        return List.of(context(), shortCircuit(), operators(), triggering(), latest());
                    }
                }
                """.replace("FIRST", Integer.toString(thisYear() - 3)))
                                .bytes());
    }

    private static int thisYear() {
        return Instant.now().atOffset(ZoneOffset.UTC).getYear();
    }

    @Test
    void values_are_pulled_by_key_and_templates_rendered() {
        RONDO.dags().unpause("context");
        Run run = RONDO.dags().trigger("context", Map.of("rows", 7), "2026-03-01T00:00:00Z");

        assertThat(run.awaitEnd()).isEqualTo("failed");
        assertThat(run.result("pull").asText()).isEqualTo("[1, 3, 5] 7 false");
        assertThat(run.result("render").asText()).isEqualTo("2026-03-01 7 europe render context");
        assertThat(run.task("render_unknown").message()).contains("dss");
    }

    @Test
    void a_short_circuit_goes_on_or_skips_all_that_is_below() {
        Run on = RONDO.dags().run("short_circuit", Map.of("rows", 6));
        Run off = RONDO.dags().run("short_circuit", Map.of("rows", 5));

        assertThat(on.awaitEnd()).isEqualTo("success");
        assertThat(off.awaitEnd()).isEqualTo("success");
        assertThat(on.states())
                .isEqualTo(Map.of("enough", "success", "train", "success", "push", "success", "beside", "success"));
        assertThat(off.states())
                .isEqualTo(Map.of("enough", "success", "train", "skipped", "push", "skipped", "beside", "success"));
    }

    @Test
    void bash_java_and_nothing_at_all_are_run_by_operators() {
        RONDO.dags().unpause("operators");
        Run run = RONDO.dags().trigger("operators", "2026-03-01T00:00:00Z");

        assertThat(run.awaitEnd()).isEqualTo("failed");
        assertThat(run.states())
                .isEqualTo(new TreeMap<>(Map.of(
                        "bash",
                        "success",
                        "after",
                        "success",
                        "bash_fails",
                        "failed",
                        "bash_skips",
                        "skipped",
                        "empty",
                        "success",
                        "behind_empty",
                        "success",
                        "main",
                        "success",
                        "main_fails",
                        "failed",
                        "here",
                        "success")));
        assertThat(run.result("after").asText()).isEqualTo("got of 2026-03-01 10 bash");
        assertThat(run.awaitLog("bash", 1, "of 2026")).contains("said");
        assertThat(run.task("bash_fails").message()).contains("7");
        assertThat(run.awaitLog("bash_fails", 1, "broken")).isNotEmpty();
        assertThat(run.task("empty").worker()).as("it takes no worker").isEqualTo("null");
        assertThat(run.result("main").asText())
                .startsWith("2026-03-01 by process ")
                .doesNotEndWith(" " + run.result("here").asText());
        assertThat(run.awaitLog("main", 1, "by process")).contains("heap 6");
        assertThat(run.task("main_fails").message()).contains("2");
    }

    @Test
    void a_run_triggers_another_dag_and_waits_for_its_end() {
        RONDO.dags().unpause("short_circuit");
        RONDO.dags().unpause("triggering");
        Run run = RONDO.dags().trigger("triggering", "2026-04-01T00:00:00Z");

        assertThat(run.awaitEnd()).isEqualTo("success");
        Run triggered =
                new Run(RONDO.api(), "short_circuit", run.result("trigger").asText());
        assertThat(triggered.state()).isEqualTo("success");
        assertThat(triggered.states()).containsEntry("train", "skipped");
    }

    @Test
    void latest_only_skips_what_is_below_in_all_runs_but_the_newest() {
        RONDO.dags().unpause("latest");
        List<Run> runs = Await.until(
                "the runs of three years to be there", () -> RONDO.dags().runs("latest"), all -> all.size() == 3);

        assertThat(runs).allSatisfy(run -> assertThat(run.awaitEnd()).isEqualTo("success"));
        assertThat(runs.stream().map(run -> run.states().get("publish")))
                .containsExactly("skipped", "skipped", "success");
        assertThat(runs.stream().map(run -> run.states().get("count"))).containsOnly("success");
    }
}
