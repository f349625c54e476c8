package dev.rondo.e2e.harness;

import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.postgres.EmbeddedPostgres;
import dev.rondo.metadata.postgres.EmbeddedPostgresConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The processes apart, as on several machines: one PostgreSQL; scheduler, DAG processor and webserver that share a
 * storage folder; workers that have a home each and know a scheduler's address and the workers' token, nothing else.
 */
public final class Cluster implements AutoCloseable {

    private static final String TOKEN = "the-token-of-all-workers-of-this-test";

    private final Map<String, String> settings;
    private final Optional<String> dags;
    // One thread may kill and start while another asks.
    private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
    private final Map<String, RondoProcess> processes = new ConcurrentHashMap<>();
    private final Map<String, TestHome> homes = new ConcurrentHashMap<>();
    private final Map<String, Integer> schedulers = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final int webPort = freePort();
    private volatile Distribution distribution = Distribution.built();
    private @Nullable EmbeddedPostgres postgres;
    private volatile boolean closed;

    /** A cluster whose processes all have their default settings. */
    public Cluster() {
        this(Map.of());
    }

    /**
     * A cluster that is not started yet.
     *
     * @param settings environment variables of all processes
     */
    public Cluster(Map<String, String> settings) {
        this(settings, Optional.empty());
    }

    private Cluster(Map<String, String> settings, Optional<String> dags) {
        this.settings = Map.copyOf(settings);
        this.dags = dags;
    }

    /**
     * The same, where no two processes have a folder in common: their settings name a storage, and a place of DAG files
     * is named here.
     */
    public static Cluster withoutFolders(Map<String, String> settings, String dags) {
        return new Cluster(settings, Optional.of(dags));
    }

    /** The home of a server process: all share one, where they may share folders. */
    private TestHome homeOf(String process) {
        return home(dags.isEmpty() || process.equals("webserver") ? "server" : process);
    }

    /** Starts everything but workers; returns when the API answers. */
    public void start() {
        TestHome database = home("database");
        EmbeddedPostgres started =
                EmbeddedPostgres.start(database.folder(), EmbeddedPostgresConfig.durable(), Cluster::pause);
        open.push(started);
        postgres = started;
        var _ = migrate();
        startScheduler();
        startDagProcessor();
        startWebserver();
    }

