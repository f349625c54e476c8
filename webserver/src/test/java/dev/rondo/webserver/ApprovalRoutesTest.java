package dev.rondo.webserver;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.select;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApprovalRoutesTest {

    private static final Instant DAY = Instant.parse("2025-12-01T00:00:00Z");
    private static final String RUNS = "/api/v2/dags/release/dagRuns";

    private TestWebserver web;

    @BeforeAll
    void fill(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder);
        web.rows().dag("release", new ScheduleSpec.None(), List.of(), "train", "ask?");
        for (String run : List.of("waits", "answers", "rejects", "first", "second")) {
            long runNo = web.rows().run("release", run, "running", DAY.plusSeconds(run.hashCode()));
            web.rows().instance(runNo, "train", -1, "success");
            web.rows().instance(runNo, "ask", -1, "deferred");
        }
    }

    @AfterAll
    void stop() {
        web.close();
    }

    private static String detail(String run, String task) {
        return RUNS + "/" + run + "/taskInstances/" + task + "/-1/hitlDetails";
    }

    private TestWebserver.Answer send(String method, String path, @Nullable String body) throws Exception {
        return web.send(method, path, web.token("user"), body, Map.of());
    }

    @Test
    void a_task_that_waits_shows_its_form_and_no_answer() throws Exception {
        var shown = send("GET", detail("waits", "ask"), null);

        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.at("/subject").asText()).isEqualTo("ask");
        assertThat(shown.at("/options").toString()).isEqualTo("[\"Approve\",\"Reject\"]");
        assertThat(shown.at("/params/push/schema/type").asText()).isEqualTo("boolean");
        assertThat(shown.at("/response_received").asBoolean()).isFalse();
        assertThat(shown.at("/responded_by_user").isNull()).isTrue();
        assertThat(shown.at("/task_instance/state").asText()).isEqualTo("deferred");
    }

    @Test
    void an_answer_goes_to_the_scheduler_and_is_shown_with_who_gave_it() throws Exception {
        String body = "{\"chosen_options\":[\"Approve\"],\"params_input\":{\"push\":true}}";
        try (FakeScheduler scheduler = new FakeScheduler(web.commands(), command -> new CommandReply.Done())) {
            var given = send("PATCH", detail("answers", "ask"), body);

            assertThat(given.status()).as(given.response().body()).isEqualTo(200);
            assertThat(given.at("/responded_by/name").asText()).isEqualTo("user");
            assertThat(given.at("/chosen_options/0").asText()).isEqualTo("Approve");
            assertThat(scheduler.seen())
                    .extracting(CommandStore.Claimed::command)
                    .containsExactly(
                            new Command.AnswerApproval("release", "answers", "ask", -1, "{\"push\":true}", false));
        }
        var shown = send("GET", detail("answers", "ask"), null);
        assertThat(shown.at("/response_received").asBoolean()).isTrue();
        assertThat(shown.at("/responded_by_user/id").asText()).isEqualTo("user");
        assertThat(shown.at("/params_input/push").asBoolean()).isTrue();

        web.database().transactions().run(db -> {
            AuditTrail.forget(db);
            db.update(COMMAND)
                    .set(COMMAND.CREATED_AT, Instant.EPOCH)
                    .where(COMMAND.RUN_ID.eq("answers"))
                    .execute();
        });
        assertThat(send("GET", detail("answers", "ask"), null)
                        .at("/response_received")
                        .asBoolean())
                .as("also where the clock of the webserver is behind")
                .isTrue();
    }

    @Test
    void on_a_page_of_several_runs_each_is_shown_with_its_own_answer() throws Exception {
        try (FakeScheduler scheduler = new FakeScheduler(web.commands(), command -> new CommandReply.Done())) {
            send(
                    "PATCH",
                    detail("first", "ask"),
                    "{\"chosen_options\":[\"Approve\"],\"params_input\":{\"push\":true}}");
            send("PATCH", detail("second", "ask"), "{\"chosen_options\":[\"Reject\"]}");
            assertThat(scheduler.seen()).hasSize(2);
        }
        end("first", "success");
        end("second", "success");
        try {
            var page = send("GET", "/api/v2/dags/release/dagRuns/~/hitlDetails?response_received=true", null);

            assertThat(page.at("/total_entries").asInt()).isEqualTo(2);
            Map<String, String> chosen = new TreeMap<>();
            page.at("/hitl_details")
                    .forEach(each -> chosen.put(
                            each.at("/task_instance/dag_run_id").asText(),
                            each.at("/chosen_options/0").asText()));
            assertThat(chosen).isEqualTo(Map.of("first", "Approve", "second", "Reject"));
        } finally {
            end("first", "deferred");
            end("second", "deferred");
        }
    }

    private void end(String run, String state) {
        web.database()
                .transactions()
                .run(db -> db.update(TASK_INSTANCE)
                        .set(TASK_INSTANCE.STATE, state)
                        .where(
                                TASK_INSTANCE.TASK_ID.eq("ask"),
                                TASK_INSTANCE.RUN_NO.in(
                                        select(DAG_RUN.RUN_NO).from(DAG_RUN).where(DAG_RUN.RUN_ID.eq(run))))
                        .execute());
    }

    @Test
    void a_default_answer_is_in_the_form_and_when_it_was_taken_nobody_gave_it() throws Exception {
        web.rows().dag("defaulted", new ScheduleSpec.None(), List.of(), "ask?!");
        long runNo = web.rows().run("defaulted", "one", "running", DAY);
        web.rows().instance(runNo, "ask", -1, "deferred");
        String path = "/api/v2/dags/defaulted/dagRuns/one/taskInstances/ask/-1/hitlDetails";

        var waits = send("GET", path, null);
        web.database()
                .transactions()
                .run(db -> db.update(TASK_INSTANCE)
                        .set(TASK_INSTANCE.STATE, "success")
                        .set(TASK_INSTANCE.REASON, "default_answer")
                        .set(TASK_INSTANCE.END_DATE, DAY.plusSeconds(60))
                        .where(TASK_INSTANCE.RUN_NO.eq(runNo))
                        .execute());
        var taken = send("GET", path, null);
        var takenOfTry = send("GET", path + "/tries/1", null);

        assertThat(takenOfTry.at("/response_received").asBoolean()).isTrue();
        assertThat(takenOfTry.at("/chosen_options/0").asText()).isEqualTo("Approve");
        assertThat(waits.at("/defaults").toString()).isEqualTo("[\"Approve\"]");
        assertThat(waits.at("/params/push/value").toString()).isEqualTo("false");
        assertThat(waits.at("/response_received").asBoolean()).isFalse();
        assertThat(taken.at("/response_received").asBoolean()).isTrue();
        assertThat(taken.at("/responded_by_user").isNull()).isTrue();
        assertThat(taken.at("/responded_at").asText()).isEqualTo("2025-12-01T00:01:00Z");
        assertThat(taken.at("/chosen_options/0").asText()).isEqualTo("Approve");
        assertThat(taken.at("/params_input/push").toString()).isEqualTo("false");
    }

    @Test
    void a_rejection_needs_no_fields() throws Exception {
        try (FakeScheduler scheduler = new FakeScheduler(web.commands(), command -> new CommandReply.Done())) {
            var given = send("PATCH", detail("rejects", "ask"), "{\"chosen_options\":[\"Reject\"]}");

            assertThat(given.at("/chosen_options/0").asText()).isEqualTo("Reject");
            assertThat(scheduler.seen())
                    .extracting(CommandStore.Claimed::command)
                    .containsExactly(new Command.AnswerApproval("release", "rejects", "ask", -1, "{}", true));
        }
    }

    @Test
    void what_the_scheduler_refuses_is_refused_and_is_no_answer() throws Exception {
        CommandReply late = new CommandReply.Rejected(409, "NOT_WAITING", "it has an answer");
        try (FakeScheduler scheduler = new FakeScheduler(web.commands(), command -> late)) {
            var refused = send("PATCH", detail("waits", "ask"), "{\"chosen_options\":[\"Approve\"]}");

            assertThat(refused.status()).isEqualTo(409);
            assertThat(scheduler.seen()).hasSize(1);
        }
        assertThat(send("GET", detail("waits", "ask"), null)
                        .at("/response_received")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void an_unknown_option_and_a_task_that_asks_nobody_are_refused() throws Exception {
        assertThat(send("PATCH", detail("waits", "ask"), "{\"chosen_options\":[\"Maybe\"]}")
                        .status())
                .isEqualTo(422);
        assertThat(send("PATCH", detail("waits", "ask"), "{\"chosen_options\":[]}")
                        .status())
                .isEqualTo(422);
        assertThat(send("PATCH", detail("waits", "ask"), "{\"chosen_options\":[\"Approve\"],\"params_input\":3}")
                        .status())
                .isEqualTo(422);
        assertThat(send("GET", detail("waits", "train"), null).status()).isEqualTo(404);
        assertThat(send("GET", detail("waits", "ask") + "/tries/7", null).status())
                .isEqualTo(404);
    }

    @Test
    void those_of_a_run_and_all_that_wait_are_listed() throws Exception {
        var ofRun = send("GET", RUNS + "/waits/hitlDetails", null);
        assertThat(ofRun.at("/total_entries").asInt()).isEqualTo(1);
        assertThat(ofRun.at("/hitl_details/0/task_instance/task_id").asText()).isEqualTo("ask");

        var all = send("GET", "/api/v2/dags/~/dagRuns/~/hitlDetails?response_received=false", null);
        assertThat(all.at("/total_entries").asInt()).isEqualTo(5);
        assertThat(send("GET", "/api/v2/dags/~/dagRuns/~/hitlDetails", null).status())
                .isEqualTo(422);
    }
}
