package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.SchemaException;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.control.SecretStore;
import dev.rondo.metadata.query.JobQueries;
import dev.rondo.metadata.query.Probes;
import dev.rondo.metadata.query.ServerLook;
import dev.rondo.metadata.secret.KeyFile;
import dev.rondo.metadata.secret.SealException;
import dev.rondo.metadata.secret.SealedStore;
import dev.rondo.metadata.secret.SecretKeys;
import dev.rondo.metadata.user.UserStore;
import dev.rondo.webserver.auth.FirstAdmin;
import dev.rondo.webserver.auth.Passwords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The database: whether it answers and is set up, and what servers, keys and passwords have to do with it. */
final class DatabaseChecks {

    // A scheduler, a DAG processor and a webserver with their pools, and a person with psql.
    private static final int ENOUGH_CONNECTIONS = 40;

    // Heartbeats come every 10 s: clocks that differ by more make who lives look dead.
    private static final Duration CLOCK_WRONG = Duration.ofSeconds(20);
    private static final Duration CLOCK_OFF = Duration.ofSeconds(2);

    private static final Set<String> UTC = Set.of("UTC", "GMT", "Etc/UTC", "Etc/GMT");

    private static final List<String> NEEDED = List.of("scheduler", "dag-processor", "webserver");

    // The storage is looked at elsewhere; to open that of the home would make the home.
    private static final Place NO_STORAGE = Place.folder(Path.of(System.getProperty("java.io.tmpdir", "")));

    private static final String MIGRATE = "rondo db migrate, with schedulers stopped";

    private final Home home;
    private final InstantSource clock;

    DatabaseChecks(Home home, InstantSource clock) {
        this.home = home;
        this.clock = clock;
    }

    /**
     * All of it.
     *
     * @throws CommandException when a setting of the database is wrong
     */
    List<Finding> all(Map<String, String> environment, ServerOptions server) {
        Optional<JdbcSettings> named = server.database(environment);
        String where = named.map(JdbcSettings::toString).orElse("the embedded PostgreSQL of " + home.folder());
        if (named.isEmpty() && !Files.exists(home.postgres())) {
            return List.of(Finding.note(
                    "NO_DATABASE",
                    "there is no database yet",
                    where,
                    "rondo standalone makes one; RONDO_DATABASE_URL names another"));
        }
        Storage.Settings settings = new Storage.Settings(
                home,
                named,
                NO_STORAGE,
                "rondo-doctor",
                /* connections= */ 1,
                Optional.empty(),
                Transactions::loadAhead);
        List<Finding> findings = new ArrayList<>();
        try (Storage storage = Storage.openAsItIs(settings)) {
            opened(storage, where, findings);
        } catch (CommandException e) {
            boolean old = e.exitCode() == ExitCode.CONFIG;
            findings.add(
                    Finding.error(
                            old ? "DATABASE_TOO_OLD" : "DATABASE_UNREACHABLE",
                            String.valueOf(e.getMessage()),
                            where,
                            old
                                    ? "upgrade the server"
                                    : "start it, and look at RONDO_DATABASE_URL, its user, its password, and the network between"));
        } catch (RuntimeException e) { // whatever a database refuses: what was found before is told all the same
            findings.add(Finding.error(
                    "DATABASE_UNREADABLE",
                    "not all of the database can be looked at: "
                            + String.valueOf(e.getMessage()).lines().collect(Collectors.joining(" ")),
                    where,
                    "give its user all rights to the schema of Rondo; if tables were changed by hand, undo that"));
        }
        return findings;
    }

    private void opened(Storage storage, String where, List<Finding> findings) {
        findings.addAll(server(new ServerLook(storage.transactions()), where));
        try {
            storage.database().requireCurrentSchema();
        } catch (SchemaException e) {
            String what = String.valueOf(e.getMessage());
            boolean newer = what.contains("newer Rondo");
            findings.add(Finding.error(
                    newer ? "SCHEMA_NEWER" : "SCHEMA_BEHIND",
                    what,
                    where,
                    newer ? "start the release that migrated it, or a newer one" : MIGRATE));
            return; // what follows reads tables, which may be others
        }
        findings.addAll(processes(storage, where));
        findings.addAll(keys(storage.transactions()));
        findings.addAll(adminPassword(storage.transactions()));
    }

