package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangingTest {

    private static final Instant DAY = Instant.parse("2025-12-01T00:00:00Z");
    private static final String RUNS = "/api/v2/dags/flights/dagRuns";

    private TestWebserver web;

    @BeforeAll
    void fill(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder);
        web.rows().dag("flights", new ScheduleSpec.None(), List.of(), "fetch", "train");
    }

    @AfterAll
    void stop() {
        web.close();
    }

    private FakeScheduler scheduler(java.util.function.Function<Command, CommandReply> answer) {
        return new FakeScheduler(web.commands(), answer);
    }

    private CommandReply trigger(Command command) {
        Command.TriggerRun trigger = (Command.TriggerRun) command;
        String runId = String.valueOf(trigger.runId());
        long runNo = web.rows().run(trigger.dagId(), runId, "queued", DAY.plusSeconds(runId.hashCode()));
        return new CommandReply.RunTriggered(runNo, trigger.dagId(), runId);
    }

    @Test
    void a_trigger_is_carried_out_by_the_scheduler_once_for_its_key() throws Exception {
        String body = "{\"dag_run_id\":\"mine\",\"logical_date\":null,\"conf\":{\"epochs\":5}}";
        Map<String, String> key = Map.of("Idempotency-Key", "k1", "X-Rondo-Client", "cli");

        try (FakeScheduler scheduler = scheduler(this::trigger)) {
            var first = web.send("POST", RUNS, web.token("user"), body, key);
            var again = web.send("POST", RUNS, web.token("user"), body, key);

            assertThat(first.status()).isEqualTo(200);
            assertThat(first.at("/dag_run_id").asText()).isEqualTo("mine");
            assertThat(again.json()).isEqualTo(first.json());
            assertThat(scheduler.seen())
                    .extracting(CommandStore.Claimed::actor, CommandStore.Claimed::command)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(
                            "user",
                            new Command.TriggerRun(
                                    "flights", "mine", null, null, null, null, "{\"epochs\":5}", null, "cli")));
        }
    }

    @Test
    void a_key_that_came_with_another_change_is_refused_and_the_change_is_not_made() throws Exception {
        String body = "{\"dag_run_id\":\"one\",\"logical_date\":null}";
        Map<String, String> key = Map.of("Idempotency-Key", "k11");

        try (FakeScheduler scheduler = scheduler(this::trigger)) {
            var first = web.send("POST", RUNS, web.token("admin"), body, key);
            var otherRun = web.send("POST", RUNS, web.token("admin"), body.replace("one", "two"), key);
            var otherBody =
                    web.send("POST", RUNS, web.token("admin"), body.replace("}", ",\"conf\":{\"epochs\":5}}"), key);
            var otherKind = web.send("PATCH", "/api/v2/dags/flights", web.token("admin"), "{\"is_paused\":true}", key);
            var otherUser = web.send("POST", RUNS, web.token("user"), body.replace("one", "three"), key);

            assertThat(first.status()).isEqualTo(200);
            assertThat(List.of(otherRun, otherBody, otherKind)).allSatisfy(refused -> {
                assertThat(refused.status()).isEqualTo(422);
                assertThat(refused.at("/code").asText()).isEqualTo("IDEMPOTENCY_KEY_USED");
                assertThat(refused.at("/detail").asText())
                        .contains("another change before (TriggerRun of flights, run one)")
                        .contains("nothing was done now");
            });
            assertThat(otherUser.status()).as("keys are each user's own").isEqualTo(200);
            assertThat(scheduler.seen()).hasSize(2);
        }
    }

    @Test
    void one_request_may_mean_two_changes_under_one_key() throws Exception {
        web.rows().run("flights", "marked", "running", DAY);
        Map<String, String> key = Map.of("Idempotency-Key", "k12");
        String body = "{\"state\":\"failed\",\"note\":\"bad data\"}";

        try (FakeScheduler scheduler = scheduler(c -> new CommandReply.Done())) {
            var answer = web.send("PATCH", RUNS + "/marked", web.token("admin"), body, key);
            var again = web.send("PATCH", RUNS + "/marked", web.token("admin"), body, key);

            assertThat(List.of(answer.status(), again.status())).containsOnly(200);
            assertThat(scheduler.seen())
                    .extracting(CommandStore.Claimed::command)
                    .containsExactly(
                            new Command.MarkRun("flights", "marked", RunState.FAILED),
                            new Command.SetNote("flights", "marked", null, "bad data"));
        }
    }

    @Test
    void a_dry_run_of_a_mark_shows_the_instances_it_would_change() throws Exception {
        long run = web.rows().run("flights", "looked_at", "running", DAY.plusSeconds(7_200));
        web.rows().instance(run, "fetch", -1, "running");
        String path = RUNS + "/looked_at/dry_run";
        var affected = new CommandReply.Affected(
                List.of(new CommandReply.Affected.Instance("flights", "looked_at", "fetch", -1)));

        try (FakeScheduler scheduler = scheduler(c -> affected)) {
            var answer = web.send("PATCH", path, web.token("admin"), "{\"state\":\"failed\"}", Map.of());
            var nothing = web.send("PATCH", path, web.token("admin"), "{}", Map.of());

            assertThat(answer.values("task_instances", "task_id")).containsExactly("fetch");
            assertThat(answer.values("task_instances", "state")).containsExactly("running");
            assertThat(answer.at("/total_entries").asInt()).isEqualTo(1);
            assertThat(nothing.status()).isEqualTo(422);
            assertThat(scheduler.seen())
                    .extracting(CommandStore.Claimed::command)
                    .containsExactly(new Command.PreviewRunMark("flights", "looked_at", RunState.FAILED));
        }
    }

    @Test
    void without_a_scheduler_the_request_is_withdrawn_and_can_be_asked_again() throws Exception {
        String body = "{\"dag_run_id\":\"later\",\"logical_date\":null}";
        Map<String, String> key = Map.of("Idempotency-Key", "k2");

        var refused = web.send("POST", RUNS, web.token("admin"), body, key);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.at("/code").asText()).isEqualTo("NO_SCHEDULER");
        try (FakeScheduler scheduler = scheduler(this::trigger)) {
            assertThat(web.send("POST", RUNS, web.token("admin"), body, key).status())
                    .isEqualTo(200);
            assertThat(scheduler.seen()).hasSize(1);
        }
    }

    @Test
    void what_the_scheduler_refuses_is_told_with_its_code() throws Exception {
        try (FakeScheduler scheduler = scheduler(c -> new CommandReply.Rejected(409, "RUN_EXISTS", "it is there"))) {
            var answer = web.post(RUNS, "{\"dag_run_id\":\"x\",\"logical_date\":null}");

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.json().toString())
                    .isEqualTo("{\"detail\":\"it is there\",\"title\":\"Conflict\",\"status\":409,"
                            + "\"code\":\"RUN_EXISTS\"}");
            assertThat(scheduler.seen()).hasSize(1);
        }
    }

    @Test
    void a_backslash_before_the_digits_of_a_nul_is_no_nul() throws Exception {
        try (FakeScheduler scheduler = scheduler(this::trigger)) {
            var answer =
                    web.post(RUNS, "{\"dag_run_id\":\"digits\",\"logical_date\":null,\"conf\":{\"x\":\"\\\\u0000\"}}");

            assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
            assertThat(scheduler.seen()).hasSize(1);
        }
    }

    @Test
    void hostile_triggers_never_reach_the_scheduler() throws Exception {
        List<String> bodies = List.of(
                "{\"conf\":[1]}",
                "{\"conf\":{\"x\":\"\\u0000\"}}",
                "{\"dag_run_id\":\"../x\"}",
                "{\"dag_run_id\":\"\"}",
                "{\"dag_run_id\":7}",
                "{\"logical_date\":\"soon\"}",
                "{\"data_interval_start\":\"2025-01-01T00:00:00Z\"}",
                "{\"unknown\":1}",
                "{} {}",
                "nonsense",
                "[".repeat(5_000));

        for (String body : bodies) {
            assertThat(web.post(RUNS, body).status()).as(body).isEqualTo(422);
        }
        assertThat(web.post(RUNS, "{\"note\":\"" + "x".repeat(2 << 20) + "\"}").status())
                .isEqualTo(413);
    }

    @Test
    void a_dry_clear_lists_what_it_would_clear() throws Exception {
        long run = web.rows().run("flights", "cleared", "failed", DAY.plusSeconds(7));
        web.rows().instance(run, "fetch", -1, "failed");
        CommandReply reply = new CommandReply.Affected(
                List.of(new CommandReply.Affected.Instance("flights", "cleared", "fetch", -1)));

        try (FakeScheduler scheduler = scheduler(c -> reply)) {
            var answer = web.post(
                    "/api/v2/dags/flights/clearTaskInstances",
                    "{\"dag_run_id\":\"cleared\",\"task_ids\":[\"fetch\",[\"train\",2]],\"include_downstream\":true}");

            assertThat(answer.values("task_instances", "task_id")).containsExactly("fetch");
            assertThat(scheduler.seen().getFirst().command())
                    .isEqualTo(new Command.ClearTasks(
                            "flights",
                            "cleared",
                            List.of(new Command.TaskSelector("fetch", null), new Command.TaskSelector("train", 2)),
                            new Command.Scope(false, true, false, false),
                            null,
                            null,
                            true,
                            false,
                            true,
                            false,
                            true,
                            null));
        }
    }

    @Test
    void pausing_asks_the_scheduler_and_the_audit_record_tells_who() throws Exception {
        try (FakeScheduler scheduler = scheduler(c -> new CommandReply.Done())) {
            assertThat(web.patch("/api/v2/dags/flights?update_mask=is_paused", "{\"is_paused\":true}")
                            .status())
                    .isEqualTo(200);
            assertThat(scheduler.seen().getFirst().command()).isEqualTo(new Command.SetPaused("flights", true));
        }
        assertThat(web.get("/api/v2/eventLogs?event=SetPaused").values("event_logs", "owner"))
                .containsExactly("admin");
    }

    @Test
    @Timeout(20)
    void the_stream_tells_of_a_task_and_of_a_run() throws Exception {
        long run = web.rows().run("flights", "streamed", "running", DAY.plusSeconds(9));
        web.rows().instance(run, "fetch", -1, "running");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + web.server().port() + "/api/v2/events/stream"))
                .header("Authorization", "Bearer " + web.token("viewer"))
                .build();

        try (HttpClient client = HttpClient.newHttpClient()) {
            var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo(": open");
                // The first look only remembers: go on moving until it has.
                String line = "";
                for (boolean done = false; !line.startsWith("data"); done = !done) {
                    web.rows().moveInstance(run, "fetch", done ? "running" : "success");
                    line = nextOrBlank(lines);
                }
                web.rows().moveRun(run, "success");
                String last = Stream.generate(() -> read(lines))
                        .filter(each -> each.startsWith("data") && !each.contains("\"task_id\":\"fetch\""))
                        .findFirst()
                        .orElseThrow();

                assertThat(line)
                        .startsWith("data: {\"dag_id\":\"flights\",\"dag_run_id\":\"streamed\",\"task_id\":\"fetch\","
                                + "\"map_index\":-1,\"state\":\"");
                assertThat(last)
                        .isEqualTo("data: {\"dag_id\":\"flights\",\"dag_run_id\":\"streamed\",\"state\":\"success\"}");
            }
        }
    }

    private static String nextOrBlank(BufferedReader lines) throws Exception {
        dev.rondo.metadata.testing.TestPause.pause(java.time.Duration.ofMillis(400));
        while (lines.ready()) {
            String line = lines.readLine();
            if (line.startsWith("data") && line.contains("\"task_id\":\"fetch\"")) {
                return line;
            }
        }
        return "";
    }

    private static String read(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
