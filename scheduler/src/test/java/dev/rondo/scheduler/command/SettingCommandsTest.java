package dev.rondo.scheduler.command;

import static dev.rondo.metadata.jooq.Tables.CONNECTION;
import static dev.rondo.metadata.jooq.Tables.POOL;
import static dev.rondo.metadata.jooq.Tables.VARIABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.EngineHarness;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class SettingCommandsTest {

    private EngineHarness harness;
    private Commands commands;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        harness.query(db -> db.deleteFrom(VARIABLE).execute());
        harness.query(db -> db.deleteFrom(CONNECTION).execute());
        harness.query(
                db -> db.deleteFrom(POOL).where(POOL.NAME.ne("default_pool")).execute());
        commands = new Commands(harness);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private void refused(Command command, int status, String code) {
        assertThat(commands.run(command)).isInstanceOfSatisfying(CommandReply.Rejected.class, rejected -> {
            assertThat(rejected.status()).isEqualTo(status);
            assertThat(rejected.code()).isEqualTo(code);
        });
    }

    private void done(Command command) {
        assertThat(commands.run(command)).isEqualTo(new CommandReply.Done());
    }

    private String pool(String name) {
        return harness.query(db -> db.select(POOL.SLOTS, POOL.DESCRIPTION, POOL.INCLUDE_DEFERRED)
                .from(POOL)
                .where(POOL.NAME.eq(name))
                .fetchSingle(row -> row.value1() + " " + row.value2() + " " + row.value3()));
    }

    private String variable(String key) {
        return harness.query(db -> db.select(VARIABLE.VALUE, VARIABLE.DESCRIPTION)
                .from(VARIABLE)
                .where(VARIABLE.KEY.eq(key))
                .fetchSingle(row -> row.value1() + " " + row.value2()));
    }

    @Test
    void what_a_change_of_a_pool_does_not_give_stays() {
        done(new Command.SetPool("p", 3, "words", true, true));

        done(new Command.SetPool("p", 4, null, null, false));
        done(new Command.SetPool("p", null, null, false, false));

        assertThat(pool("p")).isEqualTo("4 words false");
    }

    @Test
    void a_pool_is_made_once_and_changed_only_when_it_is_there() {
        done(new Command.SetPool("p", 3, null, null, true));

        refused(new Command.SetPool("p", 9, null, null, true), 409, "POOL_EXISTS");
        refused(new Command.SetPool("q", 9, null, null, false), 404, "POOL_NOT_FOUND");
        refused(new Command.SetPool("q", -2, null, null, true), 422, "BAD_POOL");
        refused(new Command.SetPool("q", null, null, null, true), 422, "BAD_POOL");

        assertThat(pool("p")).isEqualTo("3 null false");
    }

    @Test
    void a_pool_whose_slots_are_taken_stays() {
        done(new Command.SetPool("p", 3, null, null, true));
        harness.query(db ->
                db.update(POOL).set(POOL.USED_SLOTS, 1).where(POOL.NAME.eq("p")).execute());

        refused(new Command.DeletePool("p"), 409, "POOL_IN_USE");
        refused(new Command.DeletePool("q"), 404, "POOL_NOT_FOUND");
        harness.query(db ->
                db.update(POOL).set(POOL.USED_SLOTS, 0).where(POOL.NAME.eq("p")).execute());

        done(new Command.DeletePool("p"));
        refused(new Command.DeletePool("p"), 404, "POOL_NOT_FOUND");
    }

    @Test
    void what_a_change_of_a_variable_does_not_give_stays() {
        done(new Command.SetVariable("v", "a", "words", false, true));

        done(new Command.SetVariable("v", "b", null, true, false));
        assertThat(variable("v")).isEqualTo("b words");

        done(new Command.SetVariable("v", null, null, false, false));
        assertThat(variable("v")).isEqualTo("b null");
    }

    @Test
    void a_variable_is_made_once_and_changed_only_when_it_is_there() {
        done(new Command.SetVariable("v", "a", null, false, true));

        refused(new Command.SetVariable("v", "b", null, false, true), 409, "VARIABLE_EXISTS");
        refused(new Command.SetVariable("w", "b", null, false, false), 404, "VARIABLE_NOT_FOUND");
        refused(new Command.SetVariable("w", null, null, false, true), 422, "BAD_VARIABLE");
        refused(new Command.DeleteVariable("w"), 404, "VARIABLE_NOT_FOUND");
        done(new Command.DeleteVariable("v"));
    }

    @Test
    void a_connection_is_made_once_changed_by_field_when_it_is_there_and_deleted() {
        done(connection(List.of(), "http", "old", "sealed", true));
        refused(connection(List.of(), "http", null, null, true), 409, "CONNECTION_EXISTS");
        done(connection(List.of("host"), null, "new", null, false));
        done(connection(List.of(), null, "not said to be set", null, false));
        refused(connection(List.of("conn_type"), null, null, null, false), 422, "BAD_CONNECTION");

        String stored = harness.query(db -> db.selectFrom(CONNECTION)
                .fetchSingle(row -> row.getConnType() + " " + row.getHost() + " " + row.getPassword()));
        assertThat(stored).isEqualTo("http new sealed");

        done(new Command.DeleteConnection("lake"));
        refused(new Command.DeleteConnection("lake"), 404, "CONNECTION_NOT_FOUND");
        refused(connection(List.of(), null, null, null, false), 404, "CONNECTION_NOT_FOUND");
    }

    private static Command.SetConnection connection(
            List<String> fields,
            @Nullable String type,
            @Nullable String host,
            @Nullable String password,
            boolean create) {
        return new Command.SetConnection("lake", fields, type, null, host, null, password, null, null, null, create);
    }
}
