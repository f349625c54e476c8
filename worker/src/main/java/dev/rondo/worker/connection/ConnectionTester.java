package dev.rondo.worker.connection;

import dev.rondo.core.protocol.Ask;
import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.runtime.ServerSecrets;
import dev.rondo.runtime.connection.ConnectionTestMain;
import dev.rondo.runtime.connection.Tested;
import dev.rondo.runtime.log.SecretMasker;
import dev.rondo.runtime.log.Secrets;
import dev.rondo.runtime.parse.Libraries;
import dev.rondo.worker.WorkerConfig;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tries connections, each in a JVM of its own that is like a task host: with its class path, options and environment,
 * and the drivers of the home behind them. Whatever a driver does there ends with that JVM.
 */
public final class ConnectionTester {

    /** More than a few people do not press a button at once; a JVM each. */
    public static final int AT_ONCE = 4;

    // A driver and its answer need little; some keep tables of their own.
    private static final String HEAP = "-Xmx128m";

    private static final int MAX_OUTPUT_BYTES = 64 * 1024;

    private static final int MAX_MESSAGE = 2_000;

    private final WorkerConfig config;
    private final Semaphore running = new Semaphore(AT_ONCE);

    public ConnectionTester(WorkerConfig config) {
        this.config = config;
    }

    /** It says nothing of the connection: the worker could not try it. */
    public static final class NotTestedException extends Exception {
        private static final long serialVersionUID = 1;

        NotTestedException(String message) {
            super(message);
        }
    }

    /**
     * Tries the connection and waits for the end; the message has no secret of it.
     *
     * @throws NotTestedException when too many are under way, or no process can be started
     * @throws InterruptedException when the caller is to stop; the process is killed
     */
    public Tested test(SchedulerMessage.TestConnection wanted) throws NotTestedException, InterruptedException {
        if (!running.tryAcquire()) {
            throw new NotTestedException("worker '" + config.name() + "' tests " + AT_ONCE
                    + " connections already; try again in some seconds");
        }
        try {
            Tested tested = run(wanted);
            SecretMasker masker = new SecretMasker();
            masker.add(Secrets.in(Ask.CONNECTION, List.of(wanted.connectionId()), wanted.uri()));
            String masked = masker.mask(tested.message()).strip();
            return new Tested(tested.passed(), masked.substring(0, Math.min(masked.length(), MAX_MESSAGE)));
        } catch (IOException e) {
            throw new NotTestedException(
                    "worker '" + config.name() + "' cannot start a process for the test: " + e.getMessage());
        } finally {
            running.release();
        }
    }

    private Tested run(SchedulerMessage.TestConnection wanted) throws IOException, InterruptedException {
        Path output = Files.createTempFile("rondo-test", ".out");
        Path errors = Files.createTempFile("rondo-test", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command(wanted.connectionId()));
            ServerSecrets.removeFrom(builder.environment());
            Process process = builder.redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            try {
                process.getOutputStream().write(wanted.uri().getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().close();
                if (!process.waitFor(wanted.limitMillis(), TimeUnit.MILLISECONDS)) {
                    return new Tested(
                            false, "no answer within " + TimeUnit.MILLISECONDS.toSeconds(wanted.limitMillis()) + " s");
                }
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            return read(output, errors, process.exitValue());
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(errors);
        }
    }

    private List<String> command(String connectionId) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(config.javaHome().resolve("bin/java").toString());
        command.addAll(config.hostOptions());
        command.add(HEAP);
        command.add("-cp");
        command.add(Stream.concat(config.hostClassPath().stream(), new Libraries(config.libraries()).jars().stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
        command.add(ConnectionTestMain.class.getName());
        command.add(connectionId);
        return command;
    }

    private static Tested read(Path output, Path errors, int exitCode) throws IOException {
        String said = start(output);
        if (said.startsWith(ConnectionTestMain.PASSED)) {
            return new Tested(true, said.substring(ConnectionTestMain.PASSED.length()));
        }
        if (said.startsWith(ConnectionTestMain.FAILED)) {
            return new Tested(false, said.substring(ConnectionTestMain.FAILED.length()));
        }
        String words = start(errors).strip();
        return new Tested(
                false, "the process of the test ended with " + exitCode + (words.isEmpty() ? "" : ": " + words));
    }

    private static String start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
        }
    }
}
