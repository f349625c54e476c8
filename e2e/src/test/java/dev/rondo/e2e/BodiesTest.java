package dev.rondo.e2e;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the words of a task and the operators of the installation come to on a real worker. */
class BodiesTest {

    private static final String KEY = "correct-horse-battery";
    private static final String DEEP = "staple-hunter-three";

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone(Map.of(
            "RONDO_VAR_REGION",
            "europe",
            "RONDO_VAR_API_KEY",
            KEY,
            "RONDO_VAR_SERVICE",
            "{\"user\":\"joann\",\"deep\":[{\"password\":\"" + DEEP + "\"}]}"));

    @TempDir
    Path folder;

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
                        dag.task("bash_keeps").use(BashOperator.of("echo {{ ds }} $(printf %s $KEY | wc -c) {{ var.value.region }}")
                            .env("KEY", "{{ var.value.api_key }}"));
                        dag.task("bash_tells").use(BashOperator.of("echo as $NAME with $WORD; echo all $ALL; echo $WORD | wc -c")
                            .env("NAME", "{{ var.json.service.user }}")
                            .env("WORD", "{{ var.json.service.deep[0].password }}")
                            .env("ALL", "{{ var.value.service }}"));
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
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        entry("bash", "success"),
                        entry("after", "success"),
                        entry("bash_keeps", "success"),
                        entry("bash_tells", "success"),
                        entry("bash_fails", "failed"),
                        entry("bash_skips", "skipped"),
                        entry("empty", "success"),
                        entry("behind_empty", "success"),
                        entry("main", "success"),
                        entry("main_fails", "failed"),
                        entry("here", "success"))));
        assertThat(run.result("after").asText()).isEqualTo("got of 2026-03-01 10 bash");
        assertThat(run.awaitLog("bash", 1, "of 2026")).contains("said");
        assertThat(run.result("bash_keeps").asText())
                .as("the task has the secret")
                .isEqualTo("2026-03-01 21 europe");
        JsonNode rendered = run.renderedFields("bash_keeps");
        assertThat(rendered.toString())
                .contains("echo 2026-03-01 $(printf %s $KEY | wc -c) europe")
                .contains("\"KEY\":\"***\"")
                .doesNotContain(KEY);
        assertThat(run.result("bash_tells").asText()).as("the task has it").isEqualTo("20");
        assertThat(run.awaitLog("bash_tells", 1, "all "))
                .contains("as joann with ***", "joann", "deep")
                .doesNotContain(DEEP);
        assertThat(run.renderedFields("bash_tells").toString())
                .contains("\"WORD\":\"***\"", "joann", "deep")
                .doesNotContain(DEEP);
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

    @Test
    void sensors_of_the_installation_wait_for_what_they_are_told_to_wait_for() throws IOException {
        Instant time = Instant.now().plusSeconds(15).truncatedTo(ChronoUnit.SECONDS);
        RONDO.home().drop("sensors.jar", sensors(time));
        RONDO.dags().unpause("other");
        RONDO.dags().unpause("sensors");
        Instant date = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Run run = RONDO.dags().trigger("sensors", Map.of("folder", folder.toString()), date.toString());

        for (String waits : List.of("file", "predicate", "external_run", "external_task")) {
            assertThat(run.awaitTask(waits, "up_for_reschedule").tryNumber()).isEqualTo(1);
        }
        Files.createFile(folder.resolve("day.csv"));
        Files.createFile(folder.resolve("go"));
        Run other = RONDO.dags().trigger("other", date.toString());

        assertThat(run.awaitEnd()).isEqualTo("failed");
        assertThat(run.states())
                .isEqualTo(Map.of(
                        "file", "success",
                        "predicate", "success",
                        "time", "success",
                        "delta", "success",
                        "external_run", "success",
                        "external_task", "success",
                        "external_failed", "failed",
                        "no_dag", "failed",
                        "no_task", "failed"));
        assertThat(run.result("file").asText())
                .isEqualTo(folder.resolve("day.csv").toString());
        assertThat(end(run, "time")).isAfterOrEqualTo(time);
        assertThat(end(run, "delta")).isAfterOrEqualTo(date.plusSeconds(12));
        assertThat(other.state()).isEqualTo("failed");
        assertThat(end(run, "external_task")).isAfterOrEqualTo(end(other, "quick"));
        assertThat(end(run, "external_run")).isAfterOrEqualTo(end(other, "bad"));
        assertThat(run.task("external_failed").message()).contains("a task of [bad] of dag 'other'", "is failed");
        // They have retries, and none of them is used: it will not be there the next time either.
        assertThat(run.task("no_dag").message()).contains("there is no dag 'nowhere' to wait for");
        assertThat(run.task("no_dag").tryNumber()).isEqualTo(1);
        assertThat(run.task("no_task").message()).contains("dag 'other' has no task [slow] to wait for");
        assertThat(run.task("no_task").tryNumber()).isEqualTo(1);
    }

    private static Instant end(Run run, String taskId) {
        return Instant.parse(run.task(taskId).end());
    }

    private static byte[] sensors(Instant time) {
        // Its day must be the day of the first look: so in a zone where midnight is far.
        int hour = time.atOffset(ZoneOffset.UTC).getHour();
        String zone = hour >= 6 && hour < 18 ? "UTC" : "Etc/GMT+12";
        return DagJar.of(Distribution.built())
                .dag("Sensors", """
                import dev.rondo.operators.standard.ExternalTaskSensor;
                import dev.rondo.operators.standard.FileSensor;
                import dev.rondo.operators.standard.PredicateSensor;
                import dev.rondo.operators.standard.TimeDeltaSensor;
                import dev.rondo.operators.standard.TimeSensor;
                public final class Sensors implements DagFamily {
                    record Params(String folder) {}

                    static Dag sensors() {
                        Duration often = Duration.ofSeconds(1);
                        Dag dag = Dag.create("sensors").timezone("ZONE");
                        dag.params(new Params("/nowhere"));
                        dag.task("file").use(FileSensor.of("{{ params.folder }}/*.csv").pokeInterval(often));
                        dag.task("predicate").use(PredicateSensor.of(ctx ->
                            Files.exists(Path.of(ctx.params(Params.class).folder(), "go"))).pokeInterval(often));
                        dag.task("time").use(TimeSensor.of("TIME"));
                        dag.task("delta").use(TimeDeltaSensor.of(Duration.ofSeconds(12)));
                        dag.task("external_run").use(ExternalTaskSensor.of("other")
                            .allowedStates(List.of("success", "failed")).pokeInterval(often));
                        dag.task("external_task").use(ExternalTaskSensor.of("other", "quick").pokeInterval(often));
                        dag.task("external_failed").use(ExternalTaskSensor.of("other", "bad")
                            .failedStates(List.of("failed")).pokeInterval(often));
                        dag.task("no_dag").use(ExternalTaskSensor.of("nowhere").checkExistence(true)).retries(3);
                        dag.task("no_task").use(ExternalTaskSensor.of("other", "quick", "slow").checkExistence(true))
                            .retries(3);
                        return dag;
                    }

                    static Dag other() {
                        Dag dag = Dag.create("other");
                        var quick = dag.task("quick").run(() -> {});
                        quick.then(dag.task("bad").run(() -> { throw new IllegalStateException("bad"); }));
                        return dag;
                    }

                    public List<Dag> define() {
                        return List.of(sensors(), other());
                    }
                }
                """.replace("ZONE", zone).replace(
                        "TIME", time.atZone(ZoneId.of(zone)).toLocalTime().toString()))
                .bytes();
    }

    @Test
    void callbacks_of_tasks_and_runs_are_called_for_what_became_of_them() {
        RONDO.home()
                .drop(
                        "calls.jar",
                        DagJar.of(Distribution.built()).dag("Calls", """
                public final class Calls implements DagFamily {
                    record Params(String folder) {}

                    static Callback note(String what) {
                        return ctx -> {
                            String line = what + " " + ctx.tryNumber()
                                + ctx.failure().map(f -> " because " + f.message()).orElse("");
                            System.out.println("told: " + line);
                            Files.writeString(Path.of(ctx.params(Params.class).folder(), "calls"), line + "\\n",
                                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                        };
                    }

                    static <T extends TaskOptions<T>> T told(T task, String id) {
                        return task.onSuccess(note(id + " success")).onFailure(note(id + " failure"))
                            .onRetry(note(id + " retry")).onSkipped(note(id + " skipped"))
                            .onExecute(note(id + " execute"));
                    }

                    static Dag dag(String id) {
                        Dag dag = Dag.create(id);
                        dag.params(new Params("/nowhere"));
                        return dag.onSuccess(note(id + " success")).onFailure(note(id + " failure"));
                    }

                    static Dag calls() {
                        Dag dag = dag("calls");
                        told(dag.task("good").run(() -> {}), "good");
                        told(dag.task("flaky").run(ctx -> {
                            if (ctx.tryNumber() == 1) {
                                throw new IllegalStateException("not yet");
                            }
                        }), "flaky").retries(1).retryDelay(Duration.ofMillis(10));
                        told(dag.task("bad").run(() -> { throw new IllegalStateException("broken"); }), "bad");
                        told(dag.task("left_out").run(() -> { throw new SkipException("not today"); }), "left_out");
                        return dag;
                    }

                    static Dag well() {
                        Dag dag = dag("well");
                        dag.task("only").run(() -> {});
                        return dag;
                    }

                    public List<Dag> define() {
                        return List.of(calls(), well());
                    }
                }
                """).bytes());

        Run bad = RONDO.dags().run("calls", Map.of("folder", folder.toString()));
        assertThat(bad.awaitEnd()).isEqualTo("failed");
        Run well = RONDO.dags().run("well", Map.of("folder", folder.toString()));
        assertThat(well.awaitEnd()).isEqualTo("success");

        // Each at least once.
        Await.until("all callbacks to be called", this::calls, told -> told.size() >= 12);
        assertThat(calls())
                .extracting(line -> line.replace("java.lang.IllegalStateException: ", ""))
                .containsExactlyInAnyOrder(
                        "good execute 1",
                        "good success 1",
                        "flaky execute 1",
                        "flaky retry 1 because not yet",
                        "flaky execute 2",
                        "flaky success 2",
                        "bad execute 1",
                        "bad failure 1 because broken",
                        "left_out execute 1",
                        "left_out skipped 1",
                        "calls failure 0 because tasks failed: bad",
                        "well success 0");
        assertThat(bad.awaitLog("good", 1, "told: good execute 1"))
                .as("it is in the log of its try, where the other callbacks are not")
                .doesNotContain("good success");
        Await.until(
                "the log of the callback",
                () -> bad.callbackLog("bad", 1, "failure").contains("told: bad failure 1"));
        Await.until(
                "the log of the run's callback",
                () -> well.callbackLog("success").contains("told: well success"));
    }

    private Set<String> calls() {
        Path file = folder.resolve("calls");
        try {
            return Files.exists(file) ? new TreeSet<>(Files.readAllLines(file)) : Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
