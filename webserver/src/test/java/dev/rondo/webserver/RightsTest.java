package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every route, asked by everybody: who may not is refused before anything is read, and who may is not. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsTest {

    private TestWebserver web;
    private SampleWorld world;
    private FakeScheduler scheduler;

    @BeforeAll
    void fill(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder);
        world = SampleWorld.fill(web);
        scheduler = new FakeScheduler(
                web.commands(), command -> new CommandReply.Rejected(409, "REFUSED", "not in this test"));
    }

    @AfterAll
    void stop() {
        scheduler.close();
        web.close();
    }

    private Stream<Api.Declared> routes() {
        return web.server().routes().stream()
                .filter(route -> !route.path().endsWith("/events/stream")) // goes on until its client goes
                .filter(route -> !route.path().startsWith("/auth/token")) // would give the token back
                .filter(route -> !route.path().equals("/auth/session")); // refuses who is not the page, as it says
    }

    private int status(Api.Declared route, @Nullable String token) throws Exception {
        String path = world.path(route.path()).replace("<path>", "app.js");
        return web.send(
                        route.method().name(),
                        path,
                        token,
                        route.method().name().equals("GET") ? null : "{}",
                        Map.of())
                .status();
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"NONE", "VIEWER", "USER", "OP", "ADMIN"})
    void a_role_may_what_it_covers_and_no_more(Role role) throws Exception {
        List<String> wrong = new ArrayList<>();
        String token = web.token(role.wireName());

        for (Api.Declared route : routes().toList()) {
            int status = status(route, token);
            boolean refused = status == 401 || status == 403;
            if (refused == role.covers(route.role())) {
                wrong.add(route + " -> " + status);
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void without_a_token_or_with_a_wrong_one_only_the_public_is_open() throws Exception {
        List<String> wrong = new ArrayList<>();

        for (Api.Declared route : routes().toList()) {
            boolean open = route.role() == Role.PUBLIC;
            if (open == (status(route, null) == 401) || open == (status(route, "x".repeat(43)) == 401)) {
                wrong.add(route.toString());
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void who_only_reads_has_no_route_that_changes_what_others_see() {
        assertThat(routes().filter(route -> !route.method().name().equals("GET") && route.offered())
                        .filter(route -> Role.VIEWER.covers(route.role()))
                        .map(route -> route.method() + " " + route.path()))
                .containsExactlyInAnyOrder(
                        "POST /api/v2/dags/{dag_id}/favorite",
                        "POST /api/v2/dags/{dag_id}/unfavorite",
                        "PATCH /auth/password",
                        "POST /api/v2/tokens",
                        "DELETE /api/v2/tokens/{token_id}",
                        "POST /api/v2/dags/{dag_id}/dagRuns/list",
                        "POST /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/list");
    }
}
