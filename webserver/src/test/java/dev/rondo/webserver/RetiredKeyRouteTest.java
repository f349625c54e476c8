package dev.rondo.webserver;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.RETIRED_KEY;
import static dev.rondo.metadata.jooq.Tables.VARIABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.control.SecretStore;
import dev.rondo.metadata.control.SettingStore;
import dev.rondo.metadata.secret.KeyFile;
import dev.rondo.metadata.secret.SealedStore;
import dev.rondo.metadata.secret.Seals;
import dev.rondo.metadata.secret.SecretKeys;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jooq.DSLContext;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server that has sealed with a key which is retired before it stores. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class RetiredKeyRouteTest {

    private static final String BODY = "{\"key\":\"token\",\"value\":\"s3cret\"}";

    @Test
    void a_request_is_answered_with_what_to_do_and_is_taken_when_it_is_sent_again(
            TestDatabase mine, @TempDir Path folder) throws Exception {
        try (TestWebserver web = TestWebserver.patient(mine, folder)) {
            Transactions transactions = web.database().transactions();
            SettingStore settings = new SettingStore(transactions);
            String ignored = web.token("admin");
            String sealed = web.seals().seal(Seals.ofVariable("before"), "v");
            SecretKeys keys = new SecretKeys(
                    new KeyFile(folder.resolve("secret-keys")),
                    new SecretStore(transactions),
                    new SealedStore(transactions));
            long old = Long.parseLong(keys.list().getFirst().id());

            TestWebserver.Answer refused = transactions
                    .call(db -> {
                        db.select(function("hold_sealed_texts", SQLDataType.OTHER))
                                .execute();
                        CompletableFuture<TestWebserver.Answer> sent = CompletableFuture.supplyAsync(() -> send(web));
                        while (!sent.isDone() && !isWaitedFor(db)) {
                            Thread.onSpinWait();
                        }
                        db.insertInto(RETIRED_KEY).set(RETIRED_KEY.KEY_ID, old).execute();
                        return sent;
                    })
                    .join();

            assertThat(sealed).startsWith(Seals.PREFIX);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.at("/code").asText()).isEqualTo("KEY_RETIRED");
            assertThat(refused.at("/detail").asText())
                    .contains("nothing is changed, send it again")
                    .doesNotContain("s3cret");
            transactions.run(db -> {
                assertThat(db.fetchCount(VARIABLE)).isZero();
                assertThat(db.fetchCount(COMMAND, COMMAND.KIND.eq("SetVariable")))
                        .isZero();
            });

            assertThat(keys.rotate().first()).isNotEqualTo(Long.toString(old));
            try (FakeScheduler scheduler = new FakeScheduler(web.commands(), command -> {
                var _ = settings.setVariable((Command.SetVariable) command);
                return new CommandReply.Done();
            })) {
                assertThat(send(web).status()).isEqualTo(201);
                assertThat(scheduler.seen()).hasSize(1);
            }
            assertThat(web.get("/api/v2/variables/token").at("/key").asText()).isEqualTo("token");
        }
    }

    private static TestWebserver.Answer send(TestWebserver web) {
        try {
            return web.send(
                    "POST", "/api/v2/variables", web.token("admin"), BODY, Map.of("Idempotency-Key", "retired"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isWaitedFor(DSLContext db) {
        return db.fetchExists(
                table(name("pg_locks")), field(name("granted"), Boolean.class).isFalse());
    }
}
