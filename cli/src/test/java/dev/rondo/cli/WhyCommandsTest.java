package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the command line says of tasks that wait, runs that are not made and runs to come, on a real standalone. */
@ExtendWith(RunningRondo.Extension.class)
class WhyCommandsTest {

    private final RunningRondo rondo;
    private final Shell shell;
    private final Path mayEnd;

    WhyCommandsTest(RunningRondo rondo) {
        this.rondo = rondo;
        this.shell = rondo.shell();
        this.mayEnd = rondo.home().resolve("may-end");
    }

    @BeforeEach
    void drop() throws IOException {
        assertThat(shell.rondo("pools", "set", "shut", "0", "nobody gets in").code())
                .isZero();
        Files.deleteIfExists(mayEnd);
        rondo.write("Waits.java", """
                import dev.rondo.sdk.Asset;
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagFamily;
                import dev.rondo.sdk.RunStrategy;
                import dev.rondo.sdk.Schedule;
                import java.nio.file.Files;
                import java.nio.file.Path;
                import java.time.Duration;
                import java.util.List;

                public final class Waits implements DagFamily {
                    @Override
                    public List<Dag> define() {
                        Dag waits = Dag.create("waits").pausedUponCreation(false);
                        var runs = waits.task("runs").run(ctx -> untilItMayEnd());
                        runs.then(waits.task("below").run(ctx -> {}));
                        waits.task("shut_out").run(ctx -> {}).pool("shut");
                        waits.task("again").run(ctx -> { throw new IllegalStateException("not yet"); })
                            .retries(1).retryDelay(Duration.ofHours(1));
                        Dag berlin = Dag.create("berlin").pausedUponCreation(false)
                            .schedule("30 2 * * *").timezone("Europe/Berlin").startDate("2040-03-24");
                        berlin.task("wake").run(ctx -> {});
                        Dag stock = Dag.create("stock").pausedUponCreation(false)
                            .schedule(Schedule.assets(Asset.of("till"), Asset.of("shelf")));
                        stock.task("count").run(ctx -> {});
                        Dag placed = Dag.create("placed").pausedUponCreation(false)
                            .runStrategy(RunStrategy.SEQUENTIAL);
                        placed.task("runs").run(ctx -> untilItMayEnd());
                        return List.of(waits, berlin, stock, placed);
                    }

                    static void untilItMayEnd() throws InterruptedException {
                        while (!Files.exists(Path.of("%s"))) {
                            Thread.sleep(20);
                        }
                    }
                }
                """.formatted(mayEnd));
        rondo.awaitListed("waits");
    }

    @AfterEach
    void remove() throws IOException {
        Files.writeString(mayEnd, "");
        rondo.remove("Waits.java", "waits");
    }

    private static List<JsonObject> rows(Shell.Result result) {
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        return ((JsonArray) JsonValue.parse(result.out()))
                .elements().stream().map(JsonObject.class::cast).toList();
    }

    private static String text(JsonObject row, String key) {
        return dev.rondo.cli.output.Output.text(row.get(key));
    }

    private String state(String dagId, String taskId) {
        return shell.rondo("tasks", "states-for-dag-run", dagId, "one", "-o", "plain")
                .out()
                .lines()
                .filter(line -> line.startsWith(taskId + "\t"))
                .findFirst()
                .map(line -> line.split("\t", -1)[2])
                .orElse("");
    }

    private Instant endOfTry() {
        return rows(shell.rondo("tasks", "states-for-dag-run", "waits", "one", "-o", "json")).stream()
                .filter(row -> text(row, "task_id").equals("again"))
                .map(row -> Instant.parse(text(row, "end_date")))
                .findFirst()
                .orElseThrow();
    }

