package dev.rondo.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;
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
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The DAGs of the guide do what the guide says: they are taken from its pages as they stand. */
class GuideDagsTest {

    private static final Path GUIDE = Path.of("..", "docs", "guide");
    private static final Pattern FIRST_JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("public final class (\\w+)");

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone();

    @BeforeAll
    static void drop() throws IOException {
        for (String page : List.of("backfills.md", "deadlines.md", "dynamic-mapping.md", "past-runs.md")) {
            Matcher code = FIRST_JAVA.matcher(Files.readString(GUIDE.resolve(page)));
            assertThat(code.find()).as(page).isTrue();
            Matcher name = CLASS.matcher(code.group(1));
            assertThat(name.find()).as(page).isTrue();
            // Its catchup makes few runs, and not one for each day of the year.
            String source = "import dev.rondo.sdk.*;\n" // which some chapters leave out
                    + code.group(1)
                            .replace(
                                    "2026-01-01",
                                    LocalDate.now(UTC).minusDays(3).toString());
            RONDO.home().drop(name.group(1) + ".java", source.getBytes(UTF_8));
        }
        for (String dagId : List.of("daily_sales", "nightly_training", "shops", "ledger")) {
            RONDO.dags().awaitThere(dagId);
        }
    }

    private static String rondo(int exitCode, String... words) {
        RondoProcess command =
                RondoProcess.start("guide-" + words[1], Distribution.built(), RONDO.home(), Map.of(), List.of(words));
        assertThat(command.awaitExit()).as(command.output()).isEqualTo(exitCode);
        return command.output();
    }

    @Test
    void backfills() {
        rondo(
                0,
                "backfill",
                "create",
                "--dag-id",
                "daily_sales",
                "--from-date",
                "2025-12-01",
                "--to-date",
                "2025-12-03",
                "--max-active-runs",
                "3",
                "--run-backwards",
                "--dag-run-conf",
                "{\"reason\": \"new prices\"}");

        JsonNode runs = Await.until(
                "the backfill's runs",
                () -> RONDO.api()
                        .get("/dags/daily_sales/dagRuns?run_type=backfill&state=success&order_by=logical_date")
                        .path("dag_runs"),
                found -> found.size() == 3);
        Run first = new Run(
                RONDO.api(), "daily_sales", runs.get(0).path("dag_run_id").asText());
        assertThat(first.awaitLog("report", 1, "new prices")).contains("2025-12-01 for new prices");
    }

    @Test
    void deadlines() {
        Run run = RONDO.dags().run("nightly_training");
        JsonNode missed = Await.until(
                "the task's deadline to be missed and told of",
                () -> RONDO.api()
                        .get("/dags/nightly_training/dagRuns/" + run.id() + "/deadlines?missed=true")
                        .path("deadlines"),
                found -> found.size() == 1
                        && found.get(0).path("callback").asText().equals("success"));
        assertThat(missed.get(0).path("name").asText()).isEqualTo("soon");
        assertThat(missed.get(0).path("task_id").asText()).isEqualTo("train");

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(rondo(0, "dags", "deadlines", "nightly_training", run.id()))
                .contains(run.id(), "train", "soon", "missed", "success")
                .as("what was met is gone")
                .doesNotContain("by_six");
        Await.until(
                "the log of the callback",
                () -> rondo(
                                0,
                                "dags",
                                "logs",
                                "nightly_training",
                                run.id(),
                                "--callback",
                                "deadline-soon",
                                "--task",
                                "train")
                        .contains("train: the deadline 'soon' of the task 'train' was missed"));
    }

    @Test
    void past_runs_are_cleared_and_marked() {
        RONDO.dags().unpause("ledger");
        JsonNode runs = Await.until(
                "the days to be booked",
                () -> RONDO.api()
                        .get("/dags/ledger/dagRuns?state=success&order_by=logical_date")
                        .path("dag_runs"),
                found -> found.size() >= 3);
        Run day = new Run(RONDO.api(), "ledger", runs.get(1).path("dag_run_id").asText());

        assertThat(rondo(0, "tasks", "clear", "ledger", day.id(), "-t", "book", "-d", "--dry-run"))
                .contains("book", "report");
        rondo(0, "tasks", "clear", "ledger", day.id(), "-t", "book", "-d", "--yes");
        Await.until("it to be booked again", () -> day.task("report").tryNumber(), tries -> tries == 2);
        assertThat(day.awaitEnd()).isEqualTo("success");
        assertThat(day.task("read").tryNumber())
                .as("what is above is not cleared")
                .isEqualTo(1);

        day.mark("report", "failed");
        assertThat(Await.until("the run to be judged anew", day::state, state -> !state.equals("success")))
                .isEqualTo("failed");
        day.mark("report", "success");
        assertThat(Await.until("the run to be judged anew", day::state, state -> !state.equals("failed")))
                .isEqualTo("success");
        assertThat(day.task("report").tryNumber()).as("a mark runs nothing").isEqualTo(2);
    }

    @Test
    void dynamic_mapping() {
        Run run = RONDO.dags().run("shops");

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.result("sum").asInt()).isEqualTo(400);
        assertThat(run.result("best").asInt()).isEqualTo(16);
        assertThat(result(run, "zip", 2).asText()).isEqualTo("c3");
        assertThat(result(run, "cross", 5).asText()).isEqualTo("b3");
        assertThat(result(run, "price", 1).asText()).isEqualTo("pear costs 3");
        assertThat(RONDO.api()
                        .get("/dags/shops/dagRuns/" + run.id() + "/taskInstances/sales/1")
                        .path("rendered_map_index")
                        .asText())
                .isEqualTo("Bonn");
        assertThat(RONDO.api()
                        .get("/dags/shops/dagRuns/" + run.id() + "/taskInstances/price/0")
                        .path("rendered_map_index")
                        .asText())
                .isEqualTo("apple");
    }

    private static JsonNode result(Run run, String taskId, int mapIndex) {
        return RONDO.api()
                .get("/dags/shops/dagRuns/" + run.id() + "/taskInstances/" + taskId
                        + "/xcomEntries/return_value?map_index=" + mapIndex)
                .path("value");
    }
}
