package dev.rondo.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.harness.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Backfills from the command line, on real processes. */
class BackfillsTest {

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone();

    @TempDir
    Path folder;

    @BeforeAll
    static void drop() {
        RONDO.home().drop("History.java", """
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagFamily;
                import dev.rondo.sdk.LookAgain;
                import dev.rondo.sdk.Schedule;
                import dev.rondo.sdk.Sensor;
                import dev.rondo.sdk.TaskContext;
                import java.nio.file.Files;
                import java.nio.file.Path;
                import java.time.Duration;
                import java.util.List;

                public final class History implements DagFamily {
                    record Params(String folder) {}

                    static Path file(TaskContext ctx, String name) {
                        return Path.of((String) ctx.conf().get("folder"), name);
                    }

                    public record Gate() implements Sensor<String> {
                        @Override public String execute(TaskContext ctx) {
                            if (!Files.exists(file(ctx, "go"))) {
                                throw LookAgain.in(Duration.ofMillis(500));
                            }
                            return "open";
                        }
                    }

                    static Dag dag(String id) {
                        Dag dag = Dag.create(id)
                            .schedule(Schedule.dataInterval("@daily"))
                            .pausedUponCreation(false);
                        dag.params(new Params("/nowhere"));
                        var gate = dag.task("gate").use(new Gate());
                        var load = dag.task("load").run(ctx -> {
                            if (Files.exists(file(ctx, "broken"))) {
                                throw new IllegalStateException("the source is broken");
                            }
                        });
                        gate.then(load);
                        return dag;
                    }

                    @Override public List<Dag> define() {
                        return List.of(dag("history"), dag("mended"), dag("partly"));
                    }
                }
                """.getBytes(UTF_8));
        RONDO.dags().awaitThere("mended");
    }

    private static String rondo(int exitCode, String... words) {
        List<String> all = new ArrayList<>(List.of("backfill"));
        all.addAll(List.of(words));
        RondoProcess command =
                RondoProcess.start("backfill-" + words[0], Distribution.built(), RONDO.home(), Map.of(), all);
        assertThat(command.awaitExit()).as(command.output()).isEqualTo(exitCode);
        return command.output();
    }

