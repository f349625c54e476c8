package dev.rondo.metadata.secret;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.CONNECTION;
import static dev.rondo.metadata.jooq.Tables.SECRET_SETTING;
import static dev.rondo.metadata.jooq.Tables.VARIABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.metadata.Database;
import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.control.ConnectionStore;
import dev.rondo.metadata.control.SecretStore;
import dev.rondo.metadata.crash.CrashPoint;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Secrets in a database, a server that has opened some of them, and the keys in its home. */
public final class Vault {

    /** How many variables are sealed: three pieces. */
    public static final int VARIABLES = 450;

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private final Path home;
    private final Database database;
    private final TinkSeals server;

    /** An empty one. */
    public Vault(Path home, Database database) {
        this.home = home;
        this.database = database;
        this.server = seals(home);
        database.transactions().run(db -> {
            db.deleteFrom(SECRET_SETTING).execute();
            db.deleteFrom(VARIABLE).execute();
            db.deleteFrom(CONNECTION).execute();
            AuditTrail.forget(db);
            db.deleteFrom(COMMAND).execute();
        });
    }

    /** The server that runs all the time. */
    public TinkSeals server() {
        return server;
    }

    /** A server that has read no keys yet. */
    public TinkSeals seals(Path folder) {
        return new TinkSeals(new KeyFile(folder.resolve("secret-keys")), new SecretStore(database.transactions()));
    }

    /** A command that changes them. */
    public SecretKeys keys() {
        return keys(home, CrashPoint.Injector.NONE);
    }

    /** The same, from another home, or killed somewhere. */
    public SecretKeys keys(Path folder, CrashPoint.Injector crashes) {
        return new SecretKeys(
                new KeyFile(folder.resolve("secret-keys")),
                new SecretStore(database.transactions()),
                new SealedStore(database.transactions()),
                crashes);
    }

    /** Writes a variable as it is stored. */
    public void variable(String key, String stored) {
        database.transactions()
                .run(db -> db.insertInto(VARIABLE)
                        .set(VARIABLE.KEY, key)
                        .set(VARIABLE.VALUE, stored)
                        .onConflict(VARIABLE.KEY)
                        .doUpdate()
                        .set(VARIABLE.VALUE, stored)
                        .execute());
    }

    /** A variable as it is stored. */
    public String stored(String key) {
        return database.transactions()
                .call(db -> db.select(VARIABLE.VALUE)
                        .from(VARIABLE)
                        .where(VARIABLE.KEY.eq(key))
                        .fetchSingle()
                        .value1());
    }

    /** A connection with a password and an extra. */
    public Command.SetConnection lake() {
        return new Command.SetConnection(
                "lake",
                List.of("extra", "password"),
                "gcs",
                null,
                null,
                null,
                server.seal(Seals.ofPassword("lake"), "pässword"),
                null,
                null,
                server.seal(Seals.ofExtra("lake"), "{\"a\":1}"),
                Command.Write.CREATE);
    }

    /** Asks for something as the webserver does. */
    public CommandStore.Outcome ask(String key, Command command) {
        return new CommandStore(database.transactions())
                .ask(new CommandStore.Asked(key, "admin", "cli", null, command), NOW);
    }

    /** A variable before seals, many sealed ones, a connection, and the command that made it. */
    public void someSecrets() {
        variable("plain", "open");
        for (int i = 0; i < VARIABLES; i++) {
            variable("v" + i, server.seal(Seals.ofVariable("v" + i), "secret " + i));
        }
        Command.SetConnection lake = lake();
        assertThat(ask("makes the lake", lake)).isInstanceOf(CommandStore.Outcome.Known.class);
        assertThat(new ConnectionStore(database.transactions()).set(lake)).isNotNull();
    }

    /** Every secret is there and is what it was. */
    public void assertThatAllOpens(Seals seals) {
        assertThat(seals.open(Seals.ofVariable("plain"), stored("plain"))).isEqualTo("open");
        for (int i = 0; i < VARIABLES; i++) {
            String key = "v" + i;
            assertThat(seals.open(Seals.ofVariable(key), stored(key))).isEqualTo("secret " + i);
        }
        database.transactions().run(db -> {
            var lake = db.selectFrom(CONNECTION).fetchSingle();
            assertThat(seals.open(Seals.ofPassword("lake"), lake.getPassword())).isEqualTo("pässword");
            assertThat(seals.open(Seals.ofExtra("lake"), lake.getExtra())).isEqualTo("{\"a\":1}");
        });
    }
}
