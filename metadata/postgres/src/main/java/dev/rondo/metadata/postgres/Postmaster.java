package dev.rondo.metadata.postgres;

import dev.rondo.core.time.Pause;
import dev.rondo.metadata.postgres.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server of this home, whoever started it.
 *
 * @param port it listens on; 0 in its first moments
 */
record Postmaster(ProcessHandle process, int port, boolean isReady) {

    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);

    private static final Duration STEP = Duration.ofMillis(5);

    /** What the immediate shutdown and the kill each get: both only have to end processes. */
    private static final Duration IMMEDIATE = Duration.ofSeconds(2);

    /**
     * Finds the live server behind {@code postmaster.pid}. A number that died, that is a zombie, or that another
     * program has got since is not one.
     */
    static Optional<Postmaster> find(PostgresHome home) {
        return PostmasterFile.read(home.postmasterPid())
                .flatMap(file -> ProcessHandle.of(file.pid())
                        .filter(process -> serves(process, home))
                        .map(process -> new Postmaster(process, file.port(), file.isReady())));
    }

    /**
     * A recycled pid that happens to be alive makes the server refuse to start ("lock file already exists"); its own
     * check of the shared memory still guards the data once the file is gone.
     */
    static void forgetRecycledPid(PostgresHome home) throws IOException {
        Optional<PostmasterFile> file = PostmasterFile.read(home.postmasterPid());
        if (file.isPresent() && ProcessHandle.of(file.get().pid()).isPresent()) {
            LOG.atInfo().addKeyValue("pid", file.get().pid()).log("postmaster.pid names another program, removing it");
            Files.delete(home.postmasterPid());
        }
    }

    private static boolean serves(ProcessHandle process, PostgresHome home) {
        List<String> arguments = List.of(process.info().arguments().orElse(new String[0])); // empty too for a zombie
        int option = arguments.indexOf("-D");
        return option >= 0
                && option + 1 < arguments.size()
                && arguments.get(option + 1).equals(home.data().toString());
    }

    /** Whether it runs this installation's program; true where the system does not tell. */
    boolean runs(Installation installation) {
        return process.info()
                .command()
                .map(command -> Path.of(command).equals(installation.program("postgres")))
                .orElse(true);
    }

    boolean isAlive(PostgresHome home) {
        return process.isAlive() && serves(process, home);
    }

    /**
     * Fast shutdown (sessions are ended, everything is written); when that takes longer than {@code limit}, the
     * immediate one, and at last the kill. Committed rows survive each.
     */
    void stop(PostgresHome home, Duration limit, Pause pause) {
        signal("INT");
        if (endsWithin(limit, home, pause)) {
            return;
        }
        LOG.atWarn().addKeyValue("limit", limit).log("fast shutdown of postgresql took too long, stopping it at once");
        signal("QUIT");
        if (endsWithin(IMMEDIATE, home, pause)) {
            return;
        }
        process.destroyForcibly();
        if (!endsWithin(IMMEDIATE, home, pause)) {
            throw new EmbeddedPostgresException(
                    Problem.SERVER_FAILED,
                    "embedded postgresql: process " + process.pid() + " of " + home.folder()
                            + " outlived SIGINT, SIGQUIT and SIGKILL; see `ps` for its state (a hanging disk?)");
        }
    }

    /** Java sends TERM and KILL only, and TERM makes the server wait for its clients to leave. */
    private void signal(String name) {
        String command = "kill -" + name + " " + process.pid();
        try {
            OsCommand.run(List.of("sh", "-c", command), Path.of("/"), IMMEDIATE);
        } catch (IOException e) {
            throw IoFailure.explained(command, e);
        }
    }

    private boolean endsWithin(Duration limit, PostgresHome home, Pause pause) {
        long steps = Math.max(1, limit.dividedBy(STEP));
        for (long step = 0; step < steps; step++) {
            if (!isAlive(home)) {
                // A dying process loses its arguments before its port, and a zombie has neither: one more step for the
                // first.
                if (process.isAlive()) {
                    Waits.pause(pause, STEP, "waiting for process " + process.pid());
                }
                return true;
            }
            Waits.pause(pause, STEP, "waiting for the end of process " + process.pid());
        }
        return false;
    }
}
