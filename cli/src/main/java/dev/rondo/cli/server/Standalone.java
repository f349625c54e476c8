package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.cli.Version;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.dag.DagStore;
import dev.rondo.metadata.user.UserStore;
import dev.rondo.runtime.parse.ParseResult;
import dev.rondo.scheduler.Scheduler;
import dev.rondo.scheduler.dagprocessor.DagCatalog;
import dev.rondo.scheduler.dagprocessor.DagProcessorListener;
import dev.rondo.scheduler.execution.ExecutionServer;
import dev.rondo.webserver.Webserver;
import dev.rondo.webserver.WebserverConfig;
import dev.rondo.webserver.auth.FirstAdmin;
import dev.rondo.webserver.auth.Passwords;
import dev.rondo.worker.Worker;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** All processes in one JVM, with PostgreSQL and task hosts beside it. Read {@link #start} from top to bottom. */
public final class Standalone {

    /** Examples that a newcomer is to watch at once. */
    private static final Set<String> UNPAUSED = Set.of("flight_data_delivery", "flight_delay_training");

    // Running tasks get this long on Ctrl-C; with the rest it stays below ten seconds.
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private static final int CONNECTIONS = 10;

    private static final long CHORE_SECONDS = 1;

    private final Options options;
    private final Installation installation;
    private final Announcer announcer;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private @Nullable Worker worker;

    /**
     * What a user may choose.
     *
     * @param database another PostgreSQL; empty: the embedded one
     * @param dagFolders watched beside the examples; empty: {@code dags} in the home
     */
    public record Options(
            Home home,
            String host,
            int port,
            List<Path> dagFolders,
            Optional<JdbcSettings> database,
            boolean examples,
            int slots,
            Map<String, String> environment) {}

    public Standalone(Options options, Installation installation, PrintWriter out) {
        this.options = options;
        this.installation = installation;
        this.announcer = new Announcer(out);
    }

    /** Starts everything; prints where to look when it is ready. */
    public void start() throws IOException {
        Home home = options.home();
        opened(HomeLock.take(home));
        ServerLog.to(home.serverLog());
        Storage storage = opened(Storage.open(home, options.database(), "rondo-standalone", CONNECTIONS, true));
        boolean firstStart = new FirstAdmin(
                        new UserStore(storage.database().transactions()),
                        new Passwords(new SecureRandom()),
                        InstantSource.system())
                .ensure(home.folder());
        String workerToken = SecretFile.readOrMake(home.workerToken());

        Scheduler scheduler = opened(scheduler(storage, workerToken));
        scheduler.start();
        Webserver webserver = opened(webserver(storage));
        try {
            webserver.start();
        } catch (RuntimeException e) {
            throw new CommandException(
                    ExitCode.UNAVAILABLE,
                    "cannot listen on " + options.host() + ":" + options.port() + " (" + rootMessage(e)
                            + "); choose another port with --port",
                    e);
        }
        Worker started = WorkerParts.make(
                List.of(URI.create("http://127.0.0.1:" + scheduler.executionPort())),
                workerToken,
                "standalone",
                home.folder().resolve("worker"),
                options.slots(),
                List.of("default"),
                installation);
        opened(started);
        started.start();
        worker = started;
        opened(DagFiles.start(
                folders(),
                UNPAUSED,
                new DagStore(storage.database().transactions()),
                storage.blobs(),
                installation,
                home.folder().resolve("parse"),
                List.of(),
                new Told(announcer, scheduler)));
        chores(storage);
        String url = "http://" + shownHost() + ":" + webserver.port();
        Files.writeString(
                home.serverFile(),
                "{\"url\": \"" + url + "\", \"pid\": " + ProcessHandle.current().pid() + "}\n");
        announce(url, firstStart);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    private Scheduler scheduler(Storage storage, String workerToken) throws IOException {
        return new Scheduler(
                new Scheduler.Settings(
                        UUID.randomUUID().toString(),
                        InetAddress.getLocalHost().getHostName(),
                        ProcessHandle.current().pid(),
                        Version.text(),
                        new ExecutionServer.ExecutionConfig("127.0.0.1", 0, workerToken),
                        options.environment()),
                storage.database(),
                storage.blobs(),
                storage.logs(),
                InstantSource.system(),
                System::nanoTime,
                (dagId, runId, before, after) -> {
                    if (after == RunState.FAILED) {
                        announcer.say("run " + runId + " of " + dagId + " failed");
                    }
                });
    }

    private Webserver webserver(Storage storage) {
        return new Webserver(
                WebserverConfig.of(options.host(), options.port(), Version.text()),
                new Webserver.Sources(storage.database().transactions(), storage.logs(), storage.blobs()),
                new Webserver.Surroundings(
                        InstantSource.system(), System::nanoTime, Thread::sleep, new SecureRandom()));
    }

    private Map<String, Path> folders() {
        Map<String, Path> folders = new LinkedHashMap<>();
        if (options.dagFolders().isEmpty()) {
            folders.put("dags-folder", options.home().dags());
        }
        for (Path folder : options.dagFolders()) {
            folders.put(folders.isEmpty() ? "dags-folder" : folder.toString(), folder);
        }
        if (options.examples() && Files.isDirectory(installation.examples())) {
            folders.put("examples", installation.examples());
        }
        return folders;
    }

    // Its heartbeat for the health page, and PostgreSQL back up if somebody killed it.
    private void chores(Storage storage) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("standalone:chores").factory());
        ControlStore control = new ControlStore(storage.database().transactions());
        String jobId = UUID.randomUUID().toString();
        var _ = executor.scheduleWithFixedDelay(
                () -> {
                    try {
                        storage.keepAlive();
                        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
                        control.beat(
                                jobId,
                                "dag-processor",
                                InetAddress.getLocalHost().getHostName(),
                                ProcessHandle.current().pid(),
                                null,
                                Version.text(),
                                now);
                    } catch (RuntimeException | IOException e) {
                        LoggerFactory.getLogger(Standalone.class)
                                .atDebug()
                                .setCause(e)
                                .log("no heartbeat");
                    }
                },
                0,
                CHORE_SECONDS,
                TimeUnit.SECONDS);
        opened(executor::shutdownNow);
    }

    /** Prints what happens to DAG files, and lets the scheduler look at what is new. */
    private record Told(Announcer announcer, Scheduler scheduler) implements DagProcessorListener {
        @Override
        public void published(DagCatalog.FileVersion file, DagCatalog.Published.Done result) {
            scheduler.dagsChanged();
            announcer.published(file, result);
        }

        @Override
        public void refused(DagCatalog.FileVersion file, ParseResult.Failure failure) {
            announcer.refused(file, failure);
        }

        @Override
        public void removed(String bundle, String fileName, List<String> dagIds) {
            announcer.removed(bundle, fileName, dagIds);
        }
    }

    private String shownHost() {
        return options.host().equals("0.0.0.0") || options.host().equals("::") ? "127.0.0.1" : options.host();
    }

    private void announce(String url, boolean firstStart) {
        Home home = options.home();
        announcer.say("");
        announcer.say("Rondo " + Version.text() + " is ready");
        announcer.say("    page      " + url);
        announcer.say("    user      admin" + (firstStart ? " (made just now)" : ""));
        announcer.say("    password  in " + home.adminPassword());
        announcer.say("    dags      " + folders().get("dags-folder"));
        announcer.say("    log       " + home.serverLog());
        announcer.say("    stop      Ctrl-C");
        announcer.say("");
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    /** Lets running tasks end, for some seconds, and stops everything, the newest part first. */
    public void stop() throws InterruptedException {
        Worker running = worker;
        if (running != null) {
            boolean drained = running.drain(DRAIN);
            if (!drained) {
                announcer.say("tasks that still ran are stopped; they go on with the next start");
            }
        }
        while (!open.isEmpty()) {
            AutoCloseable next = open.pop();
            try {
                next.close();
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                LoggerFactory.getLogger(Standalone.class)
                        .atWarn()
                        .addKeyValue("part", next.getClass().getSimpleName())
                        .setCause(e)
                        .log("a part did not stop in an orderly way");
            }
        }
    }
}
