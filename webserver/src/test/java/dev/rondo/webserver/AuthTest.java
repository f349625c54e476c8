package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthTest {

    private TestWebserver web;

    @BeforeAll
    void start(TestDatabase mine, @TempDir Path folder) {
        web = new TestWebserver(mine, folder);
    }

    @AfterAll
    void stop() {
        web.close();
    }

    @Test
    void a_right_password_gives_a_token_that_opens_the_api() throws Exception {
        String token = web.token("viewer");

        assertThat(token).hasSize(43);
        assertThat(web.send("GET", "/api/v2/dags", token, null, Map.of()).status())
                .isEqualTo(200);
    }

    @Test
    void every_route_but_the_public_ones_refuses_a_request_without_token() throws Exception {
        List<String> open = new ArrayList<>();
        List<String> answers = new ArrayList<>();

        for (Api.Declared route : web.server().routes()) {
            String path = route.path().replaceAll("[{<][a-z_]+[}>]", "1");
            if (route.role() == Role.PUBLIC) {
                open.add(route.method() + " " + route.path());
            } else {
                answers.add(route.path() + " "
                        + web.send(route.method().name(), path, null, null, Map.of())
                                .status());
            }
        }

        assertThat(open)
                .containsExactlyInAnyOrder(
                        "POST /auth/token",
                        "POST /auth/token/cli",
                        "GET /auth/sign-in", // names providers, no users
                        "POST /auth/session",
                        "GET /api/v2/version",
                        "GET /api/v2/monitor/health",
                        "GET /openapi.json",
                        "GET /docs",
                        "GET /docs/try.js",
                        "GET /docs/try.css",
                        "GET /",
                        "GET /<path>");
        assertThat(answers).hasSizeGreaterThan(25).allMatch(answer -> answer.endsWith(" 401"));
    }

    @Test
    void a_viewer_reads_and_does_not_change() throws Exception {
        var answer = web.send("PATCH", "/api/v2/dags/x", web.token("viewer"), "{\"is_paused\":true}", Map.of());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.at("/code").asText()).isEqualTo("ROLE_TOO_LOW");
    }

    @Test
    void a_user_who_guesses_is_told_to_wait_and_others_are_not() throws Exception {
        web.addUser("guessed", "viewer");
        String wrong = "{\"username\":\"guessed\",\"password\":\"no\"}";
        List<Integer> statuses = new ArrayList<>();

        for (int i = 0; i < 5; i++) {
            statuses.add(web.send("POST", "/auth/token", null, wrong, Map.of()).status());
        }

        assertThat(statuses).containsExactly(401, 401, 401, 429, 429);
        assertThat(web.token("op")).isNotEmpty();
    }

    @Test
    void a_token_given_back_opens_nothing() throws Exception {
        web.addUser("leaving", "user"); // not one whose token others are given, too
        String token = web.signIn("leaving");

        int status = web.send("DELETE", "/auth/token", token, null, Map.of()).status();

        assertThat(status).isEqualTo(204);
        assertThat(web.send("GET", "/api/v2/dags", token, null, Map.of()).status())
                .isEqualTo(401);
    }

    @Test
    void who_is_not_let_in_is_told_whether_a_token_was_missing_or_unknown() throws Exception {
        var without = web.send("GET", "/api/v2/dags", null, null, Map.of());
        var unknown = web.send("GET", "/api/v2/dags", "x".repeat(43), null, Map.of());

        assertThat(without.at("/code").asText()).isEqualTo("NOT_SIGNED_IN");
        assertThat(without.at("/detail").asText()).startsWith("no token was sent; get one from POST /auth/token");
        assertThat(unknown.at("/detail").asText()).startsWith("the token is not valid: it is too old, was given back");
        assertThat(unknown.response().headers().firstValue("www-authenticate")).contains("Bearer");
    }

    @Test
    void a_sign_in_that_is_no_credentials_is_refused_by_field() throws Exception {
        assertThat(web.send("POST", "/auth/token", null, "{\"username\":\"x\"}", Map.of())
                        .at("/detail")
                        .asText())
                .isEqualTo("body.password: it is missing");
        assertThat(web.send("POST", "/auth/token", null, "[", Map.of()).status())
                .isEqualTo(422);
        assertThat(web.send("POST", "/auth/token", null, "{\"user\":1}", Map.of())
                        .at("/detail")
                        .asText())
                .isEqualTo("body.user: there is no such field; there are password, username");
    }
}
