package dev.rondo.cli.server;

import dev.rondo.cli.Home;
import dev.rondo.cli.Rondo;
import dev.rondo.metadata.Transactions;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every process has that runs one role on the shared database: where that, its files and its log are. */
public final class RoleOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private LogOption log = new LogOption();

    Map<String, String> environment() {
        return Rondo.environmentOf(command);
    }

    Home home() {
        return Home.of(environment());
    }

    /** Speaks to the people at the terminal. */
    Announcer announcer() {
        return new Announcer(command.commandLine().getOut());
    }

    /**
     * Begins to log, and opens database and files; {@code parts} close them. The schema must be this release's.
     *
     * @param connections most connections at once
     */
    Storage open(OpenParts parts, int connections, Announcer announcer) {
        log.apply(environment());
        return parts.add(Storage.open(new Storage.Settings(
                home(),
                server.database(environment()),
                server.storage(environment()),
                "rondo-" + command.name(),
                connections,
                Optional.of(announcer::say),
                Transactions::loadAhead)));
    }
}
