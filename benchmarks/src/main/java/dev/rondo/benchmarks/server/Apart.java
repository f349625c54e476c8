package dev.rondo.benchmarks.server;

import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.postgres.EmbeddedPostgres;
import dev.rondo.metadata.postgres.EmbeddedPostgresConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Rondo's processes apart on one machine: PostgreSQL, schedulers, DAG processor, webserver and a worker. */
public final class Apart implements Installation {

    /** What workers sign in with. */
    public static final String TOKEN = "the-token-of-the-workers-of-a-benchmark";

    private final Path launcher;
    private final Path folder;
    private final Surroundings surroundings;
    private final EmbeddedPostgres postgres;
    private final Map<String, Part> parts = new HashMap<>();
    private final Deque<Part> open = new ArrayDeque<>();
    private final List<String> schedulers = new ArrayList<>();
    private final int webPort;
    private int workers;

    private Apart(Path launcher, Path folder, Surroundings surroundings, EmbeddedPostgres postgres) throws IOException {
        this.launcher = launcher;
        this.folder = folder;
        this.surroundings = surroundings;
        this.postgres = postgres;
        this.webPort = freePort();
    }

    /**
     * Starts all of them.
     *
     * @param folder an empty one, for their homes
     * @param schedulers how many, one at least
     * @param slots of the worker
     */
    public static Apart start(Path launcher, Path folder, int schedulers, int slots, Surroundings surroundings)
            throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(
                Files.createDirectories(folder.resolve("database")),
                EmbeddedPostgresConfig.durable(),
                surroundings::sleep);
        Apart apart = new Apart(launcher, folder, surroundings, postgres);
        try {
            apart.startAll(schedulers, slots);
            return apart;
        } catch (IOException | RuntimeException e) {
            apart.close();
            throw e;
        }
    }

    private void startAll(int count, int slots) throws IOException {
        Path server = Files.createDirectories(folder.resolve("server"));
        migrate(server);
        for (int i = 1; i <= count; i++) {
            int port = freePort();
            schedulers.add("http://127.0.0.1:" + port);
            start("scheduler" + i, server, List.of("scheduler", "--port", Integer.toString(port)));
        }
        start("dag-processor", server, List.of("dag-processor"));
        start("webserver", server, List.of("webserver", "--port", Integer.toString(webPort)));
        addWorker(slots);
    }

    /** Starts one more worker; the first is named {@code worker1}. */
    public void addWorker(int slots) throws IOException {
        String name = "worker" + ++workers;
        start(
                name,
                Files.createDirectories(folder.resolve(name)),
                List.of(
                        "worker",
                        "--name",
                        name,
                        "--slots",
                        Integer.toString(slots),
                        "--scheduler",
                        String.join(",", schedulers)));
    }

    private void migrate(Path home) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "db", "migrate");
        builder.environment().putAll(environment(home));
        Path output = folder.resolve("migrate.out");
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        try {
            if (builder.start().waitFor() != 0) {
                throw new BenchmarkException("rondo db migrate failed:\n" + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    private void start(String name, Path home, List<String> words) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(words);
        Part part = Part.start(name, command, environment(home), folder.resolve(name + ".out"), surroundings);
        parts.put(name, part);
        open.push(part);
    }

    private Map<String, String> environment(Path home) {
        JdbcSettings database = postgres.settings();
        return Map.of(
                "RONDO_HOME", home.toString(),
                "RONDO_WORKER_TOKEN", TOKEN,
                "RONDO_DATABASE_URL", database.url(),
                "RONDO_DATABASE_USER", database.user(),
                "RONDO_DATABASE_PASSWORD", database.password());
    }

    /**
     * One of them: {@code scheduler1}, {@code scheduler2}, {@code dag-processor}, {@code webserver}, {@code worker1}.
     */
    public Part part(String name) {
        Part part = parts.get(name);
        if (part == null) {
            throw new IllegalArgumentException("there is no " + name);
        }
        return part;
    }

    /** The names of those that have ended though nobody stopped them. */
    public List<String> ended() {
        return parts.entrySet().stream()
                .filter(part -> !part.getValue().isAlive())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** All that they have started and that lives. */
    public List<ProcessHandle> below() {
        return parts.values().stream().flatMap(Part::below).toList();
    }

    @Override
    public Usage usage() throws IOException {
        return Usage.of(Stream.concat(parts.values().stream().map(Part::pid), Stream.of(postgres.pid()))
                .toList());
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    /** Where workers find the first scheduler. */
    public URI scheduler() {
        return URI.create(schedulers.getFirst());
    }

    @Override
    public Path dags() {
        return folder.resolve("server/dags");
    }

    /** A folder for what a measurement keeps beside them. */
    public Path folder() {
        return folder;
    }

    @Override
    public Rest signIn() throws IOException {
        return Rest.signIn(
                URI.create("http://127.0.0.1:" + webPort),
                "admin",
                Files.readString(folder.resolve("server/admin-password")).strip());
    }

    @Override
    public Tables tables() {
        JdbcSettings database = postgres.settings();
        return Tables.open(database.url(), database.user(), database.password(), surroundings);
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().stop();
        }
        postgres.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
