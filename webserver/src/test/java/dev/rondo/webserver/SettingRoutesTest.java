package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.control.SettingStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pools and variables, changed by requests that come twice and at once. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingRoutesTest {

    private static final String POOLS = "/api/v2/pools";
    private static final String VARIABLES = "/api/v2/variables";
    private static final CommandReply REFUSED = new CommandReply.Rejected(404, "NOT_FOUND", "not there, or there");

    private TestWebserver web;
    private SettingStore store;

    @BeforeAll
    void start(TestDatabase mine, @TempDir Path folder) {
        web = new TestWebserver(mine, folder);
        store = new SettingStore(mine.open(2).transactions());
    }

    @AfterAll
    void stop() {
        web.close();
    }

    /** Does to the tables what a scheduler does. */
    private FakeScheduler scheduler() {
        return new FakeScheduler(web.commands(), command -> {
            boolean done = switch (command) {
                case Command.SetPool c -> store.setPool(c);
                case Command.DeletePool c -> store.deletePool(c.name()) == SettingStore.Deleted.DONE;
                case Command.SetVariable c -> store.setVariable(c);
                case Command.DeleteVariable c -> store.deleteVariable(c.key());
                default -> throw new IllegalStateException("not asked for here: " + command);
            };
            return done ? new CommandReply.Done() : REFUSED;
        });
    }

    private TestWebserver.Answer send(String method, String path, String body, String key) throws Exception {
        return web.send(method, path, web.token("admin"), body, Map.of("Idempotency-Key", key));
    }

    @Test
    void a_change_of_a_pool_says_no_more_than_the_request_and_can_be_repeated() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            send("POST", POOLS, "{\"name\":\"mine\",\"slots\":2,\"description\":\"first\"}", "p1");
            var slots = send("PATCH", POOLS + "/mine", "{\"slots\":5}", "p2");
            var words = send("PATCH", POOLS + "/mine", "{\"description\":\"second\"}", "p3");
            var again = send("PATCH", POOLS + "/mine", "{\"slots\":5}", "p2");

            assertThat(List.of(slots.status(), words.status(), again.status())).containsOnly(200);
            assertThat(scheduler.seen())
                    .extracting(CommandStore.Claimed::command)
                    .containsExactly(
                            new Command.SetPool("mine", 2, "first", false, true),
                            new Command.SetPool("mine", 5, null, null, false),
                            new Command.SetPool("mine", null, "second", null, false));
            assertThat(again.at("/description").asText()).isEqualTo("second");
            assertThat(again.at("/slots").asInt()).isEqualTo(5);
        }
    }

    @Test
    void a_pool_that_is_deleted_twice_under_one_key_is_deleted_once() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            send("POST", POOLS, "{\"name\":\"gone\",\"slots\":2}", "p11");
            var first = send("DELETE", POOLS + "/gone", "", "p12");
            var again = send("DELETE", POOLS + "/gone", "", "p12");
            var other = send("DELETE", POOLS + "/gone", "", "p13");

            assertThat(List.of(first.status(), again.status(), other.status())).containsExactly(204, 204, 404);
            assertThat(scheduler.seen()).hasSize(3);
        }
    }

    @Test
    void a_variable_that_is_made_twice_under_one_key_is_made_once() throws Exception {
        String body = "{\"key\":\"bucket\",\"value\":\"gs://x\"}";
        try (FakeScheduler scheduler = scheduler()) {
            var first = send("POST", VARIABLES, body, "v1");
            var again = send("POST", VARIABLES, body, "v1");
            var other = send("POST", VARIABLES, body, "v2");

            assertThat(first.status()).isEqualTo(201);
            assertThat(again.status()).isEqualTo(201);
            assertThat(other.status()).as("as the scheduler says").isEqualTo(404);
            assertThat(scheduler.seen()).hasSize(2);
        }
    }

    @Test
    void a_change_of_a_variable_says_no_more_than_the_request_and_can_be_repeated() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            send("POST", VARIABLES, "{\"key\":\"model\",\"value\":\"a\",\"description\":\"old\"}", "v11");
            String words = VARIABLES + "/model?update_mask=description";
            String value = VARIABLES + "/model?update_mask=value";
            var first = send("PATCH", words, "{\"key\":\"model\",\"value\":\"z\",\"description\":\"new\"}", "v12");
            var second = send("PATCH", value, "{\"key\":\"model\",\"value\":\"b\"}", "v13");
            var again = send("PATCH", words, "{\"key\":\"model\",\"value\":\"z\",\"description\":\"new\"}", "v12");

            assertThat(List.of(first.status(), second.status(), again.status())).containsOnly(200);
            assertThat(scheduler.seen())
                    .extracting(CommandStore.Claimed::command)
                    .containsExactly(
                            new Command.SetVariable("model", "a", "old", false, true),
                            new Command.SetVariable("model", null, "new", false, false),
                            new Command.SetVariable("model", "b", null, true, false));
            assertThat(again.at("/value").asText()).isEqualTo("b");
            assertThat(again.at("/description").asText()).isEqualTo("new");
        }
    }

    @Test
    void a_variable_that_is_deleted_twice_under_one_key_is_deleted_once() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            send("POST", VARIABLES, "{\"key\":\"passing\",\"value\":\"a\"}", "v21");
            var first = send("DELETE", VARIABLES + "/passing", "", "v22");
            var again = send("DELETE", VARIABLES + "/passing", "", "v22");

            assertThat(List.of(first.status(), again.status())).containsOnly(204);
            assertThat(scheduler.seen()).hasSize(2);
        }
    }
}