    private static String create(int exitCode, String dagId, String from, String to, String... more) {
        return rondo(
                exitCode,
                Stream.concat(
                                Stream.of("create", "--dag-id", dagId, "--from-date", from, "--to-date", to),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private String conf() {
        return "{\"folder\": \"" + folder + "\"}";
    }

    private static long onlyBackfillOf(String dagId) {
        JsonNode found = RONDO.api().get("/backfills?dag_id=" + dagId).path("backfills");
        assertThat(found).hasSize(1);
        return found.get(0).path("id").asLong();
    }

    private static JsonNode awaitRuns(long id, int queued, int running, int success, int failed) {
        return Await.until(
                "runs " + queued + "/" + running + "/" + success + "/" + failed,
                () -> RONDO.api().get("/backfills/" + id).path("runs"),
                runs -> runs.path("queued").asInt() == queued
                        && runs.path("running").asInt() == running
                        && runs.path("success").asInt() == success
                        && runs.path("failed").asInt() == failed);
    }

    private static void awaitOver(long id) {
        JsonNode ignored = Await.until(
                "the backfill to be over",
                () -> RONDO.api().get("/backfills/" + id),
                found -> !found.path("completed_at").isNull());
    }

    private static List<String> running(String dagId) {
        List<String> dates = new ArrayList<>();
        RONDO.api()
                .get("/dags/" + dagId + "/dagRuns?state=running&order_by=logical_date")
                .path("dag_runs")
                .forEach(run -> dates.add(run.path("logical_date").asText().substring(0, 10)));
        return dates;
    }

    @Test
    void a_backfill_is_planned_held_back_let_go_on_and_over() throws IOException {
        assertThat(create(0, "history", "2025-03-01", "2025-03-05", "--dry-run"))
                .contains("2025-03-03", "5 runs: 5 created, 0 cleared, 0 left as they are");

        create(
                0,
                "history",
                "2025-03-01",
                "2025-03-05",
                "--run-backwards",
                "--max-active-runs",
                "2",
                "--dag-run-conf",
                conf());
        long id = onlyBackfillOf("history");
        awaitRuns(id, 3, 2, 0, 0);
        assertThat(running("history")).as("the newest first").containsExactly("2025-03-04", "2025-03-05");
        assertThat(create(75, "history", "2025-03-01", "2025-03-02")).contains("another backfill");

        assertThat(rondo(0, "pause", "" + id)).contains("paused");
        Files.createFile(folder.resolve("go"));
        awaitRuns(id, 3, 0, 2, 0);
        assertThat(rondo(0, "list", "--dag-id", "history")).contains("history", "paused");

        assertThat(rondo(0, "resume", "" + id)).contains("under way");
        awaitRuns(id, 0, 0, 5, 0);
        awaitOver(id);
        assertThat(rondo(0, "show", "" + id, "-o", "plain"))
                .contains("run_backwards\ttrue", "\"success\":5", "max_active_runs\t2");
        assertThat(create(0, "history", "2025-03-01", "2025-03-06", "--dry-run"))
                .contains("6 runs: 1 created, 0 cleared, 5 left as they are", "already exists");
        assertThat(create(0, "history", "2025-03-01", "2025-03-06", "--dry-run", "--reprocess-behavior", "completed"))
                .contains("6 runs: 1 created, 5 cleared, 0 left as they are");
        assertThat(rondo(75, "pause", "" + id)).contains("is over");
        assertThat(rondo(66, "cancel", "4711")).contains("there is no backfill 4711");
    }

    @Test
    void a_backfill_is_of_the_chosen_tasks_only() {
        assertThat(create(66, "partly", "2025-03-01", "2025-03-02", "--tasks", "loda"))
                .contains("has no task 'loda'; did you mean 'load'?");
        assertThat(create(2, "partly", "2025-03-01", "2025-03-02", "--include-upstream"))
                .contains("--tasks");

        create(0, "partly", "2025-03-01", "2025-03-02", "--tasks", "load", "--dag-run-conf", conf());
        long id = onlyBackfillOf("partly");
        awaitRuns(id, 0, 0, 2, 0);

        JsonNode run = RONDO.api()
                .get("/dags/partly/dagRuns?order_by=logical_date")
                .path("dag_runs")
                .get(0);
        String path = "/dags/partly/dagRuns/" + run.path("dag_run_id").asText() + "/taskInstances";
        assertThat(RONDO.api().get(path).path("task_instances").findValuesAsText("task_id"))
                .as("the gate, which would wait for ever, is not part of it")
                .containsExactly("load");
        assertThat(rondo(0, "show", "" + id, "-o", "plain")).contains("tasks\t[\"load\"]");
    }

    @Test
    void what_failed_or_was_cancelled_is_done_again() throws IOException {
        Files.createFile(folder.resolve("broken"));
        create(0, "mended", "2025-03-01", "2025-03-03", "--max-active-runs", "1", "--dag-run-conf", conf());
        long id = onlyBackfillOf("mended");
        awaitRuns(id, 2, 1, 0, 0);

        assertThat(rondo(0, "cancel", "" + id)).contains("over");
        awaitRuns(id, 0, 1, 0, 2);
        Files.createFile(folder.resolve("go"));
        awaitRuns(id, 0, 0, 0, 3);
        Files.delete(folder.resolve("broken"));

        assertThat(rondo(0, "retry", "" + id, "--dry-run")).contains("2025-03-01", "3 runs: 0 created, 3 cleared");
        awaitRuns(id, 0, 0, 0, 3);
        assertThat(rondo(0, "retry", "" + id)).contains("3 runs are done again");
        awaitRuns(id, 0, 0, 3, 0);
        awaitOver(id);
        String first = RONDO.api()
                .get("/dags/mended/dagRuns?order_by=logical_date")
                .path("dag_runs")
                .get(0)
                .path("dag_run_id")
                .asText();
        Run run = new Run(RONDO.api(), "mended", first);
        assertThat(run.task("gate").tryNumber()).as("it succeeded").isEqualTo(1);
        assertThat(run.task("load").tryNumber()).as("it had failed").isEqualTo(2);
        assertThat(rondo(75, "retry", "" + id)).contains("no failed run");
    }
}