    private Shell.Result why(String taskId, String... more) {
        String[] words = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("tasks", "why", "waits", "one", taskId),
                        java.util.stream.Stream.of(more))
                .toArray(String[]::new);
        return shell.rondo(words);
    }

    @Test
    void a_task_that_waits_says_by_which_rule_what_blocks_it_and_when_it_can_go() {
        assertThat(shell.rondo("dags", "trigger", "waits", "--run-id", "one", "--logical-date", "none")
                        .code())
                .isZero();
        rondo.await("the first task to run", () -> state("waits", "runs").equals("running"));
        rondo.await("the retry to be waited for", () -> state("waits", "again").equals("up_for_retry"));
        rondo.await("the shut out one to wait", () -> state("waits", "shut_out").equals("scheduled"));

        JsonObject below = rows(why("below", "-o", "json")).getFirst();
        JsonObject shutOut = rows(why("shut_out", "-o", "json")).getFirst();
        JsonObject again = rows(why("again", "-o", "json")).getFirst();

        assertThat(text(below, "name")).isEqualTo("upstream_unfinished");
        assertThat(text(below, "earliest")).isEmpty();
        assertThat(text(below, "blocking"))
                .isEqualTo("[{\"dag_id\":\"waits\",\"run_id\":\"one\",\"task_id\":\"runs\",\"map_index\":-1,"
                        + "\"state\":\"running\"}]");
        assertThat(text(shutOut, "name")).isEqualTo("pool_full");
        assertThat(text(shutOut, "reason")).contains("shut");
        assertThat(text(again, "name")).isEqualTo("retry_delay");
        assertThat(Instant.parse(text(again, "earliest"))).isEqualTo(endOfTry().plusSeconds(3_600));
        assertThat(why("below").out().lines().toList())
                .anyMatch(line -> line.matches("RULE +EARLIEST +REASON +BLOCKED BY"))
                .anyMatch(line -> line.startsWith("upstream_unfinished") && line.endsWith("waits/one/runs (running)"));
        assertThat(why("again").out().lines())
                .anyMatch(line -> line.startsWith("retry_delay") && line.contains(text(again, "earliest")));
        assertThat(why("shut_out", "-o", "plain").out()).startsWith("pool_full\t");
    }

    @Test
    void a_dag_says_which_run_has_its_place_and_which_assets_it_waits_for() {
        rondo.await(
                "the assets to be read", () -> shell.rondo("dags", "list").out().contains("placed"));
        assertThat(shell.rondo("dags", "trigger", "placed", "--run-id", "one", "--logical-date", "none")
                        .code())
                .isZero();
        rondo.await("the run to run", () -> state("placed", "runs").equals("running"));

        JsonObject place =
                rows(shell.rondo("dags", "why", "placed", "-o", "json")).getLast();
        JsonObject assets =
                rows(shell.rondo("dags", "why", "stock", "-o", "json")).getFirst();

        assertThat(text(place, "code")).isEqualTo("max_active_runs");
        assertThat(shell.rondo("dags", "why", "placed").out().lines())
                .anyMatch(line -> line.startsWith("max_active_runs") && line.endsWith("placed/one (running)"));
        assertThat(text(assets, "code")).isEqualTo("assets_awaited");
        assertThat(text(assets, "message")).isEqualTo("it waits for an update of till and shelf");
        assertThat(text(assets, "assets")).contains("\"name\":\"till\"", "\"name\":\"shelf\"");
    }

    @Test
    void next_runs_are_in_the_zone_of_the_dag_and_say_what_its_clock_does() {
        rondo.await("the DAG of Berlin", () -> shell.rondo("dags", "list").out().contains("berlin"));

        List<String> lines = shell.rondo("dags", "next-execution", "berlin", "-n", "3")
                .out()
                .lines()
                .toList();
        JsonObject second = rows(shell.rondo("dags", "next-execution", "berlin", "-n", "3", "-o", "json"))
                .get(1);

        assertThat(lines.getFirst()).startsWith("RUNS AT").endsWith("CLOCK");
        assertThat(lines.get(2))
                .startsWith("2040-03-25T03:30:00+02:00  2040-03-25T01:30:00Z")
                .endsWith("clock goes from +01:00 to +02:00 at 2040-03-25T01:00:00Z;"
                        + " its time is left out that day, so it is later");
        assertThat(lines.get(3)).startsWith("2040-03-26T02:30:00+02:00").endsWith("2040-03-26T00:30:00Z");
        assertThat(text(second, "clock_mark")).isEqualTo("time_left_out");
        assertThat(text(second, "local_time")).isEqualTo("2040-03-25T03:30:00+02:00");
    }
}
