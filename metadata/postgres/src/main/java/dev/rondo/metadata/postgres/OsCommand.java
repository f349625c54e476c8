package dev.rondo.metadata.postgres;

import dev.rondo.metadata.postgres.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. */
final class OsCommand {

    /**
     * How it ended.
     *
     * @param output standard output and error together, at most what a pipe holds (64 KiB)
     */
    record Result(int exitCode, String output) {

        boolean ok() {
            return exitCode == 0;
        }
    }

    private OsCommand() {}

    /** Waits for the end, and kills what exceeds the limit. */
    static Result run(List<String> command, Path folder, Duration limit) throws IOException {
        Process process = start(command, folder);
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new EmbeddedPostgresException(
                        Problem.SERVER_FAILED,
                        "embedded postgresql: " + command + " did not end within " + limit + " and was killed");
            }
            return resultOf(process);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw Waits.interrupted("running " + command, e);
        }
    }

    static Process start(List<String> command, Path folder) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        clean(builder.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** @param process has ended */
    static Result resultOf(Process process) throws IOException {
        byte[] output = process.getInputStream().readAllBytes();
        return new Result(process.exitValue(), new String(output, StandardCharsets.UTF_8).strip());
    }

    /**
     * The server outlives this JVM and shows its environment to whoever shares its OS user: no connection secrets in
     * there, no {@code PGPORT} of the user's, and messages that can be recognised.
     */
    private static void clean(Map<String, String> environment) {
        environment.keySet().retainAll(List.of("PATH", "HOME", "TMPDIR"));
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
    }
}
