package dev.rondo.metadata.user;

import static dev.rondo.metadata.jooq.Tables.APP_USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.rondo.metadata.Database;
import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.user.ProvidedUserStore.Outcome;
import dev.rondo.metadata.user.ProvidedUserStore.Person;
import dev.rondo.metadata.user.ProvidedUserStore.Terms;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class ProvidedUserStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private static final Terms BY_NAME = new Terms(
            /* role= */ null,
            /* roleAtFirst= */ null,
            /* byName= */ true,
            (kind, before) -> new AuditTrail.Entry("ann", "oidc", "127.0.0.1", null, kind, "{}"));

    private Database database;
    private ProvidedUserStore store;

    @BeforeEach
    void open(TestDatabase mine) {
        database = mine.open(2);
        store = new ProvidedUserStore(database.transactions());
        database.transactions().run(db -> {
            db.deleteFrom(APP_USER).execute();
            db.insertInto(APP_USER)
                    .set(APP_USER.USERNAME, "ann")
                    .set(APP_USER.PASSWORD_HASH, "hash")
                    .set(APP_USER.ROLE, "op")
                    .set(APP_USER.CREATED_AT, NOW)
                    .execute();
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Person ann(String id) {
        return new Person(id, "ann", "Ann", "A", "ann@example.com", "hash of nobody");
    }

    /** Signs ann in while another sign-in, of that id, has just made her user its own and is not committed. */
    private Outcome signInBeside(String id) {
        return database.transactions()
                .call(db -> {
                    db.update(APP_USER)
                            .set(APP_USER.EXTERNAL_ID, id)
                            .where(APP_USER.USERNAME.eq("ann"))
                            .execute();
                    CompletableFuture<Outcome> signIn =
                            CompletableFuture.supplyAsync(() -> store.signIn(ann("issuer ann"), BY_NAME, NOW));
                    while (!signIn.isDone() && !isWaitedFor(db)) {
                        Thread.onSpinWait();
                    }
                    return signIn;
                })
                .join();
    }

    // Asked in the transaction itself, which so is never idle.
    private static boolean isWaitedFor(DSLContext db) {
        return db.fetchExists(
                table(name("pg_locks")), field(name("granted"), Boolean.class).isFalse());
    }

    @Test
    @Timeout(60)
    void of_two_first_sign_ins_of_one_person_at_once_both_are_let_in() {
        assertThat(signInBeside("issuer ann")).isInstanceOf(Outcome.Known.class);
    }

    @Test
    @Timeout(60)
    void of_two_persons_of_one_name_the_first_has_the_user() {
        assertThat(signInBeside("issuer another ann")).isInstanceOf(Outcome.NameTaken.class);
    }
}
