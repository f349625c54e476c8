package dev.rondo.webserver;

import static dev.rondo.metadata.jooq.Tables.DAG_TAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.webserver.rest.Api;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route, asked with tokens of the API of an admin that may less than the admin. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenScopeTest {

    private static final String TWO_RUNS = "{\"actions\":[{\"action\":\"update\",\"entities\":["
            + "{\"dag_id\":\"flights\",\"dag_run_id\":\"first\",\"state\":\"failed\"},"
            + "{\"dag_id\":\"other\",\"dag_run_id\":\"first\",\"state\":\"failed\"}]}]}";

    private TestWebserver web;
    private RouteWalk walk;
    private FakeScheduler scheduler;

    @BeforeAll
    void fill(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder);
        walk = new RouteWalk(web, SampleWorld.fill(web));
        web.rows().dag("other", new ScheduleSpec.CronDataInterval("@daily"), List.of("rest"), "fetch");
        web.rows().run("other", "first", "running", SampleWorld.DAY);
        scheduler = new FakeScheduler(
                web.commands(), command -> new CommandReply.Rejected(409, "REFUSED", "not in this test"));
    }

    @AfterAll
    void stop() {
        scheduler.close();
        web.close();
    }

    /** A token of the admin, by a name of its own. */
    private String token(String name, String limits) throws Exception {
        var made = web.post("/api/v2/tokens", "{\"name\":\"" + name + "\"," + limits + "}");
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
        return made.at("/token").asText();
    }

    private static boolean reads(Api.Declared route) {
        return route.method().name().equals("GET") || route.path().endsWith("/list");
    }

    private static boolean needsSignIn(Api.Declared route) {
        return List.of(
                        "POST /api/v2/tokens",
                        "DELETE /api/v2/tokens/{token_id}",
                        "DELETE /auth/token",
                        "DELETE /auth/session",
                        "PATCH /auth/password",
                        "POST /auth/fab/v1/users",
                        "PATCH /auth/fab/v1/users/{username}",
                        "DELETE /auth/fab/v1/users/{username}",
                        "PUT /auth/fab/v1/users/{username}/grants",
                        "DELETE /auth/fab/v1/users/{username}/grants")
                .contains(route.method() + " " + route.path());
    }

    /** Those that show, or change, what they find of the DAGs of a token, and nothing of others. */
    private static boolean looksItself(Api.Declared route) {
        return route.ofDags() && !namesDag(route);
    }

    /** Those that name a DAG. What is asked of a list by a body names it there. */
    private static boolean namesDag(Api.Declared route) {
        return route.path().contains("/{dag_id}") && !route.path().endsWith("/list");
    }

    @Test
    void a_token_for_reading_opens_what_reads_and_nothing_that_changes_anything() throws Exception {
        String token = token("reads", "\"read_only\":true");

        var walked = walk.walk(
                token,
                route -> needsSignIn(route) ? "SIGN_IN_NEEDED" : reads(route) ? RouteWalk.LET_IN : "TOKEN_READS_ONLY");

        assertThat(walked.wrong()).isEmpty();
        assertThat(walked.opened())
                .contains("/api/v2/dags", "/api/v2/dags/{dag_id}/dagRuns/list")
                .hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"dag_ids\":[\"flights\"]", "\"tags\":[\"ml\"]", "\"dag_ids\":[\"x\"],\"tags\":[\"y\",\"ml\"]"})
    void a_token_for_a_dag_opens_what_names_the_dag_and_lists_and_nothing_else(String scope) throws Exception {
        String token = token("of " + scope.replace('"', '\''), scope);

        var walked = walk.walk(
                token,
                route -> needsSignIn(route)
                        ? "SIGN_IN_NEEDED"
                        : namesDag(route) || looksItself(route) ? RouteWalk.LET_IN : "TOKEN_OF_DAGS");

        assertThat(walked.wrong()).isEmpty();
        assertThat(walked.opened())
                .contains("/api/v2/dags", "/api/v2/dagSources/{dag_id}", "/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}")
                .hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"dag_ids\":[\"other\",\"flight\"]", "\"tags\":[\"rest\",\"m\"]"})
    void a_token_for_another_dag_opens_nothing_of_this_one(String scope) throws Exception {
        String token = token("not of " + scope.replace('"', '\''), scope);

        var walked = walk.walk(
                token,
                route -> needsSignIn(route)
                        ? "SIGN_IN_NEEDED"
                        : looksItself(route) ? RouteWalk.LET_IN : "TOKEN_OF_DAGS");

        assertThat(walked.wrong()).isEmpty();
        assertThat(walked.opened())
                .noneMatch(path -> path.startsWith("/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/why"));
        assertThat(walk.telling(token, SampleWorld.DAG)).isEmpty();
        assertThat(web.send("GET", "/api/v2/dags/other", token, null, Map.of()).status())
                .isEqualTo(200);
    }

    @Test
    @Timeout(20) // the stream goes on
    void the_stream_tells_a_token_for_a_dag_of_this_dag_alone() throws Exception {
        String token = token("streams", "\"dag_ids\":[\"other\"]");

        List<String> told = MovingRuns.told(web, token, List.of("flights", "other"));

        assertThat(told).isNotEmpty().allMatch(line -> line.contains("\"dag_id\":\"other\""));
    }

    @Test
    void what_names_no_dag_is_closed_to_a_token_for_a_dag_and_says_so() throws Exception {
        String token = token("pools", "\"dag_ids\":[\"flights\"]");

        var answer = web.send("GET", "/api/v2/pools", token, null, Map.of());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.at("/detail").asText())
                .isEqualTo("the token 'pools' is for DAG flights alone: it opens what names a DAG in its path, such as"
                        + " /api/v2/dags/{dag_id}/dagRuns, and lists, which show these DAGs; nothing else");
    }

    @Test
    void a_dag_that_loses_the_tag_is_closed_to_the_token_at_once() throws Exception {
        web.rows().dag("night", new ScheduleSpec.CronDataInterval("@daily"), List.of("nightly"), "fetch");
        String token = token("nights", "\"tags\":[\"nightly\"]");
        int before =
                web.send("GET", "/api/v2/dags/night", token, null, Map.of()).status();

        web.database()
                .transactions()
                .run(db ->
                        db.deleteFrom(DAG_TAG).where(DAG_TAG.DAG_ID.eq("night")).execute());
        var after = web.send("GET", "/api/v2/dags/night", token, null, Map.of());

        assertThat(before).isEqualTo(200);
        assertThat(after.status()).isEqualTo(403);
        assertThat(after.at("/detail").asText())
                .isEqualTo("the token 'nights' is for DAGs tagged nightly alone, not for 'night'");
    }

    @Test
    void a_request_for_many_runs_does_not_reach_beyond_the_dag_of_its_path() throws Exception {
        String token = token("many", "\"dag_ids\":[\"flights\"]");

        var answer = web.send("PATCH", "/api/v2/dags/flights/dagRuns", token, TWO_RUNS, Map.of());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(scheduler.seen().stream()
                        .map(CommandStore.Claimed::command)
                        .filter(command -> "other".equals(command.dagId())))
                .isEmpty();
    }
}
