package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.cli.Version;
import dev.rondo.metadata.user.UserStore;
import dev.rondo.storage.secret.OutsideSettings;
import dev.rondo.webserver.Webserver;
import dev.rondo.webserver.WebserverConfig;
import dev.rondo.webserver.auth.FirstAdmin;
import dev.rondo.webserver.auth.Passwords;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Puts a webserver together. */
final class WebserverPart {

    /** Where page and API are when nothing else is said. */
    static final int DEFAULT_PORT = 8793;

    private WebserverPart() {}

    /**
     * Starts one; the caller closes it.
     *
     * @param outside where connections and variables may be, before the database
     * @param dagsFolder where uploaded DAG files go; empty: none are taken
     */
    static Webserver start(
            Storage storage,
            Listening listening,
            Map<String, String> environment,
            OutsideSettings outside,
            Metrics metrics,
            Optional<Path> dagsFolder) {
        Webserver webserver = new Webserver(
                WebserverConfig.of(listening.host(), listening.port(), Version.text())
                        .withLimits(RunLimits.of(environment))
                        .withDagsFolder(dagsFolder)
                        .withOperators(Installation.ofThisProcess().operators())
                        .withTesting(ConnectionTesting.of(environment))
                        .withTls(TlsSettings.of(environment).orElse(null))
                        .withOidc(OidcSettings.of(environment).orElse(null)),
                new Webserver.Sources(
                        storage.transactions(), storage.logs(), storage.blobs(), storage.seals(), outside),
                new Webserver.Surroundings(InstantSource.system(), System::nanoTime, Thread::sleep, new SecureRandom()),
                new Webserver.Measured(metrics.registry(), metrics.scrape()));
        try {
            listening.start(webserver::start);
        } catch (RuntimeException e) {
            webserver.close();
            throw e;
        }
        return webserver;
    }

    /** Makes the user {@code admin} where there is no user at all; its password is in the home. */
    static boolean ensureAdmin(Storage storage, Home home) {
        FirstAdmin admin = new FirstAdmin(
                new UserStore(storage.transactions()), new Passwords(new SecureRandom()), InstantSource.system());
        return storage.patiently(() -> ensured(admin, home));
    }

    private static boolean ensured(FirstAdmin admin, Home home) {
        try {
            return admin.ensure(home.folder());
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.CANT_CREATE, "cannot write " + home.adminPassword() + ": " + e.getMessage(), e);
        }
    }
}