    private static void pause(java.time.Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    /** From now on processes are started from another release; those that run stay what they are. */
    public void install(Distribution release) {
        distribution = release;
    }

    /** Brings the schema up to the release that is installed; returns when that is done. */
    public RondoProcess migrate() {
        RondoProcess migration = process("migrate", home("server"), List.of("db", "migrate"));
        int ended = migration.awaitExit();
        if (ended != 0) {
            throw new AssertionError("db migrate ended with " + ended + ": " + migration.output());
        }
        return migration;
    }

    public RondoProcess startScheduler() {
        return startScheduler("scheduler");
    }

    /** Starts one more scheduler, or one of that name that was killed before, at the address that it had. */
    public RondoProcess startScheduler(String name) {
        return ready(beginScheduler(name));
    }

    /** Starts it and does not wait until it is ready. */
    public RondoProcess beginScheduler(String name) {
        int port = schedulers.computeIfAbsent(name, n -> freePort());
        return process(name, homeOf(name), List.of("scheduler", "--port", Integer.toString(port)));
    }

    /** Gives a scheduler its address before it is started, so that workers may be told of it. */
    public void expectScheduler(String name) {
        schedulers.computeIfAbsent(name, n -> freePort());
    }

    /** The port at which a scheduler answers workers. */
    public int portOf(String scheduler) {
        return Objects.requireNonNull(schedulers.get(scheduler), scheduler);
    }

    /** Lets workers find a scheduler at another port of this machine too, under a name. */
    public void alias(String name, int port) {
        schedulers.put(name, port);
    }

    /** Lets workers find a scheduler through a line, too: the name under which they find it so. */
    public String lineTo(String scheduler) {
        String name = scheduler + "-by-line";
        lines.computeIfAbsent(name, each -> {
            Line line = Line.of(portOf(scheduler));
            open.push(line);
            alias(name, line.port());
            return line;
        });
        return name;
    }

    /** All lines between workers and schedulers. */
    public List<Line> lines() {
        return List.copyOf(lines.values());
    }

    public RondoProcess startDagProcessor() {
        return ready(beginDagProcessor());
    }

    /** Starts it and does not wait until it is ready. */
    public RondoProcess beginDagProcessor() {
        List<String> words = new ArrayList<>(List.of("dag-processor"));
        dags.ifPresent(place -> words.addAll(List.of("--dags", place)));
        return process("dag-processor", homeOf("dag-processor"), words);
    }

    public RondoProcess startWebserver() {
        return ready(beginWebserver());
    }

    /** Starts it and does not wait until it is ready. */
    public RondoProcess beginWebserver() {
        return process("webserver", homeOf("webserver"), List.of("webserver", "--port", Integer.toString(webPort)));
    }

    /** Starts a worker of that name in a home of that name; again, when it was killed before. */
    public RondoProcess startWorker(String name, int slots) {
        return startWorker(name, slots, List.copyOf(schedulers.keySet()));
    }

    /**
     * As above, with more said.
     *
     * @param of names of the schedulers that it knows; it tries them in this order
     * @param options further ones of the command
     */
    public RondoProcess startWorker(String name, int slots, List<String> of, String... options) {
        return ready(beginWorker(name, slots, of, options));
    }

    /** Starts it and does not wait until it is ready. */
    public RondoProcess beginWorker(String name, int slots, List<String> of, String... options) {
        List<String> words = new ArrayList<>(wordsOfWorker(
                name,
                slots,
                of.stream().map(s -> "http://127.0.0.1:" + schedulers.get(s)).collect(Collectors.joining(","))));
        words.addAll(List.of(options));
        return process(name, home(name), words);
    }

    /**
     * Starts one by another command, which is to become that process, with the address of its scheduler.
     *
     * @see RondoProcess#start(List, String, Distribution, TestHome, Map, List)
     */
    public RondoProcess startWorkerBy(List<String> by, String name, int slots, String scheduler) {
        return ready(process(by, name, home(name), wordsOfWorker(name, slots, scheduler)));
    }

    private static List<String> wordsOfWorker(String name, int slots, String addresses) {
        return List.of("worker", "--name", name, "--slots", Integer.toString(slots), "--scheduler", addresses);
    }

    /**
     * The process of that name: {@code scheduler} or another scheduler's, {@code dag-processor}, {@code webserver}, or
     * a worker's.
     */
    public RondoProcess process(String name) {
        RondoProcess process = processes.get(name);
        if (process == null) {
            throw new IllegalStateException("no process " + name + " was started");
        }
        return process;
    }

    /** The home of a worker, or {@code server}: the one of all others, or of the webserver alone. */
    public TestHome home(String name) {
        return homes.computeIfAbsent(name, n -> {
            TestHome home = TestHome.fresh();
            open.push(home);
            return home;
        });
    }

    public EmbeddedPostgres postgres() {
        EmbeddedPostgres running = postgres;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    public Api api() {
        return new Api(
                URI.create("http://127.0.0.1:" + webPort),
                home("server").read("admin-password").strip());
    }

    public Dags dags() {
        return new Dags(api());
    }

    private RondoProcess process(String name, TestHome home, List<String> words) {
        return process(List.of(), name, home, words);
    }

    private RondoProcess process(List<String> by, String name, TestHome home, List<String> words) {
        if (closed) {
            throw new IllegalStateException("the cluster is closed: " + name + " would be stopped by nobody");
        }
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("RONDO_WORKER_TOKEN", TOKEN);
        if (!words.getFirst().equals("worker")) {
            JdbcSettings database = postgres().settings();
            environment.put("RONDO_DATABASE_URL", database.url());
            environment.put("RONDO_DATABASE_USER", database.user());
            environment.put("RONDO_DATABASE_PASSWORD", database.password());
        }
        RondoProcess started = RondoProcess.start(by, name, distribution, home, environment, words);
        processes.put(name, started);
        open.push(started);
        return started;
    }

    /** Waits until a process that was begun is ready. */
    public RondoProcess ready(RondoProcess started) {
        started.awaitOutput(RondoProcess.READY);
        return started;
    }

    /** All that was said by processes of the cluster, also by those that are gone. */
    public List<String> said() {
        return homes.values().stream().flatMap(Words::of).toList();
    }

    /** Prints what all processes said. */
    public void tell() {
        homes.values().forEach(Words::tell);
    }

    @Override
    public void close() {
        closed = true;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("cannot stop a part", e);
            }
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
