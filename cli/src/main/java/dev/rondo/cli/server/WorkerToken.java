package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What workers sign in with to schedulers: one token for all of them. */
public final class WorkerToken {

    private static final String VARIABLE = "RONDO_WORKER_TOKEN";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the token that workers sign in with, the same for all schedulers and workers."
                    + " Default: the token in " + VARIABLE + ", or the file worker-token in the home.")
    private @Nullable Path file;

    /** The token for a scheduler, which makes it where there is none yet. */
    String made(Home home, Map<String, String> environment) {
        String said = environment.getOrDefault(VARIABLE, "").strip();
        if (file == null && !said.isEmpty()) {
            return said;
        }
        return SecretFile.readOrMake(file == null ? home.workerToken() : file);
    }

    /** The token for a worker, which must have been given it. */
    String given(Home home, Map<String, String> environment) {
        String said = environment.getOrDefault(VARIABLE, "").strip();
        if (file == null && !said.isEmpty()) {
            return said;
        }
        Path where = file == null ? home.workerToken() : file;
        try {
            String token = Files.readString(where).strip();
            if (!token.isEmpty()) {
                return token;
            }
        } catch (IOException e) {
            throw missing(where, e);
        }
        throw missing(where, null);
    }

    private static CommandException missing(Path where, @Nullable IOException cause) {
        String message = "no token to sign in with: " + where + (cause == null ? " is empty" : " cannot be read")
                + "; copy the file worker-token from the scheduler's home, or set " + VARIABLE;
        return cause == null
                ? new CommandException(ExitCode.CONFIG, message)
                : new CommandException(ExitCode.CONFIG, message, cause);
    }
}
