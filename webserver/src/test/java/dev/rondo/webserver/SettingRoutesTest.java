package dev.rondo.webserver;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.CONNECTION;
import static dev.rondo.metadata.jooq.Tables.VARIABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.control.ConnectionStore;
import dev.rondo.metadata.control.SettingStore;
import dev.rondo.metadata.query.ConnectionQueries;
import dev.rondo.metadata.query.ConnectionQueries.ConnectionRow;
import dev.rondo.metadata.secret.Seals;
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

/** Pools, variables and connections, changed by requests that come twice, at once, and for many. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingRoutesTest {

    private static final String POOLS = "/api/v2/pools";
    private static final String VARIABLES = "/api/v2/variables";
    private static final String CONNECTIONS = "/api/v2/connections";
    private static final CommandReply MISSING = new CommandReply.Rejected(404, "NOT_FOUND", "it is not there");
    private static final CommandReply EXISTS = new CommandReply.Rejected(409, "EXISTS", "it is there");

    private TestWebserver web;
    private SettingStore store;
    private ConnectionStore connections;
    private Transactions transactions;

    @BeforeAll
    void start(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder);
        transactions = mine.open(2).transactions();
        store = new SettingStore(transactions);
        connections = new ConnectionStore(transactions);
    }

    @AfterAll
    void stop() {
        web.close();
    }

    /** Does to the tables what a scheduler does. */
    private FakeScheduler scheduler() {
        return new FakeScheduler(web.commands(), command -> {
            return switch (command) {
                case Command.SetPool c -> reply(store.setPool(c));
                case Command.DeletePool c -> reply(store.deletePool(c.name()) == SettingStore.Deleted.DONE);
                case Command.SetVariable c -> reply(store.setVariable(c));
                case Command.DeleteVariable c -> reply(store.deleteVariable(c.key()));
                case Command.SetConnection c -> reply(connections.set(c));
                case Command.DeleteConnection c -> reply(connections.delete(c.id()));
                default -> throw new IllegalStateException("not asked for here: " + command);
            };
        });
    }

    private static CommandReply reply(SettingStore.Written written) {
        return written == SettingStore.Written.EXISTS ? EXISTS : reply(written == SettingStore.Written.DONE);
    }

    private static CommandReply reply(boolean done) {
        return done ? new CommandReply.Done() : MISSING;
    }

    private TestWebserver.Answer send(String method, String path, String body, String key) throws Exception {
        return web.send(method, path, web.token("admin"), body, Map.of("Idempotency-Key", key));
    }

    private String sealed(String key, String value) {
        return web.seals().seal(Seals.ofVariable(key), value);
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
                            new Command.SetPool("mine", 2, "first", null, Command.Write.CREATE),
                            new Command.SetPool("mine", 5, null, null, Command.Write.CHANGE),
                            new Command.SetPool("mine", null, "second", null, Command.Write.CHANGE));
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
            assertThat(other.status()).as("as the scheduler says").isEqualTo(409);
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
                            new Command.SetVariable("model", sealed("model", "a"), "old", false, Command.Write.CREATE),
                            new Command.SetVariable("model", null, "new", false, Command.Write.CHANGE),
                            new Command.SetVariable("model", sealed("model", "b"), null, true, Command.Write.CHANGE));
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

    @Test
    void a_variable_is_shown_as_it_was_set_and_stored_as_nobody_can_read_it() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            var made = send("POST", VARIABLES, "{\"key\":\"place\",\"value\":\"gs://hidden\"}", "v31");
            var secret = send("POST", VARIABLES, "{\"key\":\"api-key\",\"value\":\"hunter2\"}", "v32");

            assertThat(made.at("/value").asText()).isEqualTo("gs://hidden");
            assertThat(made.at("/is_encrypted").asBoolean()).isTrue();
            assertThat(secret.at("/value").asText()).isEqualTo("***");
            assertThat(scheduler.seen()).hasSize(2);
            assertThat(everythingStored()).doesNotContain("gs://hidden").doesNotContain("hunter2");
        }
    }

    /** What is in the tables that a value passes on its way. */
    private String everythingStored() {
        return transactions.call(db -> db.selectFrom(VARIABLE).fetch().formatCSV()
                + db.selectFrom(CONNECTION).fetch().formatCSV()
                + db.selectFrom(COMMAND).fetch().formatCSV());
    }

    @Test
    void a_connection_shows_no_secret_and_is_stored_as_nobody_can_read_it() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            var made = send("POST", CONNECTIONS, """
                    {"connection_id": "lake", "conn_type": "postgres", "host": "db", "login": "ann", "port": 5432,
                     "password": "hunter2", "schema": "sales",
                     "extra": "{\\"sslmode\\":\\"require\\",\\"deep\\":{\\"api_key\\":\\"hunter3\\"}}"}
                    """, "c1");

            assertThat(made.status()).isEqualTo(201);
            assertThat(made.at("/password").asText()).isEqualTo("***");
            assertThat(made.at("/extra").asText())
                    .isEqualTo("{\"sslmode\":\"require\",\"deep\":{\"api_key\":\"***\"}}");
            assertThat(made.at("/host").asText()).isEqualTo("db");
            assertThat(scheduler.seen()).hasSize(1);
            assertThat(everythingStored()).doesNotContain("hunter2").doesNotContain("hunter3");
        }
    }

    @Test
    void a_change_of_a_connection_sets_what_is_given_and_a_mask_that_is_sent_back_keeps_the_secret() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            send("POST", CONNECTIONS, """
                    {"connection_id": "mart", "conn_type": "postgres", "host": "old", "password": "hunter2",
                     "extra": "{\\"token\\":\\"hunter3\\",\\"a\\":1}"}
                    """, "c11");
            var changed = send("PATCH", CONNECTIONS + "/mart", """
                    {"connection_id": "mart", "conn_type": "postgres", "host": "new", "password": "***",
                     "extra": "{\\"token\\":\\"***\\",\\"a\\":2}"}
                    """, "c12");
            var masked = send(
                    "PATCH",
                    CONNECTIONS + "/mart?update_mask=login",
                    "{\"connection_id\":\"mart\",\"conn_type\":\"mysql\",\"login\":\"bob\",\"host\":null}",
                    "c13");

            assertThat(changed.status()).isEqualTo(200);
            assertThat(masked.at("/login").asText()).isEqualTo("bob");
            assertThat(masked.at("/host").asText()).isEqualTo("new");
            assertThat(masked.at("/conn_type").asText()).isEqualTo("postgres");
            assertThat(scheduler.seen()).hasSize(3);
            ConnectionRow row = new ConnectionQueries(transactions).find("mart").orElseThrow();
            assertThat(web.seals().open(Seals.ofPassword("mart"), String.valueOf(row.password())))
                    .isEqualTo("hunter2");
            assertThat(web.seals().open(Seals.ofExtra("mart"), String.valueOf(row.extra())))
                    .isEqualTo("{\"token\":\"hunter3\",\"a\":2}");
        }
    }

    @Test
    void a_connection_that_no_task_could_use_is_refused_by_field() throws Exception {
        assertThat(detail("{\"connection_id\":\"a/b\",\"conn_type\":\"x\"}")).startsWith("body.connection_id: ");
        assertThat(detail("{\"connection_id\":\"a\"}")).isEqualTo("body.conn_type: it is missing");
        assertThat(detail("{\"connection_id\":\"a\",\"conn_type\":\"x y\"}")).startsWith("body.conn_type: ");
        assertThat(detail("{\"connection_id\":\"a\",\"conn_type\":\"x\",\"port\":70000}"))
                .isEqualTo("body.port: it must be 1 to 65535, was 70000");
        assertThat(detail("{\"connection_id\":\"a\",\"conn_type\":\"x\",\"extra\":\"[1]\"}"))
                .isEqualTo("body: connection 'a': its extra is not a JSON object; write {} for none");
        assertThat(detail("{\"connection_id\":\"a\",\"conn_type\":\"x\",\"extra\":\"{\\\"n\\\":" + "9".repeat(5_000)
                        + "}\"}"))
                .startsWith("body.extra: ");
        assertThat(detail("{\"connection_id\":\"a\",\"conn_type\":\"x\",\"host\":\"x?y://z\"}"))
                .startsWith("body.host: a task, which is handed a URI, would read another host from it: ");
        assertThat(detail("{\"connection_id\":\"a\",\"conn_type\":\"x\",\"host\":\"\\u0000\"}"))
                .isEqualTo("body.host: it has a NUL character");
    }

    private String detail(String body) throws Exception {
        var answer = send("POST", CONNECTIONS, body, "refused " + body.hashCode());
        assertThat(answer.status()).isEqualTo(422);
        return answer.at("/detail").asText();
    }

    @Test
    void connections_are_listed_in_order_by_a_part_of_their_names_or_a_prefix() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            for (String id : List.of("order-b", "order-a", "un-order")) {
                send("POST", CONNECTIONS, "{\"connection_id\":\"" + id + "\",\"conn_type\":\"http\"}", "l" + id);
            }

            assertThat(scheduler.seen()).hasSize(3);
            assertThat(ids("?connection_id_pattern=ORDER&order_by=-connection_id"))
                    .containsExactly("un-order", "order-b", "order-a");
            assertThat(ids("?connection_id_prefix_pattern=order&limit=1&offset=1"))
                    .containsExactly("order-b");
        }
    }

    private List<String> ids(String query) throws Exception {
        return web.get(CONNECTIONS + query).values("connections", "connection_id");
    }

    @Test
    void many_are_changed_by_one_request_and_what_was_not_done_is_told_beside_what_was() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            send("POST", POOLS, "{\"name\":\"there\",\"slots\":2}", "b1");
            var answer = send("PATCH", POOLS, """
                    {"actions": [
                      {"action": "create", "entities": [{"name": "there", "slots": 3}, {"name": "new", "slots": 3}]},
                      {"action": "create", "action_on_existence": "overwrite",
                       "entities": [{"name": "there", "slots": 4}, {"name": "newer", "slots": 4}]},
                      {"action": "update", "action_on_non_existence": "skip", "update_mask": ["slots"],
                       "entities": [{"name": "nowhere", "slots": 9}, {"name": "newer", "slots": 9}]},
                      {"action": "delete", "entities": ["nowhere"]},
                      {"action": "delete", "entities": ["newer"]}]}
                    """, "b2");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().toString())
                    .isEqualTo(
                            "{"
                                    + "\"create\":{\"success\":[\"there\",\"newer\"],\"errors\":[{\"error\":\"there already: there;"
                                    + " nothing of this action was done: send action_on_existence skip or overwrite, or leave them"
                                    + " out\",\"status_code\":409}]},"
                                    + "\"update\":{\"success\":[\"newer\"],\"errors\":[]},"
                                    + "\"delete\":{\"success\":[\"newer\"],\"errors\":[{\"error\":\"not there: nowhere; nothing of this"
                                    + " action was done: send action_on_non_existence skip, or leave them out\",\"status_code\":404}]}}");
            assertThat(scheduler.seen()).hasSize(5);
            assertThat(web.get(POOLS + "/there").at("/slots").asInt()).isEqualTo(4);
            assertThat(web.get(POOLS + "/new").status()).isEqualTo(404);
        }
    }

    @Test
    void variables_and_connections_are_changed_many_at_once_too_and_repeated_it_is_done_once() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            String variables =
                    "{\"actions\":[{\"action\":\"create\",\"entities\":[{\"key\":\"m1\",\"value\":{\"a\":1}},"
                            + "{\"key\":\"m2\",\"value\":\"x\",\"description\":\"d\"}]}]}";
            String connection = "{\"actions\":[{\"action\":\"create\",\"action_on_existence\":\"skip\",\"entities\":"
                    + "[{\"connection_id\":\"m1\",\"conn_type\":\"http\",\"password\":\"p\"}]}]}";
            var first = send("PATCH", VARIABLES, variables, "b11");
            var made = send("PATCH", CONNECTIONS, connection, "b12");
            var again = send("PATCH", CONNECTIONS, connection, "b13");

            assertThat(first.at("/create/success").toString()).isEqualTo("[\"m1\",\"m2\"]");
            assertThat(first.at("/update").isNull()).isTrue();
            assertThat(web.get(VARIABLES + "/m1").at("/value").asText()).isEqualTo("{\"a\":1}");
            assertThat(made.at("/create/success").toString()).isEqualTo("[\"m1\"]");
            assertThat(again.at("/create/success").toString()).isEqualTo("[]");
            assertThat(scheduler.seen()).hasSize(3);
        }
    }

    @Test
    void a_bulk_request_that_is_wrong_in_itself_does_nothing_at_all() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            assertThat(bulk("{}")).isEqualTo("body.actions: it is missing");
            assertThat(bulk("{\"actions\":[null]}")).isEqualTo("body.actions.0: null is not a JSON object");
            assertThat(bulk("{\"actions\":[{\"action\":\"drop\",\"entities\":[]}]}"))
                    .isEqualTo("body.actions.0.action: 'drop' is not one of create, delete, update");
            assertThat(bulk("{\"actions\":[{\"action\":\"create\",\"entities\":[{\"name\":\"ok\",\"slots\":1},"
                            + "{\"name\":\"n\",\"slots\":-5}]}]}"))
                    .startsWith("body.actions.0.entities.1.slots: it must be 0 or more, or -1");
            assertThat(bulk("{\"actions\":[{\"action\":\"create\"}]}"))
                    .isEqualTo("body.actions.0.entities: it is missing");
            assertThat(bulk("{\"actions\":[{\"action\":\"create\",\"entities\":[{\"name\":\"ok\",\"slots\":1},"
                            + "{\"name\":\"n\",\"slots\":\"many\"}]}]}"))
                    .startsWith("body.actions.0.entities.1.slots: ");
            assertThat(
                            bulk(
                                    "{\"actions\":[{\"action\":\"create\",\"action_on_existence\":\"replace\",\"entities\":[]}]}"))
                    .startsWith("body.actions.0.action_on_existence: 'replace' is not one of ");
            assertThat(bulk("{\"actions\":[{\"action\":\"delete\",\"entities\":[" + "\"x\",".repeat(1_000)
                            + "\"x\"]}]}"))
                    .isEqualTo("body.actions: they have more than 1000 entities; send several requests");
            assertThat(scheduler.seen()).isEmpty();
        }
    }

    private String bulk(String body) throws Exception {
        var answer = send("PATCH", POOLS, body, "wrong " + body.hashCode());
        assertThat(answer.status()).isEqualTo(422);
        return answer.at("/detail").asText();
    }

    @Test
    void the_actions_of_a_bulk_request_are_done_in_their_order() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            send("POST", POOLS, "{\"name\":\"swap\",\"slots\":2}", "o1");
            var answer = send("PATCH", POOLS, """
                    {"actions": [
                      {"action": "delete", "entities": ["swap"]},
                      {"action": "create", "entities": [{"name": "swap", "slots": 7}]}]}
                    """, "o2");

            assertThat(answer.at("/create/success").toString()).isEqualTo("[\"swap\"]");
            assertThat(answer.at("/delete/success").toString()).isEqualTo("[\"swap\"]");
            assertThat(scheduler.seen()).hasSize(3);
            assertThat(web.get(POOLS + "/swap").at("/slots").asInt()).isEqualTo(7);
        }
    }

    @Test
    void a_bulk_request_that_is_repeated_is_answered_as_it_was() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            String body = """
                    {"actions": [
                      {"action": "create", "entities": [{"name": "r1", "slots": 1}]},
                      {"action": "create", "action_on_existence": "skip", "entities": [{"name": "r2", "slots": 1}]},
                      {"action": "create", "action_on_existence": "overwrite", "entities": [{"name": "r3", "slots": 1}]},
                      {"action": "delete", "entities": ["r1"]},
                      {"action": "delete", "action_on_non_existence": "skip", "entities": ["r2"]}]}
                    """;

            var first = send("PATCH", POOLS, body, "again");
            var again = send("PATCH", POOLS, body, "again");

            assertThat(first.json().toString())
                    .isEqualTo("{\"create\":{\"success\":[\"r1\",\"r2\",\"r3\"],\"errors\":[]},\"update\":null,"
                            + "\"delete\":{\"success\":[\"r1\",\"r2\"],\"errors\":[]}}");
            assertThat(again.json()).isEqualTo(first.json());
            assertThat(scheduler.seen()).hasSize(5);
        }
    }

    @Test
    void what_was_done_before_the_scheduler_stopped_is_told() throws Exception {
        CommandReply stopped = new CommandReply.Rejected(503, "NO_SCHEDULER", "no scheduler took it");
        try (FakeScheduler scheduler = new FakeScheduler(
                web.commands(),
                command -> command instanceof Command.SetPool c && c.name().equals("half1")
                        ? reply(store.setPool(c))
                        : stopped)) {
            var answer = send("PATCH", POOLS, """
                    {"actions": [
                      {"action": "create", "entities": [{"name": "half1", "slots": 1}, {"name": "half2", "slots": 1},
                                                        {"name": "half3", "slots": 1}]},
                      {"action": "delete", "action_on_non_existence": "skip", "entities": ["half1"]}]}
                    """, "half");
            var nothing = send("PATCH", POOLS, """
                    {"actions": [{"action": "create", "entities": [{"name": "half4", "slots": 1}]}]}
                    """, "none");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().toString())
                    .isEqualTo("{\"create\":{\"success\":[\"half1\"],\"errors\":["
                            + "{\"error\":\"half2: no scheduler took it\",\"status_code\":503},"
                            + "{\"error\":\"not tried: half3; send them again later\","
                            + "\"status_code\":503}]},\"update\":null,"
                            + "\"delete\":{\"success\":[],\"errors\":["
                            + "{\"error\":\"not tried: half1; send them again later\","
                            + "\"status_code\":503}]}}");
            assertThat(nothing.status()).isEqualTo(503);
            assertThat(scheduler.seen()).hasSize(3);
        }
    }

    @Test
    void an_update_without_a_mask_sets_what_was_sent_and_no_more() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            send("POST", CONNECTIONS, """
                    {"connection_id": "u1", "conn_type": "postgres", "host": "old", "password": "hunter2",
                     "extra": "{\\"a\\":1}"}
                    """, "u1");
            send("POST", VARIABLES, "{\"key\":\"u1\",\"value\":\"a\",\"description\":\"words\"}", "u2");
            send("PATCH", CONNECTIONS, """
                    {"actions": [{"action": "update",
                      "entities": [{"connection_id": "u1", "conn_type": "postgres", "host": "new"}]}]}
                    """, "u3");
            send("PATCH", VARIABLES + "/u1", "{\"key\":\"u1\",\"value\":\"b\"}", "u4");
            send("PATCH", VARIABLES, """
                    {"actions": [{"action": "create", "action_on_existence": "overwrite",
                      "entities": [{"key": "u1", "value": "c"}]}]}
                    """, "u5");

            var connection = web.get(CONNECTIONS + "/u1");
            var variable = web.get(VARIABLES + "/u1");
            assertThat(connection.at("/host").asText()).isEqualTo("new");
            assertThat(connection.at("/password").asText()).isEqualTo("***");
            assertThat(connection.at("/extra").asText()).isEqualTo("{\"a\":1}");
            assertThat(variable.at("/value").asText()).isEqualTo("c");
            assertThat(variable.at("/description").asText()).isEqualTo("words");
            assertThat(scheduler.seen()).hasSize(5);
        }
    }

    private String storedExtra(String id) {
        ConnectionRow row = new ConnectionQueries(transactions).find(id).orElseThrow();
        return web.seals().open(Seals.ofExtra(id), String.valueOf(row.extra()));
    }

    private String storedVariable(String key) {
        return web.seals()
                .open(
                        Seals.ofVariable(key),
                        transactions.call(db -> db.select(VARIABLE.VALUE)
                                .from(VARIABLE)
                                .where(VARIABLE.KEY.eq(key))
                                .fetchSingle()
                                .value1()));
    }

    @Test
    void a_mask_is_never_a_value() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            send("POST", VARIABLES, "{\"key\":\"api_key\",\"value\":\"hunter2\"}", "m1");
            send("POST", VARIABLES, "{\"key\":\"service\",\"value\":{\"user\":\"u\",\"password\":\"hunter3\"}}", "m2");
            send("POST", CONNECTIONS, """
                    {"connection_id": "m", "conn_type": "http",
                     "extra": "{\\"replicas\\":[{\\"host\\":\\"a\\",\\"password\\":\\"pa\\"},{\\"host\\":\\"b\\",\\"password\\":\\"pb\\"}]}"}
                    """, "m3");
            assertThat(web.get(VARIABLES + "/service").at("/value").asText())
                    .isEqualTo("{\"user\":\"u\",\"password\":\"***\"}");

            send(
                    "PATCH",
                    VARIABLES + "/api_key",
                    "{\"key\":\"api_key\",\"value\":\"***\",\"description\":\"d\"}",
                    "m4");
            send("PATCH", VARIABLES + "/service", "{\"value\":{\"user\":\"v\",\"password\":\"***\"}}", "m5");
            send("PATCH", CONNECTIONS + "/m", """
                    {"extra": "{\\"replicas\\":[{\\"host\\":\\"b\\",\\"password\\":\\"***\\"}]}"}
                    """, "m6");

            assertThat(storedVariable("api_key")).isEqualTo("hunter2");
            assertThat(storedVariable("service")).isEqualTo("{\"user\":\"v\",\"password\":\"hunter3\"}");
            assertThat(storedExtra("m")).isEqualTo("{\"replicas\":[{\"host\":\"b\",\"password\":\"pb\"}]}");
            assertThat(scheduler.seen()).hasSize(6);
        }
    }

    @Test
    void a_mask_that_stands_for_nothing_is_refused_and_named() throws Exception {
        String words =
                ": *** stands for a secret that is there, and none is, or it cannot be told which; give the secret, or leave it out";
        try (FakeScheduler scheduler = scheduler()) {
            assertThat(detail("{\"connection_id\":\"n\",\"conn_type\":\"x\",\"password\":\"***\"}"))
                    .isEqualTo("body.password" + words);
            assertThat(detail(
                            "{\"connection_id\":\"n\",\"conn_type\":\"x\",\"extra\":\"{\\\"token\\\":\\\"***\\\"}\"}"))
                    .isEqualTo("body.extra.token" + words);
            assertThat(send("POST", VARIABLES, "{\"key\":\"n\",\"value\":\"***\"}", "n1")
                            .at("/detail")
                            .asText())
                    .isEqualTo("body.value" + words);
            var many = send("PATCH", CONNECTIONS, """
                    {"actions": [{"action": "create", "action_on_existence": "overwrite",
                      "entities": [{"connection_id": "n", "conn_type": "x", "password": "***"}]}]}
                    """, "n2");

            assertThat(many.at("/create/errors/0/error").asText())
                    .isEqualTo("body.actions.0.entities.0.password" + words);
            assertThat(scheduler.seen()).isEmpty();
            send("POST", CONNECTIONS, "{\"connection_id\":\"n\",\"conn_type\":\"x\"}", "n3");
            assertThat(send("PATCH", CONNECTIONS + "/n", "{\"extra\":\"{\\\"token\\\":\\\"***\\\"}\"}", "n4")
                            .at("/detail")
                            .asText())
                    .isEqualTo("body.extra.token" + words);
        }
    }

    @Test
    void what_does_not_open_is_masked_in_lists_and_hides_no_other() throws Exception {
        try (FakeScheduler scheduler = scheduler()) {
            send("POST", VARIABLES, "{\"key\":\"moved\",\"value\":\"x\"}", "s1");
            send("POST", CONNECTIONS, "{\"connection_id\":\"moved\",\"conn_type\":\"x\",\"extra\":\"{}\"}", "s2");
            String elsewhere = web.seals().seal("elsewhere", "x");
            transactions.run(db -> {
                db.update(VARIABLE)
                        .set(VARIABLE.VALUE, elsewhere)
                        .where(VARIABLE.KEY.eq("moved"))
                        .execute();
                db.update(CONNECTION)
                        .set(CONNECTION.EXTRA, elsewhere)
                        .where(CONNECTION.CONNECTION_ID.eq("moved"))
                        .execute();
            });

            var variables = web.get(VARIABLES + "?variable_key_pattern=moved");
            var listed = web.get(CONNECTIONS + "?connection_id_pattern=moved");
            var one = web.get(VARIABLES + "/moved");
            var mended = send("PATCH", CONNECTIONS + "/moved", "{\"extra\":\"{\\\"a\\\":1}\"}", "s3");

            assertThat(variables.values("variables", "value")).containsExactly("***");
            assertThat(listed.values("connections", "extra")).containsExactly("***");
            assertThat(one.status()).isEqualTo(503);
            assertThat(one.at("/code").asText()).isEqualTo("SECRETS_CLOSED");
            assertThat(mended.at("/extra").asText()).isEqualTo("{\"a\":1}");
            assertThat(scheduler.seen()).hasSize(3);
            transactions.run(db ->
                    db.deleteFrom(VARIABLE).where(VARIABLE.KEY.eq("moved")).execute());
        }
    }
}
