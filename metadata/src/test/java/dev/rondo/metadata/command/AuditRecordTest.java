package dev.rondo.metadata.command;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.Database;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.TableField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody changes the audit record, or takes anything out of it: the database refuses it, whoever asks. */
@ExtendWith(PostgresExtension.class)
class AuditRecordTest {

    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

    private Database database;
    private CommandStore store;

    @BeforeEach
    void open(TestDatabase mine) {
        database = mine.open(2);
        store = new CommandStore(database.transactions());
        database.transactions().run(db -> {
            AuditTrail.forget(db);
            db.deleteFrom(COMMAND).execute();
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    private long ask(String key) {
        var known = store.ask(
                new CommandStore.Asked(key, "ann", "cli", "10.0.0.7", new Command.SetPaused("flights", true)), NOW);
        return ((CommandStore.Outcome.Known) known).commandId();
    }

    private long done(String key) {
        long id = ask(key);
        store.finish(id, new CommandReply.Done(), NOW);
        return id;
    }

    static Stream<TableField<?, ?>> whatIsTold() {
        return Stream.of(
                COMMAND.ACTOR,
                COMMAND.SOURCE,
                COMMAND.REMOTE_ADDRESS,
                COMMAND.TOKEN_NAME,
                COMMAND.KIND,
                COMMAND.DAG_ID,
                COMMAND.RUN_ID,
                COMMAND.TASK_ID,
                COMMAND.BODY,
                COMMAND.REPLY,
                COMMAND.BEFORE_CHANGE,
                COMMAND.AFTER_CHANGE);
    }

    @ParameterizedTest
    @MethodSource("whatIsTold")
    void what_was_done_is_not_told_otherwise_later(TableField<?, String> field) {
        long id = done("done");

        assertThatThrownBy(() -> database.transactions()
                        .run(db -> db.update(COMMAND)
                                .set(field, "{\"other\":1}")
                                .where(COMMAND.COMMAND_ID.eq(id))
                                .execute()))
                .hasMessageContaining("the audit record is kept: command " + id + " is not changed");
    }

    @Test
    void nothing_is_taken_out() {
        long id = done("done");
        long open = ask("open");

        assertThatThrownBy(() -> database.transactions()
                        .run(db -> db.deleteFrom(COMMAND)
                                .where(COMMAND.COMMAND_ID.eq(id))
                                .execute()))
                .hasMessageContaining("command " + id + " is not deleted");
        assertThatThrownBy(() -> database.transactions()
                        .run(db -> db.deleteFrom(COMMAND)
                                .where(COMMAND.COMMAND_ID.eq(open))
                                .execute()))
                .hasMessageContaining("command " + open + " is not deleted");
        assertThatThrownBy(() ->
                        database.transactions().run(db -> db.truncate(COMMAND).execute()))
                .hasMessageContaining("it is not truncated");
    }

    @Test
    void what_is_open_is_claimed_and_answered_and_what_was_withdrawn_is_opened_again() {
        long id = ask("key");

        assertThat(store.claim("scheduler", NOW, NOW, 1)).hasSize(1);
        store.finish(id, new CommandReply.Done(), NOW);
        long later = ask("later");
        assertThat(store.withdraw(later, NOW)).isTrue();
        assertThatCode(() -> ask("later")).doesNotThrowAnyException();
        assertThat(store.findReply(later)).isEmpty();
    }

    @Test
    void a_long_text_is_told_up_to_a_bound() {
        String text = "a".repeat(999) + "😀" + "b".repeat(5_000);

        Change change = new Change(null, JsonObject.of(Map.of("note", new JsonString(text))));

        assertThat(change.afterText())
                .isEqualTo("{\"note\":\"" + "a".repeat(999) + "… (" + text.length() + " characters)\"}");
    }
}
