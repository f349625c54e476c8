package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.secret.Seals;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class ConnectionTestRouteTest {

    private static final String TEST = "/api/v2/connections/test";

    private static Command.SetConnection sent(TestWebserver web, List<String> fields, @Nullable String password) {
        return new Command.SetConnection(
                "lake",
                fields,
                "http",
                null,
                "h",
                null,
                password == null ? null : web.seals().seal(Seals.ofPassword("lake"), password),
                null,
                null,
                null,
                Command.Write.EITHER);
    }

    @Test
    void what_is_sent_is_sealed_and_the_answer_has_airflows_shape(TestDatabase mine, @TempDir Path folder)
            throws Exception {
        CommandReply found = new CommandReply.ConnectionTested(false, "GET http://h was answered with 401");
        try (TestWebserver web = TestWebserver.patient(mine, folder);
                FakeScheduler scheduler = new FakeScheduler(web.commands(), command -> found)) {
            TestWebserver.Answer answer = web.post(
                    TEST,
                    "{\"connection_id\":\"lake\",\"conn_type\":\"http\",\"host\":\"h\",\"password\":\"hunter2\"}");
            TestWebserver.Answer masked = web.post(
                    TEST + "?queue=gpu",
                    "{\"connection_id\":\"lake\",\"conn_type\":\"http\",\"host\":\"h\",\"password\":\"***\",\"extra\":\"***\"}");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().toString())
                    .isEqualTo("{\"status\":false,\"message\":\"GET http://h was answered with 401\"}");
            assertThat(masked.status()).isEqualTo(200);
            assertThat(scheduler.seen())
                    .extracting(CommandStore.Claimed::command)
                    .containsExactly(
                            new Command.TestConnection(
                                    sent(web, List.of("conn_type", "host", "password"), "hunter2"), "default"),
                            new Command.TestConnection(sent(web, List.of("conn_type", "host"), null), "gpu"));
            assertThat(web.get("/api/v2/eventLogs")
                            .json()
                            .at("/event_logs/0/extra")
                            .asText())
                    .isEqualTo("{\"connection_id\":\"lake\"}");
            assertThat(web.get("/api/v2/eventLogs").json().toString())
                    .contains("\"event\":\"TestConnection\"")
                    .doesNotContain("sealed:");
        }
    }

    @Test
    void no_worker_is_a_problem_of_the_server_and_not_of_the_connection(TestDatabase mine, @TempDir Path folder)
            throws Exception {
        CommandReply none = new CommandReply.Rejected(503, "NO_WORKER", "no worker of queue 'default' is connected");
        try (TestWebserver web = TestWebserver.patient(mine, folder);
                FakeScheduler scheduler = new FakeScheduler(web.commands(), command -> none)) {
            TestWebserver.Answer answer = web.post(TEST, "{\"connection_id\":\"lake\"}");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.at("/detail").asText()).isEqualTo("no worker of queue 'default' is connected");
            assertThat(scheduler.seen()).hasSize(1);
        }
    }

    @Test
    void where_it_is_turned_off_nothing_is_sent(TestDatabase mine, @TempDir Path folder) throws Exception {
        for (WebserverConfig.Testing off : List.of(WebserverConfig.Testing.DISABLED, WebserverConfig.Testing.HIDDEN)) {
            try (TestWebserver web = TestWebserver.with(mine, folder, config -> config.withTesting(off))) {
                TestWebserver.Answer answer = web.post(TEST, "{\"connection_id\":\"lake\"}");

                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.at("/detail").asText()).contains("RONDO_TEST_CONNECTION=enabled");
                assertThat(web.get("/api/v2/config/section/core/option/test_connection")
                                .at("/sections/0/options/0/value")
                                .asText())
                        .isEqualToIgnoringCase(off.name());
            }
        }
    }
}
