package dev.rondo.benchmarks.server;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A running {@code rondo standalone} with its database and task hosts, in a home of its own. */
public final class RondoServer implements Installation {

    // A new home unpacks and initialises PostgreSQL, on a machine that may be busy.
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private static final Duration LOOK = Duration.ofMillis(5);

    private static final long STOP_SECONDS = 20;

    private final Path home;
    private final Process process;
    private final URI url;
    private final double readySeconds;
    private final Surroundings surroundings;

    private RondoServer(Path home, Process process, URI url, double readySeconds, Surroundings surroundings) {
        this.home = home;
        this.process = process;
        this.url = url;
        this.readySeconds = readySeconds;
        this.surroundings = surroundings;
    }

    /** Starts it and waits until it says that it is ready. */
    public static RondoServer start(Path launcher, Path home, List<String> options, Surroundings surroundings)
            throws IOException {
        return start(launcher, home, options, Map.of(), surroundings);
    }

    /** As above, with these variables in its environment. */
    public static RondoServer start(
            Path launcher, Path home, List<String> options, Map<String, String> environment, Surroundings surroundings)
            throws IOException {
        Path serverFile = home.resolve("server.json");
        Files.deleteIfExists(serverFile);
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "standalone", "--port", "0"));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("RONDO_HOME", home.toString());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(home.resolve("standalone.out").toFile());
        double begin = surroundings.seconds();
        Process process = builder.start();
        // Whoever ends the measurement early ends what it measures.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "end " + process.pid()));
        while (true) {
            Optional<URI> url = findUrl(serverFile);
            if (url.isPresent()) {
                return new RondoServer(home, process, url.get(), surroundings.seconds() - begin, surroundings);
            }
            if (!process.isAlive() || surroundings.seconds() - begin > START_LIMIT.toSeconds()) {
                end(process);
                // Said here because the home goes with the measurement.
                throw new BenchmarkException(
                        "rondo standalone did not get ready:\n" + Files.readString(home.resolve("standalone.out")));
            }
            surroundings.sleep(LOOK);
        }
    }

    private static Optional<URI> findUrl(Path serverFile) throws IOException {
        if (!Files.isRegularFile(serverFile)) {
            return Optional.empty();
        }
        String text = Files.readString(serverFile);
        // Being written just now.
        return text.endsWith("}\n")
                ? ((JsonObject) JsonValue.parse(text)).findString("url").map(URI::create)
                : Optional.empty();
    }

    @Override
    public Path dags() {
        return home.resolve("dags");
    }

    /** From the command until it said that it is ready. */
    public double readySeconds() {
        return readySeconds;
    }

    @Override
    public Rest signIn() throws IOException {
        return Rest.signIn(
                url, "admin", Files.readString(home.resolve("admin-password")).strip());
    }

    /** A client of its API, signed in as somebody else. */
    public Rest signIn(String username, String password) throws IOException {
        return Rest.signIn(url, username, password);
    }

    @Override
    public Tables tables() throws IOException {
        Path postgres = home.resolve("postgres");
        return Tables.open(
                Integer.parseInt(Files.readString(postgres.resolve("port")).strip()),
                Files.readString(postgres.resolve("password")).strip(),
                surroundings);
    }

    @Override
    public Usage usage() throws IOException {
        Path postmaster = home.resolve("postgres/data/postmaster.pid");
        return Usage.of(List.of(
                process.pid(), Long.parseLong(Files.readAllLines(postmaster).getFirst())));
    }

    @Override
    public void close() {
        end(process);
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
