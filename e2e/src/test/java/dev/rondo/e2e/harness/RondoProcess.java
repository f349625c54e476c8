package dev.rondo.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of Rondo, started by the launcher of the distribution. */
public final class RondoProcess implements AutoCloseable {

    /** What every server process prints when it is. */
    public static final String READY = "is ready";

    private final String name;
    private final Process process;
    private final Path output;
    // What a process of that name said before this one.
    private final int before;

    private RondoProcess(String name, Process process, Path output, int before) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.before = before;
    }

    /**
     * Starts {@code rondo WORDS…}.
     *
     * @param name of the process in messages and of its output in the home
     * @param environment beside {@code RONDO_HOME}; nothing of the test's own environment that begins with RONDO
     *     reaches it
     */
    public static RondoProcess start(
            String name,
            Distribution distribution,
            TestHome home,
            Map<String, String> environment,
            List<String> words) {
        return start(List.of(), name, distribution, home, environment, words);
    }

    /**
     * Starts {@code rondo WORDS…} by another command, which is to become that process: {@code setpriv}, {@code nice}.
     *
     * @see #start(String, Distribution, TestHome, Map, List)
     */
    public static RondoProcess start(
            List<String> by,
            String name,
            Distribution distribution,
            TestHome home,
            Map<String, String> environment,
            List<String> words) {
        List<String> command = new ArrayList<>(by);
        command.add(distribution.launcher().toString());
        command.addAll(words);
        Path output = home.folder().resolve(name + ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().removeIf(key -> key.startsWith("RONDO_"));
        builder.environment().put("RONDO_HOME", home.folder().toString());
        // A fresh distribution would make its caches beside the first tests and slow them down.
        builder.environment().put("RONDO_AOT", "off");
        builder.environment().putAll(environment);
        try {
            int before = Files.exists(output) ? Files.readString(output).length() : 0;
            return new RondoProcess(name, builder.start(), output, before);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    /** What it has printed. */
    public String output() {
        try {
            return Files.readString(output).substring(before);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + output, e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has printed the text; fails at once when it ends without. */
    public void awaitOutput(String text) {
        Await.until(name + " to print '" + text + "'", () -> {
            boolean alive = isAlive(); // before reading: its last words must not be missed
            if (output().contains(text)) {
                return true;
            }
            if (!alive) {
                throw new AssertionError(
                        name + " ended with " + process.exitValue() + " before it said '" + text + "':\n" + output());
            }
            return false;
        });
    }

    /** {@code kill -9}; returns when it is gone. */
    public void kill9() {
        Signals.send("KILL", pid());
        var _ = awaitExit();
    }

    /** Freezes it. */
    public void sigstop() {
        Signals.send("STOP", pid());
    }

    /** Lets it go on after {@link #sigstop}. */
    public void sigcont() {
        Signals.send("CONT", pid());
    }

    /** Asks it to end. */
    public void sigterm() {
        Signals.send("TERM", pid());
    }

    /** Waits for its end. */
    public int awaitExit() {
        return awaitExit(Await.LIMIT);
    }

    /** Waits for its end, at most so long. */
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " did not end within " + limit.toSeconds() + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + name, e);
        }
    }

    /** Ends it if it still runs: in order when it can, by force when it does not in time. */
    @Override
    public void close() {
        if (!isAlive()) {
            return;
        }
        sigcont();
        sigterm();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) { // twice what it promises
                kill9();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill9();
        }
    }
}
