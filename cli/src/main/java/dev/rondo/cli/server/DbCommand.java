package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.cli.Rondo;
import dev.rondo.cli.Subcommands;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.Transactions;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rondo db …}. */
@Command(
        name = "db",
        description = "The database: its schema, and what is kept in it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@Subcommands({
    DbCommand.Migrate.class,
    DbCommand.Check.class,
    CleanCommand.class,
    ExportCommand.class,
    ImportCommand.class
})
public final class DbCommand {

    private DbCommand() {}

    @Command(
            name = "migrate",
            description = {
                "Brings the schema up to this release; nothing happens where it is that already.",
                "Of all other commands only standalone does so by itself. Servers run on meanwhile."
            },
            mixinStandardHelpOptions = true)
    static final class Migrate implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private ServerOptions server = new ServerOptions();

        @Override
        public Integer call() {
            ServerLog.quiet();
            try (Storage storage = Storage.openAndMigrate(settings(spec, server))) {
                spec.commandLine().getOut().println("migrated: " + described(storage));
            }
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "check",
            description = "Says whether the database answers and its schema is this release's.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Exit codes: 0 it is, 69 the database does not answer, 78 the schema is another",
                "            release's, or is missing (the message says which step)"
            })
    static final class Check implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private ServerOptions server = new ServerOptions();

        @Override
        public Integer call() {
            try (Storage storage = open(spec, server)) {
                spec.commandLine().getOut().println("ok: " + described(storage));
            }
            return ExitCode.OK.code();
        }
    }

    /**
     * Opens what there is, for a command whose own words say all.
     *
     * @throws CommandException where there is nothing yet, or it cannot be opened
     */
    static Storage open(CommandSpec spec, ServerOptions server) {
        ServerLog.quiet();
        Storage.Settings settings = settings(spec, server);
        requireSome(settings);
        return Storage.open(settings);
    }

    /** Ends the command where there is none yet: one that looks, or deletes, must not make it. */
    static void requireSome(Storage.Settings settings) {
        if (settings.database().isEmpty() && !Files.exists(settings.home().postgres())) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "there is no database in " + settings.home().folder()
                            + " yet: `rondo standalone` makes one, or name another by --database-url or"
                            + " RONDO_DATABASE_URL");
        }
    }

    static Storage.Settings settings(CommandSpec spec, ServerOptions server) {
        Map<String, String> environment = Rondo.environmentOf(spec);
        Optional<JdbcSettings> database = server.database(environment);
        return new Storage.Settings(
                Home.of(environment),
                database,
                server.storage(environment),
                "rondo-db",
                /* connections= */ 1,
                Optional.empty(),
                Transactions::loadAhead);
    }

    private static String described(Storage storage) {
        return "schema version " + storage.database().schemaVersion() + " in "
                + storage.database().settings();
    }
}