    private List<Finding> server(ServerLook look, String where) {
        List<Finding> findings = new ArrayList<>();
        Map<String, String> settings = look.settings("fsync", "full_page_writes", "synchronous_commit", "log_timezone");
        for (String safety : List.of("fsync", "full_page_writes")) {
            if (!"on".equals(settings.get(safety))) {
                findings.add(Finding.error(
                        "NOT_DURABLE",
                        safety + " is off: a power cut can destroy the database",
                        where,
                        "alter system set " + safety + " = on; select pg_reload_conf()"));
            }
        }
        if ("off".equals(settings.get("synchronous_commit"))) {
            findings.add(Finding.error(
                    "NOT_DURABLE",
                    "synchronous_commit is off: a crash can undo what was answered, and run a task twice",
                    where,
                    "alter system set synchronous_commit = on; select pg_reload_conf()"));
        }
        String zone = settings.getOrDefault("log_timezone", "UTC");
        if (!UTC.contains(zone)) {
            findings.add(Finding.note(
                    "DATABASE_ZONE",
                    "PostgreSQL logs in the zone " + zone + "; what Rondo keeps and shows is in UTC all the same",
                    where,
                    "alter system set log_timezone = 'UTC', if you compare the two"));
        }
        int connections = look.connections();
        if (connections < ENOUGH_CONNECTIONS) {
            findings.add(Finding.warning(
                    "FEW_CONNECTIONS",
                    "this user may have " + connections + " connections at once; servers may need "
                            + ENOUGH_CONNECTIONS,
                    where,
                    "raise max_connections, or the connection limit of the database or the user"));
        }
        findings.addAll(clocks(look, where));
        return findings;
    }

    private List<Finding> clocks(ServerLook look, String where) {
        Instant before = clock.instant();
        Instant there = look.now();
        Instant after = clock.instant();
        Duration apart = there.isBefore(before)
                ? Duration.between(there, before)
                : there.isAfter(after) ? Duration.between(after, there) : Duration.ZERO;
        if (apart.compareTo(CLOCK_OFF) < 0) {
            return List.of();
        }
        String what = "the clocks of this machine and of the database are " + Math.round(apart.toMillis() / 1_000.0)
                + " s apart";
        String mend = "let both be set by NTP (timedatectl set-ntp true)";
        return List.of(
                apart.compareTo(CLOCK_WRONG) < 0
                        ? Finding.warning("CLOCKS_APART", what, where, mend)
                        : Finding.error("CLOCKS_APART", what, where, mend));
    }

    private List<Finding> processes(Storage storage, String where) {
        ServerLook look = new ServerLook(storage.transactions());
        Map<String, Instant> beats = new JobQueries(storage.transactions()).latestHeartbeats();
        Instant since = clock.instant().minus(Probes.ALIVE);
        boolean some = beats.values().stream().anyMatch(since::isBefore);
        List<Finding> findings = new ArrayList<>();
        for (String kind : NEEDED) {
            Instant last = beats.get(kind);
            if (last != null && !last.isAfter(since)) {
                findings.add(new Finding(
                        some ? Finding.Gravity.ERROR : Finding.Gravity.WARNING,
                        "HEARTBEAT_LOST",
                        "the " + kind + " was last heard of at " + last + " and did not say that it ends",
                        where,
                        "start it again; its log says why it ended"));
            } else if (last == null && some && !isInStandalone(kind)) {
                findings.add(Finding.error(
                        "NOT_RUNNING",
                        "others run, and no " + kind + " does",
                        where,
                        "rondo " + kind + ", or rondo standalone for all"));
            }
        }
        if (!some) {
            findings.add(Finding.note("NOT_RUNNING", "no server runs", where, "rondo standalone"));
        } else if (since.isBefore(beats.getOrDefault("scheduler", Instant.MIN)) && look.workers() == 0) {
            findings.add(Finding.error(
                    "NO_WORKER",
                    "a scheduler runs, and no worker is connected to it: tasks wait",
                    where,
                    "rondo worker, with the worker-token of the scheduler's home"));
        }
        return findings;
    }

    // That of a standalone is in one process with its scheduler, and does not beat by itself; its port is looked at.
    private boolean isInStandalone(String kind) {
        return kind.equals("webserver") && Files.exists(home.serverFile());
    }

    private List<Finding> keys(Transactions transactions) {
        SecretKeys keys = new SecretKeys(
                new KeyFile(home.secretKeys()), new SecretStore(transactions), new SealedStore(transactions));
        try {
            return keys.list().stream()
                    .filter(key -> key.use() == SecretKeys.Use.MISSING)
                    .map(key ->
                            missing("secrets are sealed with the key " + key.id() + ", which is not among the keys"))
                    .toList();
        } catch (SealException e) {
            return List.of(missing(String.valueOf(e.getMessage())));
        }
    }

    private Finding missing(String what) {
        return Finding.error(
                "KEYS_MISSING",
                what,
                home.secretKeys().toString(),
                "without them connections and variables cannot be read: put the file back from a backup or another"
                        + " server's home, or set each of them anew");
    }

    private List<Finding> adminPassword(Transactions transactions) {
        Path file = home.adminPassword();
        try {
            String password = Files.readString(file).strip();
            boolean opens = new UserStore(transactions)
                    .find(FirstAdmin.USERNAME)
                    .filter(user -> new Passwords(new SecureRandom()).matches(password, user.passwordHash()))
                    .isPresent();
            return opens
                    ? List.of()
                    : List.of(Finding.warning(
                            "ADMIN_PASSWORD_STALE",
                            "the first password of admin opens nothing any more, and commands of this home sign in with it",
                            file.toString(),
                            "delete the file, and sign in: rondo login"));
        } catch (IOException e) {
            return List.of(); // there is none, or the home cannot be read, which is told already
        }
    }
}
