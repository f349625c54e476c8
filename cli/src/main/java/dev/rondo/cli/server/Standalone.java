package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.cli.Version;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.Transactions;
import dev.rondo.scheduler.Scheduler;
import dev.rondo.storage.secret.OutsideSettings;
import dev.rondo.webserver.Webserver;
import dev.rondo.worker.Worker;
import dev.rondo.worker.WorkerConfig;
import dev.rondo.worker.stream.Trust;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** All processes in one JVM, with PostgreSQL and task hosts beside it. Read {@link #start} from top to bottom. */
final class Standalone {

    private static final int CONNECTIONS = 10;

    private final Options options;
    private final Installation installation;
    private final Announcer announcer;

    /**
     * What a user may choose.
     *
     * @param database another PostgreSQL; empty: the embedded one
     * @param storage where jars, logs and large values are
     * @param dags watched beside the examples; empty: {@code dags} in the home
     * @param bucketPort where a bucket is served too; empty: none is
     */
    record Options(
            Home home,
            Listening listening,
            List<Place> dags,
            OptionalInt bucketPort,
            Optional<JdbcSettings> database,
            Place storage,
            boolean examples,
            int slots,
            Map<String, String> environment) {
        Options {
            // Said before anything is started that would have to be stopped again.
            if (slots < 1 || slots > WorkerConfig.MAX_SLOTS) {
                throw new CommandException(
                        ExitCode.USAGE, "--slots must be 1 to " + WorkerConfig.MAX_SLOTS + ", was " + slots);
            }
        }
    }

    Standalone(Options options, Installation installation, PrintWriter out) {
        this.options = options;
        this.installation = installation;
        this.announcer = new Announcer(out);
    }

    /** Starts everything; prints where to look when it is ready. */
    void start(OpenParts parts) {
        Home home = options.home();
        Map<String, String> defaultArgs = DefaultArguments.of(options.environment());
        HomeLock lock = parts.add(HomeLock.take(home));
        ServerLog.to(home.serverLog(), options.environment());
        Optional<LocalBucket> bucket = options.bucketPort().isPresent()
                ? Optional.of(
                        parts.add(LocalBucket.start(home, options.bucketPort().getAsInt())))
                : Optional.empty();
        UnaryOperator<Place> reached =
                place -> bucket.map(served -> served.reached(place)).orElse(place);
        Storage storage = parts.add(Storage.openAndMigrate(new Storage.Settings(
                home,
                options.database(),
                reached.apply(options.storage()),
                "rondo-standalone",
                CONNECTIONS,
                Optional.of(announcer::say),
                Standalone::loadAhead)));
        boolean firstStart = WebserverPart.ensureAdmin(storage, home);
        String workerToken = SecretFile.readOrMake(home.workerToken());

        Metrics metrics = parts.add(Metrics.of(home, options.environment()));
        OutsideSettings outside = SecretsSettings.open(parts, options.environment());
        Scheduler scheduler = parts.add(SchedulerPart.start(
                storage,
                new Listening("127.0.0.1", 0),
                workerToken,
                options.environment(),
                outside,
                announcer,
                metrics));
        List<Place> dags = options.dags().stream().map(reached).toList();
        DagFolders named = DagFolders.of(home, dags, options.examples(), installation);
        DagFolders folders = bucket.map(served -> named.and(served.dags())).orElse(named);
        Webserver webserver = parts.add(WebserverPart.start(
                storage, options.listening(), options.environment(), outside, metrics, folders.forUploads()));
        WorkerFolder folder = parts.add(WorkerFolder.take(home));
        Worker ignored = WorkerPart.start(
                new WorkerPart.Settings(
                        List.of(URI.create("http://127.0.0.1:" + scheduler.executionPort())),
                        Trust.JDK,
                        workerToken,
                        "standalone",
                        folder.path(),
                        home.libraries(),
                        options.slots(),
                        List.of("default"),
                        DataPlace.of(options.environment(), options.storage(), reached)),
                installation,
                parts,
                announcer);
        parts.add(DagFiles.start(folders, storage, installation, home, defaultArgs, announcer, scheduler::dagsChanged))
                .hear(options.environment(), storage.buckets());

        String url = options.listening().url(webserver.scheme(), webserver.port());
        tellOthers(lock, url);
        announce(url, firstStart, folders, bucket);
    }

    // Classes that the rest of the start waits for, loaded and set up while it would wait for PostgreSQL.
    private static void loadAhead() {
        Transactions.loadAhead();
        Webserver.loadAhead();
        Metrics.loadAhead();
    }

    // The home's other users: the commands, and who tries to start a second one.
    private static void tellOthers(HomeLock lock, String url) {
        try {
            lock.say("{\"url\": \"" + url + "\", \"pid\": "
                    + ProcessHandle.current().pid() + "}");
        } catch (IOException e) {
            throw new CommandException(ExitCode.CANT_CREATE, "cannot write to the home: " + e.getMessage(), e);
        }
    }

    private void announce(String url, boolean firstStart, DagFolders folders, Optional<LocalBucket> bucket) {
        Home home = options.home();
        announcer.say("");
        announcer.say("Rondo " + Version.text() + " is ready");
        announcer.say("    page      " + url);
        announcer.say("    user      admin" + (firstStart ? " (made just now)" : ""));
        announcer.say("    password  in " + home.adminPassword());
        announcer.say("    dags      " + folders.usersOwn());
        bucket.ifPresent(served -> announcer.say("    bucket    " + served.words()));
        announcer.say("    log       " + home.serverLog());
        announcer.say("    stop      Ctrl-C");
        announcer.say("");
    }
}
