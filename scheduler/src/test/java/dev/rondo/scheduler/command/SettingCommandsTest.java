package dev.rondo.scheduler.command;

import static dev.rondo.metadata.jooq.Tables.CONNECTION;
import static dev.rondo.metadata.jooq.Tables.POOL;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.VARIABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.TestDag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        done(new Command.SetPool("p", 3, "words", true, Command.Write.CREATE));

        done(new Command.SetPool("p", 4, null, null, Command.Write.CHANGE));
        done(new Command.SetPool("p", null, null, false, Command.Write.CHANGE));

        assertThat(pool("p")).isEqualTo("4 words false");
    }

    @Test
    void a_pool_is_made_once_and_changed_only_when_it_is_there() {
        done(new Command.SetPool("p", 3, null, null, Command.Write.CREATE));

        refused(new Command.SetPool("p", 9, null, null, Command.Write.CREATE), 409, "POOL_EXISTS");
        refused(new Command.SetPool("q", 9, null, null, Command.Write.CHANGE), 404, "POOL_NOT_FOUND");
        refused(new Command.SetPool("q", -2, null, null, Command.Write.CREATE), 422, "BAD_POOL");
        refused(new Command.SetPool("q", null, null, null, Command.Write.CREATE), 422, "BAD_POOL");

        assertThat(pool("p")).isEqualTo("3 null false");
    }

    @Test
    void a_setting_that_may_be_there_or_not_is_changed_or_made() {
        done(new Command.SetPool("p", 3, "words", null, Command.Write.EITHER));
        done(new Command.SetPool("p", 4, null, null, Command.Write.EITHER));
        done(new Command.SetVariable("v", "a", "words", false, Command.Write.EITHER));
        done(new Command.SetVariable("v", "b", null, true, Command.Write.EITHER));
        done(connection(List.of("conn_type", "host"), "http", "old", "sealed", Command.Write.EITHER));
        done(connection(List.of("conn_type", "host"), "http", "new", null, Command.Write.EITHER));

        assertThat(pool("p")).isEqualTo("4 words false");
        assertThat(variable("v")).isEqualTo("b words");
        assertThat(harness.<String>query(
                        db -> db.selectFrom(CONNECTION).fetchSingle(row -> row.getHost() + " " + row.getPassword())))
                .isEqualTo("new sealed");
        refused(new Command.SetPool("q", null, null, null, Command.Write.EITHER), 422, "BAD_POOL");
    }

    @Test
    void the_default_pool_stays() {
        refused(new Command.DeletePool("default_pool"), 400, "DEFAULT_POOL_STAYS");
    }

    @Test
    void a_pool_whose_slots_are_taken_stays() {
        done(new Command.SetPool("p", 3, null, null, Command.Write.CREATE));
        harness.query(db ->
                db.update(POOL).set(POOL.USED_SLOTS, 1).where(POOL.NAME.eq("p")).execute());

        refused(new Command.DeletePool("p"), 409, "POOL_IN_USE");
        refused(new Command.DeletePool("q"), 404, "POOL_NOT_FOUND");
        harness.query(db ->
                db.update(POOL).set(POOL.USED_SLOTS, 0).where(POOL.NAME.eq("p")).execute());

        done(new Command.DeletePool("p"));
        refused(new Command.DeletePool("p"), 404, "POOL_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scheduled", "up_for_retry", "up_for_reschedule"})
    void a_pool_that_a_task_waits_for_stays_although_no_slot_is_taken(String state) {
        done(new Command.SetPool("waited", 3, null, null, Command.Write.CREATE));
        TestDag dag = TestDag.named("waits_" + state);
        dag.task("a").pool("waited", 1);
        harness.publish(dag);
        long run = harness.trigger(dag, "first");
        harness.settle();
        state(run, state);

        refused(new Command.DeletePool("waited"), 409, "POOL_IN_USE");
        state(run, "success");

        done(new Command.DeletePool("waited"));
    }

    @Test
    void a_pool_is_not_kept_for_an_approval_which_needs_no_slot_when_it_is_answered() {
        done(new Command.SetPool("asked", 3, null, false, Command.Write.CREATE));
        TestDag dag = TestDag.named("asks");
        dag.task("ask").asks("{}").pool("asked", 2);
        harness.publish(dag);
        long run = harness.trigger(dag, "first");
        harness.settle();
        assertThat(harness.states(run)).isEqualTo(Map.of("ask", "deferred"));

        done(new Command.DeletePool("asked"));
        done(new Command.SetPool("asked", 3, null, true, Command.Write.CREATE));
        assertThat(harness.usedSlots("asked"))
                .as("that it is open counts in the new one")
                .isEqualTo(2);
        harness.engine().sweep();
        harness.settle();
        commands.run(new Command.AnswerApproval("asks", "first", "ask", -1, "{}", false));
        harness.settle();

        assertThat(harness.states(run)).isEqualTo(Map.of("ask", "success"));
        assertThat(harness.usedSlots("asked")).isZero();
    }

    private void state(long run, String state) {
        harness.query(db -> db.update(TASK_INSTANCE)
                .set(TASK_INSTANCE.STATE, state)
                .where(TASK_INSTANCE.RUN_NO.eq(run))
                .execute());
    }

    @Test
    void what_a_change_of_a_variable_does_not_give_stays() {
        done(new Command.SetVariable("v", "a", "words", false, Command.Write.CREATE));

        done(new Command.SetVariable("v", "b", null, true, Command.Write.CHANGE));
        assertThat(variable("v")).isEqualTo("b words");

        done(new Command.SetVariable("v", null, null, false, Command.Write.CHANGE));
        assertThat(variable("v")).isEqualTo("b null");
    }

    @Test
    void a_variable_is_made_once_and_changed_only_when_it_is_there() {
        done(new Command.SetVariable("v", "a", null, false, Command.Write.CREATE));

        refused(new Command.SetVariable("v", "b", null, false, Command.Write.CREATE), 409, "VARIABLE_EXISTS");
        refused(new Command.SetVariable("w", "b", null, false, Command.Write.CHANGE), 404, "VARIABLE_NOT_FOUND");
        refused(new Command.SetVariable("w", null, null, false, Command.Write.CREATE), 422, "BAD_VARIABLE");
        refused(new Command.DeleteVariable("w"), 404, "VARIABLE_NOT_FOUND");
        done(new Command.DeleteVariable("v"));
    }

    @Test
    void a_connection_is_made_once_changed_by_field_when_it_is_there_and_deleted() {
        done(connection(List.of(), "http", "old", "sealed", Command.Write.CREATE));
        refused(connection(List.of(), "http", null, null, Command.Write.CREATE), 409, "CONNECTION_EXISTS");
        done(connection(List.of("host"), null, "new", null, Command.Write.CHANGE));
        done(connection(List.of(), null, "not said to be set", null, Command.Write.CHANGE));
        refused(connection(List.of("conn_type"), null, null, null, Command.Write.CHANGE), 422, "BAD_CONNECTION");

        String stored = harness.query(db -> db.selectFrom(CONNECTION)
                .fetchSingle(row -> row.getConnType() + " " + row.getHost() + " " + row.getPassword()));
        assertThat(stored).isEqualTo("http new sealed");

        done(new Command.DeleteConnection("lake"));
        refused(new Command.DeleteConnection("lake"), 404, "CONNECTION_NOT_FOUND");
        refused(connection(List.of(), null, null, null, Command.Write.CHANGE), 404, "CONNECTION_NOT_FOUND");
    }

    private static Command.SetConnection connection(
            List<String> fields,
            @Nullable String type,
            @Nullable String host,
            @Nullable String password,
            Command.Write write) {
        return new Command.SetConnection("lake", fields, type, null, host, null, password, null, null, null, write);
    }
}
