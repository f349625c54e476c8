package dev.rondo.webserver;

import static dev.rondo.metadata.jooq.Tables.ASSET_ALIAS;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_ASSET;
import static dev.rondo.metadata.jooq.Tables.IMPORT_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.Schedule;
import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route, asked by users who may something of one DAG only. There is one of everything of {@code flights}. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrantsTest {

    private static final String BOTH = "{\"actions\":[{\"action\":\"update\",\"entities\":["
            + "{\"dag_id\":\"other\",\"dag_run_id\":\"first\",\"note\":\"x\"},"
            + "{\"dag_id\":\"flights\",\"dag_run_id\":\"first\",\"note\":\"x\"}]}]}";

    private TestWebserver web;
    private RouteWalk walk;
    private FakeScheduler scheduler;

    @BeforeAll
    void fill(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder);
        walk = new RouteWalk(web, SampleWorld.fill(web));
        web.rows().dag("other", new ScheduleSpec.CronDataInterval("@daily"), List.of("rest"), "fetch");
        web.rows().run("other", "first", "running", SampleWorld.DAY);
        web.database().transactions().run(db -> {
            db.insertInto(IMPORT_ERROR)
                    .set(IMPORT_ERROR.BUNDLE_NAME, "dags")
                    .set(IMPORT_ERROR.FILE_NAME, "flights.jar")
                    .set(IMPORT_ERROR.CREATED_AT, SampleWorld.DAY)
                    .set(IMPORT_ERROR.CODE, "DAG_HAS_CYCLE")
                    .set(IMPORT_ERROR.MESSAGE, "a → b → a")
                    .set(IMPORT_ERROR.STACK_TRACE, "at x")
                    .set(IMPORT_ERROR.PROBLEMS, "[]")
                    .execute();
            db.insertInto(ASSET_ALIAS)
                    .set(ASSET_ALIAS.NAME, "flights' orders")
                    .set(ASSET_ALIAS.GROUP_NAME, "")
                    .execute();
            db.insertInto(DAG_ASSET)
                    .set(DAG_ASSET.DAG_ID, SampleWorld.DAG)
                    .set(DAG_ASSET.ROLE, "outlet")
                    .set(DAG_ASSET.TASK_ID, "fetch")
                    .set(DAG_ASSET.KIND, "alias")
                    .set(DAG_ASSET.NAME, "flights' orders")
                    .set(DAG_ASSET.CREATED_AT, SampleWorld.DAY)
                    .execute();
        });
        scheduler = new FakeScheduler(
                web.commands(), command -> new CommandReply.Rejected(409, "REFUSED", "not in this test"));
    }

    @AfterAll
    void stop() {
        scheduler.close();
        web.close();
    }

    /** A sign-in of a new user of that role, with grants. */
    private String user(String name, String role, String... grants) throws Exception {
        web.addUser(name, role);
        for (String grant : grants) {
            assertThat(grant(name, grant).status()).isEqualTo(200);
        }
        return web.signIn(name);
    }

    private TestWebserver.Answer grant(String name, String body) throws Exception {
        return web.send("PUT", "/auth/fab/v1/users/" + name + "/grants", web.token("admin"), body, Map.of());
    }

    private static String of(String what, String name, String role) {
        return "{\"" + what + "\":\"" + name + "\",\"role\":\"" + role + "\"}";
    }

    private static boolean namesDag(Api.Declared route) {
        return route.path().contains("/{dag_id}") && !route.path().endsWith("/list");
    }

    private TestWebserver.Answer get(String token, String path) throws Exception {
        return web.send("GET", path, token, null, Map.of());
    }

    @Test
    void who_has_a_role_for_another_dag_is_refused_what_names_this_one_and_finds_nothing_of_it() throws Exception {
        String token = user("walks", "none", of("dag_id", "other", "op"));

        var walked = walk.walk(
                Map.of("Authorization", "Bearer " + token),
                route -> Role.NONE.covers(route.role())
                                || Role.OP.covers(route.role()) && route.ofDags() && !namesDag(route)
                        ? RouteWalk.LET_IN
                        : "ROLE_TOO_LOW");

        assertThat(walked.wrong()).isEmpty();
        assertThat(walk.telling(token, SampleWorld.DAG)).isEmpty();
    }

    @Test
    void everything_there_is_of_a_dag_is_told_to_who_may_read_it() throws Exception {
        String mine = user("owns", "none", of("dag_id", SampleWorld.DAG, "op"));

        List<String> toMe = walk.telling(mine, SampleWorld.DAG);

        assertThat(toMe)
                .isEqualTo(walk.telling(web.token("admin"), SampleWorld.DAG))
                .contains(
                        "/api/v2/dags",
                        "/api/v2/dagStats",
                        "/api/v2/dagWarnings",
                        "/api/v2/importErrors",
                        "/api/v2/eventLogs",
                        "/api/v2/eventLogs/{event_log_id}",
                        "/api/v2/assets",
                        "/api/v2/assets/aliases",
                        "/api/v2/assets/events",
                        "/api/v2/assets/{asset_id}",
                        "/api/v2/assets/{asset_id}/queuedEvents",
                        "/api/v2/backfills",
                        "/api/v2/backfills/{backfill_id}",
                        "/api/v2/dags/{dag_id}/dagRuns",
                        "/api/v2/dags/{dag_id}/dagRuns/list",
                        "/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/hitlDetails",
                        "/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances",
                        "/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/list",
                        "/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/xcomEntries");
    }

    @ParameterizedTest
    @CsvSource({"viewer,dag_id,flights", "user,dag_id,flights", "op,tag,ml"})
    void a_role_for_a_dag_opens_of_this_dag_what_the_role_opens_of_all(String role, String what, String name)
            throws Exception {
        Role granted = Role.asked("role", role);
        String token = user(role + "_of_one", "none", of(what, name, role));

        var walked = walk.walk(
                Map.of("Authorization", "Bearer " + token),
                route -> Role.NONE.covers(route.role())
                                || granted.covers(route.role()) && (namesDag(route) || route.ofDags())
                        ? RouteWalk.LET_IN
                        : "ROLE_TOO_LOW");

        assertThat(walked.wrong()).isEmpty();
    }

    @Test
    void a_role_for_a_dag_adds_to_the_role_for_all_and_takes_nothing_from_it() throws Exception {
        String token = user("reads_all", "viewer", of("dag_id", "other", "user"));
        String pause = "{\"is_paused\":true}";

        var ofGranted = web.send("PATCH", "/api/v2/dags/other", token, pause, Map.of());
        var ofAnother = web.send("PATCH", "/api/v2/dags/flights", token, pause, Map.of());
        var shown = get(token, "/api/v2/dags/flights");
        var named = web.send("PATCH", "/api/v2/dags?dag_id_pattern=~", token, pause, Map.of());

        assertThat(ofGranted.status()).isEqualTo(409); // the scheduler of this test refuses all that reaches it
        assertThat(ofAnother.at("/detail").asText())
                .isEqualTo("this needs the role user for DAG 'flights'; 'reads_all' is viewer there");
        assertThat(shown.at("/caller_role").asText()).isEqualTo("viewer");
        assertThat(named.at("/detail").asText()).contains("0 of 1 DAGs");
    }

    @Test
    void totals_count_what_is_shown() throws Exception {
        String token = user("counts", "none", of("tag", "rest", "viewer"));

        var dags = get(token, "/api/v2/dags");
        var runs = get(token, "/api/v2/dags/~/dagRuns?run_id_pattern=first");
        var byCursor = get(token, "/api/v2/dags/~/dagRuns?run_id_pattern=first&cursor=");
        var tags = get(token, "/api/v2/dagTags");

        assertThat(List.of(
                        dags.at("/total_entries").asInt(),
                        runs.at("/total_entries").asInt()))
                .containsExactly(1, 1);
        assertThat(byCursor.at("/total_entries").asInt()).isEqualTo(1);
        assertThat(tags.at("/tags").toString()).isEqualTo("[\"rest\"]");
    }

    @Test
    void a_request_for_the_runs_of_many_dags_is_refused_whole_where_one_is_not_granted() throws Exception {
        String token = user("many", "none", of("dag_id", "other", "user"));

        var answer = web.send("PATCH", "/api/v2/dags/~/dagRuns", token, BOTH, Map.of());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(scheduler.seen().stream()
                        .map(CommandStore.Claimed::command)
                        .filter(command -> command.toString().contains("note=x")))
                .isEmpty();
    }

    @Test
    void a_dag_that_waits_for_an_asset_does_not_tell_which_others_write_it() throws Exception {
        Dag waits = Dag.create("waits").schedule(Schedule.assets(Asset.of("orders", "gs://orders")));
        waits.task("load").run(() -> {});
        web.rows().dag(waits);
        String token = user("waits_for", "none", of("dag_id", "waits", "viewer"));

        var mine = get(token, "/api/v2/dags/waits/why");
        var all = web.get("/api/v2/dags/waits/why");

        assertThat(all.at("/reasons/0/message").asText()).contains("is updated by task flights.fetch");
        assertThat(mine.at("/reasons/0/assets/0/name").asText()).isEqualTo("orders");
        assertThat(mine.response().body()).doesNotContain("flights");
    }

    @Test
    void what_a_file_says_of_all_its_dags_is_told_to_who_may_read_all_of_them() throws Exception {
        for (String dagId : List.of("twin", "sibling")) {
            web.rows().dag(dagId, new ScheduleSpec.CronDataInterval("@daily"), List.of("both"), "fetch");
        }
        web.database().transactions().run(db -> {
            db.update(DAG)
                    .set(DAG.FILE_NAME, "twin.jar")
                    .where(DAG.DAG_ID.eq("sibling"))
                    .execute();
            db.insertInto(IMPORT_ERROR)
                    .set(IMPORT_ERROR.BUNDLE_NAME, "dags")
                    .set(IMPORT_ERROR.FILE_NAME, "twin.jar")
                    .set(IMPORT_ERROR.CREATED_AT, SampleWorld.DAY)
                    .set(IMPORT_ERROR.CODE, "DAG_HAS_CYCLE")
                    .set(IMPORT_ERROR.MESSAGE, "sibling: a → b → a")
                    .set(IMPORT_ERROR.STACK_TRACE, "")
                    .set(IMPORT_ERROR.PROBLEMS, "[]")
                    .execute();
        });
        String one = user("reads_one", "none", of("dag_id", "twin", "viewer"));
        String both = user("reads_both", "none", of("tag", "both", "viewer"));

        var sourceToOne = get(one, "/api/v2/dagSources/twin");
        var sourceToBoth = get(both, "/api/v2/dagSources/twin");
        var whyToOne = get(one, "/api/v2/dags/twin/why");
        var whyToBoth = get(both, "/api/v2/dags/twin/why");

        assertThat(sourceToOne.at("/code").asText()).isEqualTo("SOURCE_OF_OTHERS");
        assertThat(sourceToBoth.status()).isEqualTo(200);
        assertThat(whyToOne.at("/reasons/0/message").asText()).contains("twin.jar", "DAG_HAS_CYCLE");
        assertThat(whyToOne.response().body()).doesNotContain("sibling");
        assertThat(whyToBoth.at("/reasons/0/message").asText()).contains("sibling: a → b → a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v2/backfills", "/api/v2/backfills/dry_run"})
    void a_backfill_is_asked_for_by_who_may_run_its_dag(String path) throws Exception {
        String token = user("fills_" + path.length(), "none", of("dag_id", "other", "user"));
        String dates = ",\"from_date\":\"2025-01-01T00:00:00Z\",\"to_date\":\"2025-01-02T00:00:00Z\"}";

        var mine = web.send("POST", path, token, "{\"dag_id\":\"other\"" + dates, Map.of());
        var another = web.send("POST", path, token, "{\"dag_id\":\"flights\"" + dates, Map.of());
        var unknown = web.send("POST", path, token, "{\"dag_id\":\"nowhere\"" + dates, Map.of());

        assertThat(mine.status()).isEqualTo(409);
        assertThat(another.status()).isEqualTo(403);
        assertThat(unknown.status()).isEqualTo(403);
    }

    @Test
    @Timeout(20) // the stream goes on
    void the_stream_tells_of_what_may_be_read() throws Exception {
        String token = user("streams", "none", of("dag_id", "other", "viewer"));

        List<String> toAll = MovingRuns.told(web, web.token("viewer"), List.of("flights", "other"));
        List<String> toOne = MovingRuns.told(web, token, List.of("flights", "other"));

        assertThat(toAll).anyMatch(line -> line.contains("flights"));
        assertThat(toOne).isNotEmpty().allMatch(line -> line.contains("\"dag_id\":\"other\""));
    }

    @Test
    void a_token_has_no_more_than_its_user_was_granted() throws Exception {
        String signIn = user("scripts", "none", of("dag_id", "other", "user"), of("dag_id", "flights", "viewer"));
        var made = web.send("POST", "/api/v2/tokens", signIn, "{\"name\":\"ci\",\"tags\":[\"rest\",\"ml\"]}", Map.of());
        String token = made.at("/token").asText();
        String pause = "{\"is_paused\":true}";

        var granted = web.send("PATCH", "/api/v2/dags/other", token, pause, Map.of());
        var read = web.send("PATCH", "/api/v2/dags/flights", token, pause, Map.of());
        var more = web.send("POST", "/api/v2/tokens", signIn, "{\"name\":\"x\",\"role\":\"op\"}", Map.of());

        assertThat(made.at("/role").asText()).isEqualTo("user");
        assertThat(granted.status()).isEqualTo(409);
        assertThat(read.at("/code").asText()).isEqualTo("ROLE_TOO_LOW");
        assertThat(more.status()).isEqualTo(422);
    }

    @Test
    void a_grant_counts_from_the_next_request_on_until_it_is_revoked_and_is_in_the_event_log() throws Exception {
        String token = user("comes", "none");
        String grants = "/auth/fab/v1/users/comes/grants";
        int before = get(token, "/api/v2/dags/other").status();

        var given = grant("comes", of("dag_id", "other", "viewer"));
        var raised = grant("comes", of("dag_id", "other", "user"));
        int with = get(token, "/api/v2/dags/other").status();
        var listed = web.get(grants);
        var gone = web.send("DELETE", grants + "?dag_id=other", web.token("admin"), null, Map.of());
        int after = get(token, "/api/v2/dags/other").status();
        var again = web.send("DELETE", grants + "?dag_id=other", web.token("admin"), null, Map.of());

        assertThat(List.of(before, with, after)).containsExactly(403, 200, 403);
        assertThat(given.at("/dags").asInt()).isEqualTo(1);
        assertThat(raised.at("/role").asText()).isEqualTo("user");
        assertThat(listed.at("/total_entries").asInt()).isEqualTo(1);
        assertThat(List.of(gone.status(), again.status())).containsExactly(204, 404);
        assertThat(web.get("/api/v2/eventLogs?included_events=GrantRole&included_events=RevokeRole&order_by=id")
                        .at("/event_logs")
                        .findValuesAsText("extra"))
                .containsSubsequence(
                        "{\"username\":\"comes\",\"dag_id\":\"other\",\"role\":\"viewer\","
                                + "\"change\":{\"before\":null,\"after\":{\"role\":\"viewer\"}}}",
                        "{\"username\":\"comes\",\"dag_id\":\"other\",\"before\":\"viewer\",\"role\":\"user\","
                                + "\"change\":{\"before\":{\"role\":\"viewer\"},\"after\":{\"role\":\"user\"}}}",
                        "{\"username\":\"comes\",\"dag_id\":\"other\",\"before\":\"user\","
                                + "\"change\":{\"before\":{\"role\":\"user\"},\"after\":null}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"role\":\"user\"} | 422 | body.dag_id",
                "{\"dag_id\":\"a\",\"tag\":\"b\",\"role\":\"user\"} | 422 | body.dag_id",
                "{\"dag_id\":\" \",\"role\":\"user\"} | 422 | body.dag_id",
                "{\"dag_id\":\"~\",\"role\":\"user\"} | 422 | body.dag_id",
                "{\"tag\":\"b\"} | 422 | body.role",
                "{\"tag\":\"b\",\"role\":\"admin\"} | 422 | body.role",
                "{\"tag\":\"b\",\"role\":\"boss\"} | 422 | body.role"
            })
    void a_grant_that_makes_no_sense_is_refused_by_name(String body, int status, String where) throws Exception {
        var answer = grant("admin", body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.at("/detail").asText()).startsWith(where);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dag_id", "tag"})
    void a_grant_for_a_name_that_none_can_have_is_refused(String what) throws Exception {
        String random = new SplittableRandom(7)
                .ints(9_000, '0', 'z')
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        var answer = grant("admin", of(what, random, "viewer"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/detail").asText()).startsWith("body." + what + ": it is longer than 250");
    }

    @Test
    void nobody_who_is_not_there_is_granted_anything() throws Exception {
        var granted = grant("nobody", of("tag", "ml", "user"));
        var listed = web.get("/auth/fab/v1/users/nobody/grants");

        assertThat(granted.at("/code").asText()).isEqualTo("USER_NOT_FOUND");
        assertThat(listed.status()).isEqualTo(404);
    }
}
