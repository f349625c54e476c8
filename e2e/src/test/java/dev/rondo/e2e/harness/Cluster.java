package dev.rondo.e2e.harness;

import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.postgres.EmbeddedPostgres;
import dev.rondo.metadata.postgres.EmbeddedPostgresConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The processes apart, as on several machines: one PostgreSQL; scheduler, DAG processor and webserver that share a
 * storage folder; workers that have a home each and know a scheduler's address and the workers' token, nothing else.
 */
public final class Cluster implements AutoCloseable {

    private static final String TOKEN = "the-token-of-all-workers-of-this-test";

    private final Distribution distribution = Distribution.built();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Map<String, RondoProcess> processes = new HashMap<>();
    private final Map<String, TestHome> homes = new HashMap<>();
    private final Map<String, Integer> schedulers = new LinkedHashMap<>();
    private final int webPort = freePort();
    private @Nullable EmbeddedPostgres postgres;

    /** Starts everything but workers; returns when the API answers. */
    public void start() {
        TestHome database = home("database");
        EmbeddedPostgres started =
                EmbeddedPostgres.start(database.folder(), EmbeddedPostgresConfig.durable(), Cluster::pause);
        open.push(started);
        postgres = started;
        int migrated =
                process("migrate", home("server"), List.of("db", "migrate")).awaitExit();
        if (migrated != 0) {
            throw new AssertionError(
                    "db migrate ended with " + migrated + ": " + home("server").read("migrate.out"));
        }
        startScheduler();
        startDagProcessor();
        startWebserver();
    }

    private static void pause(java.time.Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    public RondoProcess startScheduler() {
        return startScheduler("scheduler");
    }

    /** Starts one more scheduler, or one of that name that was killed before, at the address that it had. */
    public RondoProcess startScheduler(String name) {
        int port = schedulers.computeIfAbsent(name, n -> freePort());
        return ready(process(name, home("server"), List.of("scheduler", "--port", Integer.toString(port))));
    }

    public RondoProcess startDagProcessor() {
        return ready(process("dag-processor", home("server"), List.of("dag-processor")));
    }

    public RondoProcess startWebserver() {
        return ready(beginWebserver());
    }

    /** Starts it and does not wait until it is ready. */
    public RondoProcess beginWebserver() {
        return process("webserver", home("server"), List.of("webserver", "--port", Integer.toString(webPort)));
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
        String addresses =
                of.stream().map(s -> "http://127.0.0.1:" + schedulers.get(s)).collect(Collectors.joining(","));
        List<String> words = new ArrayList<>(
                List.of("worker", "--name", name, "--slots", Integer.toString(slots), "--scheduler", addresses));
        words.addAll(List.of(options));
        return ready(process(name, home(name), words));
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

    /** The home of a worker, or {@code server}: the one of all others. */
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
        Map<String, String> environment = new HashMap<>(Map.of("RONDO_WORKER_TOKEN", TOKEN));
        if (!words.getFirst().equals("worker")) {
            JdbcSettings settings = postgres().settings();
            environment.put("RONDO_DATABASE_URL", settings.url());
            environment.put("RONDO_DATABASE_USER", settings.user());
            environment.put("RONDO_DATABASE_PASSWORD", settings.password());
        }
        RondoProcess started = RondoProcess.start(name, distribution, home, environment, words);
        processes.put(name, started);
        open.push(started);
        return started;
    }

    private RondoProcess ready(RondoProcess started) {
        started.awaitOutput(RondoProcess.READY);
        return started;
    }

    /** Prints what all processes said. */
    public void tell() {
        homes.values().forEach(Words::tell);
    }

    @Override
    public void close() {
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
