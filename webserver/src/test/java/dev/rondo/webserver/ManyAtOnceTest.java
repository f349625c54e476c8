package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.Command.Scope;
import dev.rondo.core.command.Command.TaskSelector;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Many runs or instances by one request, and what else is asked of a DAG that is no run. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyAtOnceTest {

    private static final String RUNS = "/api/v2/dags/flights/dagRuns";
    private static final String INSTANCES = RUNS + "/first/taskInstances";

    private TestWebserver web;

    @BeforeAll
    void fill(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder);
        SampleWorld ignored = SampleWorld.fill(web);
    }

    @AfterAll
    void stop() {
        web.close();
    }

    private FakeScheduler scheduler() {
        return new FakeScheduler(web.commands(), command -> switch (command) {
            case Command.MarkTasks mark -> new CommandReply.Affected(List.of());
            case Command.ClearTasks clear ->
                new CommandReply.Affected(List.of(
                        new CommandReply.Affected.Instance("flights", String.valueOf(clear.runId()), "fetch", -1)));
            case Command.TriggerRun trigger -> new CommandReply.RunTriggered(1, trigger.dagId(), "first");
            default -> new CommandReply.Done();
        });
    }

    private static List<Command> commands(FakeScheduler scheduler) {
        return scheduler.seen().stream().map(CommandStore.Claimed::command).toList();
    }

    @Test
    void runs_are_marked_noted_and_deleted() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            var answer = web.patch(RUNS, """
                    {"actions": [
                      {"action": "update", "entities": [{"dag_run_id": "first", "state": "failed", "note": "bad"}]},
                      {"action": "update", "update_mask": ["note"],
                       "entities": [{"dag_run_id": "ended", "state": "failed", "note": null}]},
                      {"action": "delete", "action_on_non_existence": "skip", "entities": ["ended", "never"]},
                      {"action": "create", "entities": [{"dag_run_id": "new"}]}]}
                    """);

            assertThat(answer.at("/update/success").toString()).isEqualTo("[\"flights.first\",\"flights.ended\"]");
            assertThat(answer.at("/delete/success").toString()).isEqualTo("[\"flights.ended\"]");
            assertThat(answer.at("/create/errors/0/status_code").asInt()).isEqualTo(405);
            assertThat(commands(scheduler))
                    .containsExactly(
                            new Command.MarkRun("flights", "first", RunState.FAILED),
                            new Command.SetNote("flights", "first", null, "bad"),
                            new Command.SetNote("flights", "ended", null, null),
                            new Command.DeleteRun("flights", "ended"));
        }
    }

    @Test
    void runs_of_several_dags_are_named_with_their_dags() throws Exception {
        String path = "/api/v2/dags/~/dagRuns";
        try (FakeScheduler scheduler = scheduler()) {
            var answer = web.patch(
                    path,
                    "{\"actions\":[{\"action\":\"update\",\"entities\":[{\"dag_id\":\"flights\",\"dag_run_id\":\"first\","
                            + "\"state\":\"queued\"}]}]}");
            var without = web.patch(
                    path, "{\"actions\":[{\"action\":\"update\",\"entities\":[{\"dag_run_id\":\"first\"}]}]}");

            assertThat(answer.at("/update/success").toString()).isEqualTo("[\"flights.first\"]");
            assertThat(without.status()).isEqualTo(422);
            assertThat(without.at("/detail").asText())
                    .isEqualTo("body.actions.0.entities.0.dag_id: name the DAG here or in the path");
            assertThat(commands(scheduler)).containsExactly(new Command.MarkRun("flights", "first", RunState.QUEUED));
        }
    }

    @Test
    void runs_are_cleared_or_it_is_said_what_would_be() throws Exception {
        String path = "/api/v2/dags/flights/clearDagRuns";
        String both = "{\"dag_runs\":[{\"dag_run_id\":\"first\"},{\"dag_run_id\":\"ended\"}]";
        try (FakeScheduler scheduler = scheduler()) {
            var dry = web.post(path, both + "}");
            var real = web.post(path, both + ",\"dry_run\":false,\"only_failed\":true}");

            assertThat(dry.at("/total_entries").asInt()).isEqualTo(2);
            assertThat(dry.at("/task_instances/0/task_id").asText()).isEqualTo("fetch");
            assertThat(real.values("dag_runs", "dag_run_id")).containsExactly("first", "ended");
            assertThat(commands(scheduler)).hasSize(4).last().satisfies(last -> {
                assertThat(((Command.ClearTasks) last).runId()).isEqualTo("ended");
                assertThat(((Command.ClearTasks) last).dryRun()).isFalse();
                assertThat(((Command.ClearTasks) last).onlyFailed()).isTrue();
            });
            assertThat(web.post(path, "{\"dag_runs\":[]}").at("/detail").asText())
                    .isEqualTo("body.dag_runs: name 1 to 1000 runs");
            assertThat(web.post(path, "{\"dag_runs\":[null]}").at("/detail").asText())
                    .isEqualTo("body.dag_runs.0: it is missing or of the wrong type");
            assertThat(web.post(path, "{\"dag_runs\":[{\"dag_run_id\":\"never\"}]}")
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void instances_are_marked_and_noted_and_none_is_made_or_deleted() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            var answer = web.patch(INSTANCES, """
                    {"actions": [
                      {"action": "update", "entities": [
                        {"task_id": "fetch", "new_state": "success", "include_downstream": true},
                        {"task_id": "train", "map_index": 0, "note": "look"},
                        {"task_id": "fetch", "new_state": "running"},
                        {"task_id": "fetch"}]},
                      {"action": "update", "entities": [{"task_id": "train", "map_index": 7, "new_state": "failed"}]},
                      {"action": "delete", "entities": ["fetch"]},
                      {"action": "create", "action_on_existence": "skip", "entities": [{"task_id": "new"}]}]}
                    """);

            assertThat(answer.at("/update/success").toString())
                    .isEqualTo("[\"flights.first.fetch[-1]\",\"flights.first.train[0]\"]");
            assertThat(answer.at("/update/errors")
                            .valueStream()
                            .map(each -> each.path("status_code").asInt()))
                    .containsExactly(422, 422, 404);
            assertThat(answer.at("/delete/errors/0/status_code").asInt()).isEqualTo(405);
            assertThat(answer.at("/create/errors/0/status_code").asInt()).isEqualTo(405);
            assertThat(commands(scheduler))
                    .containsExactly(
                            new Command.MarkTasks(
                                    "flights",
                                    "first",
                                    List.of(new TaskSelector("fetch", null)),
                                    new Scope(false, true, false, false),
                                    TaskState.SUCCESS,
                                    false,
                                    null),
                            new Command.SetNote("flights", "first", new TaskSelector("train", 0), "look"));
        }
    }

    @Test
    void a_task_group_is_marked_as_a_whole() throws Exception {
        String path = RUNS + "/first/taskGroupInstances/";
        try (FakeScheduler scheduler = scheduler()) {
            var answer = web.patch(path + "night", "{\"new_state\":\"skipped\"}");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(commands(scheduler))
                    .containsExactly(new Command.MarkTasks(
                            "flights",
                            "first",
                            List.of(new TaskSelector("night.score", null)),
                            Scope.ONLY,
                            TaskState.SKIPPED,
                            false,
                            null));
            assertThat(web.patch(path + "day", "{\"new_state\":\"skipped\"}")
                            .at("/code")
                            .asText())
                    .isEqualTo("TASK_GROUP_NOT_FOUND");
            assertThat(web.patch(path + "night", "{\"note\":\"x\"}")
                            .at("/detail")
                            .asText())
                    .isEqualTo("body.new_state: it is missing");
        }
    }

    @Test
    void a_group_without_tasks_is_marked_by_doing_nothing() throws Exception {
        web.rows().dag("loops", new ScheduleSpec.None(), List.of(), "fetch", "per_country.");
        web.rows().run("loops", "only", "running", SampleWorld.DAY);
        String path = "/api/v2/dags/loops/dagRuns/only/taskGroupInstances/per_country";
        try (FakeScheduler scheduler = scheduler()) {
            var marked = web.patch(path, "{\"new_state\":\"failed\"}");
            var dry = web.patch(path + "/dry_run", "{\"new_state\":\"failed\"}");

            assertThat(List.of(marked.status(), dry.status())).containsOnly(200);
            assertThat(marked.at("/total_entries").asInt()).isZero();
            assertThat(scheduler.seen()).isEmpty();
        }
    }

    @Test
    void a_clear_of_many_runs_that_is_refused_half_way_tells_what_was_done() throws Exception {
        String both = "{\"dag_runs\":[{\"dag_run_id\":\"first\"},{\"dag_run_id\":\"ended\"}],\"dry_run\":false}";
        try (FakeScheduler scheduler = new FakeScheduler(
                web.commands(),
                command -> command instanceof Command.ClearTasks clear && "first".equals(clear.runId())
                        ? new CommandReply.Affected(List.of())
                        : new CommandReply.Rejected(404, "RUN_NOT_FOUND", "it is gone"))) {
            var answer = web.post("/api/v2/dags/flights/clearDagRuns", both);

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.at("/detail").asText()).isEqualTo("1 of 2 runs were cleared, then 'ended': it is gone");
            assertThat(scheduler.seen()).hasSize(2);
        }
    }

    @Test
    void the_dry_run_of_a_large_clear_counts_all_and_shows_the_first() throws Exception {
        String both = "{\"dag_runs\":[{\"dag_run_id\":\"first\"},{\"dag_run_id\":\"ended\"}]}";
        var one = new CommandReply.Affected.Instance("flights", "first", "fetch", -1);
        try (FakeScheduler scheduler = new FakeScheduler(
                web.commands(), command -> new CommandReply.Affected(Collections.nCopies(20_000, one), 2_000_000))) {
            var answer = web.post("/api/v2/dags/flights/clearDagRuns", both);

            assertThat(answer.at("/total_entries").asInt()).isEqualTo(4_000_000);
            assertThat(scheduler.seen()).hasSize(2);
            assertThat(new CommandReply.Affected(Collections.nCopies(20_000, one)))
                    .satisfies(reply -> assertThat(reply.total()).isEqualTo(20_000))
                    .satisfies(reply -> assertThat(reply.instances()).hasSize(10_000));
        }
    }

    @Test
    void what_was_asked_of_a_task_is_found_by_its_id() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            web.patch(INSTANCES + "/ask", "{\"new_state\":\"success\"}");
            web.patch(INSTANCES + "/ask/-1", "{\"note\":\"look\"}");

            var found = web.get("/api/v2/eventLogs?task_id=ask");

            assertThat(found.values("event_logs", "event")).containsExactly("MarkTasks", "SetNote");
            assertThat(found.values("event_logs", "task_id")).containsOnly("ask");
            assertThat(scheduler.seen()).hasSize(2);
        }
    }

    @Test
    void a_run_of_which_nothing_is_to_be_set_is_refused() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            var answer = web.patch(
                    RUNS, "{\"actions\":[{\"action\":\"update\",\"entities\":[{\"dag_run_id\":\"first\"}]}]}");

            assertThat(answer.at("/update/errors/0/error").asText())
                    .isEqualTo("body: there is neither a state nor a note to set");
            assertThat(scheduler.seen()).isEmpty();
        }
    }

    @Test
    void a_change_of_many_dags_with_a_filter_that_is_not_applied_changes_none() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            var answer = web.patch("/api/v2/dags?dag_id_pattern=~&made_up=ann", "{\"is_paused\":true}");

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.at("/detail").asText())
                    .startsWith("made_up: it is not known here; leave it out. There are ");
            assertThat(scheduler.seen()).isEmpty();
        }
    }

    @Test
    void an_asset_is_made_anew_by_the_one_dag_that_makes_it() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            var made = web.post("/api/v2/assets/1/materialize", "");

            assertThat(made.at("/dag_run_id").asText()).isEqualTo("first");
            assertThat(commands(scheduler))
                    .containsExactly(
                            new Command.TriggerRun("flights", null, null, null, null, null, null, null, "rest_api"));
            assertThat(web.post("/api/v2/assets/99/materialize", "").status()).isEqualTo(404);
        }
    }

    @Test
    void a_favourite_is_its_users_own() throws Exception {
        String mark = "/api/v2/dags/flights/favorite";
        assertThat(web.post(mark, "").status()).isEqualTo(204);
        assertThat(web.post(mark, "").status()).as("again").isEqualTo(204);

        assertThat(web.get("/api/v2/dags?is_favorite=true").values("dags", "dag_id"))
                .containsExactly("flights");
        assertThat(web.get("/api/v2/dags?is_favorite=false").values("dags", "dag_id"))
                .doesNotContain("flights");
        assertThat(web.get("/api/v2/dags/flights/details").at("/is_favorite").asBoolean())
                .isTrue();
        var others = web.send("GET", "/api/v2/dags?is_favorite=true", web.token("viewer"), null, Map.of());
        assertThat(others.at("/total_entries").asInt()).isZero();

        assertThat(web.post("/api/v2/dags/flights/unfavorite", "").status()).isEqualTo(204);
        assertThat(web.get("/api/v2/dags?is_favorite=true").at("/total_entries").asInt())
                .isZero();
        assertThat(web.post("/api/v2/dags/none/favorite", "").status()).isEqualTo(404);
    }

    @Test
    void the_configuration_is_told_as_json_or_text_and_by_option() throws Exception {
        assertThat(web.get("/api/v2/config?section=core").json().toString())
                .isEqualTo("{\"sections\":[{\"name\":\"core\",\"options\":[{\"key\":\"version\",\"value\":\"1.2.3\"},"
                        + "{\"key\":\"test_connection\",\"value\":\"enabled\"}]}]}");
        assertThat(web.get("/api/v2/config/section/api/option/maximum_page_limit")
                        .at("/sections/0/options/0/value")
                        .asText())
                .isEqualTo("100");
        assertThat(web.send(
                                "GET",
                                "/api/v2/config?section=api_auth",
                                web.token("admin"),
                                null,
                                Map.of("Accept", "text/plain"))
                        .response()
                        .body())
                .isEqualTo("[api_auth]\njwt_expiration_time = 86400\n");
        assertThat(web.get("/api/v2/config?section=smtp").status()).isEqualTo(404);
        assertThat(web.get("/api/v2/config/section/api/option/secret").status()).isEqualTo(404);
        assertThat(web.send("GET", "/api/v2/config", web.token("user"), null, Map.of())
                        .status())
                .isEqualTo(403);
    }
}
