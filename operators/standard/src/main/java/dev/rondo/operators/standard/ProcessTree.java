package dev.rondo.operators.standard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A process with all it starts. Where there is {@code setsid} (on Linux), they form a session of their own, and a
 * signal reaches all of them, also those whose parents are gone; elsewhere, those that can be found from the first one.
 */
final class ProcessTree {

    /** For a process to end what it has begun; less than a worker's grace, after which it ends everything itself. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    private final Process process;
    private final boolean session;

    private ProcessTree(Process process, boolean session) {
        this.process = process;
        this.session = session;
    }

    /** Starts the process, as the first of a session where that can be. */
    static ProcessTree start(ProcessBuilder builder) throws IOException {
        Path setsid = SETSID.stream().filter(Files::isExecutable).findFirst().orElse(null);
        if (setsid != null) {
            List<String> command = new ArrayList<>(List.of(setsid.toString()));
            command.addAll(builder.command());
            builder.command(command);
        }
        return new ProcessTree(builder.start(), setsid != null);
    }

    Process process() {
        return process;
    }

    /** Asks all to end (SIGTERM), and ends those that have not after a grace. */
    void stop() {
        List<ProcessHandle> all = handles();
        signal("TERM");
        all.forEach(ProcessHandle::destroy);
        try {
            process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // It does not want to.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for a process cannot fail", e);
        }
        all.forEach(ProcessHandle::destroyForcibly);
        kill();
    }

    /** Ends all at once (SIGKILL). */
    void kill() {
        if (process.isAlive()) {
            handles().forEach(ProcessHandle::destroyForcibly);
        }
        if (session && hasRest()) {
            signal("KILL");
        }
    }

    /** Ends what is left when the first process is over; says whether there was any. */
    boolean killRest() {
        boolean rest = session && hasRest();
        if (rest) {
            signal("KILL");
        }
        return rest;
    }

    private boolean hasRest() {
        return signal("0");
    }

    private List<ProcessHandle> handles() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
    }

    /** Sends a signal to the session's group; says whether there was anyone to get it. */
    private boolean signal(String name) {
        if (!session) {
            return false;
        }
        try {
            // The group has the number of its first process, which also stays when that one is gone.
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " -" + process.pid())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return kill.waitFor() == 0;
        } catch (IOException e) {
            throw new IllegalStateException("cannot run sh to send a signal to the processes of the task", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
