package dev.rondo.benchmarks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One of the processes apart: a command of Rondo that is started, hit, and started again. */
public final class Part {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final long STOP_SECONDS = 20;

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path output;
    private final Surroundings surroundings;
    private Process process;

    private Part(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path output,
            Surroundings surroundings,
            Process process) {
        this.name = name;
        this.command = command;
        this.environment = environment;
        this.output = output;
        this.surroundings = surroundings;
        this.process = process;
    }

    /** Starts it and waits until it says that it is ready. */
    static Part start(
            String name, List<String> command, Map<String, String> environment, Path output, Surroundings surroundings)
            throws IOException {
        Part part = new Part(name, command, environment, output, surroundings, begin(command, environment, output));
        part.awaitReady();
        return part;
    }

    private static Process begin(List<String> command, Map<String, String> environment, Path output)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(output.toFile());
        Process process = builder.start();
        // Whoever ends the measurement early ends what it measures.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end " + process.pid()));
        return process;
    }

    private void awaitReady() throws IOException {
        double begin = surroundings.seconds();
        while (!Files.readString(output).contains("is ready")) {
            if (!process.isAlive() || surroundings.seconds() - begin > START_LIMIT.toSeconds()) {
                throw new BenchmarkException(name + " did not get ready:\n" + Files.readString(output));
            }
            surroundings.sleep(LOOK);
        }
    }

    /** Starts it again, after it was killed, and waits until it is ready. */
    public void startAgain() throws IOException {
        process = begin(command, environment, output);
        awaitReady();
    }

    /** {@code kill -9}; returns when it is gone. What it had started stays. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** {@code kill -9} of it and of all that it had started. */
    public void killAll() {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
    }

    /** SIGSTOP. */
    public void freeze() throws IOException {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() throws IOException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException {
        int code = awaitEnd(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start());
        if (code != 0) {
            throw new BenchmarkException("cannot send " + signal + " to " + name);
        }
    }

    /** What it has started and still lives, and what that has started. */
    public Stream<ProcessHandle> below() {
        return process.descendants();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end, and ends it when it does not. */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                killAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private void awaitEnd() {
        int ignored = awaitEnd(process);
    }

    private static int awaitEnd(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }
}
