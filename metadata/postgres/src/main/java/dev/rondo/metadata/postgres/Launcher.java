package dev.rondo.metadata.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts the server through pg_ctl, which puts it into a session of its own: a Ctrl-C at the terminal reaches this JVM
 * and not the server, so that the JVM can drain first.
 */
final class Launcher {

    /** A start takes 50 ms. pg_ctl itself looks every 100. */
    private static final long STEP_MILLIS = 5;

    /** Turned over at start beyond this: a healthy start and stop writes 1 kB. */
    private static final long LOG_BYTES = 1 << 20;

    /** The end of the log that a message quotes. */
    private static final int QUOTED_BYTES = 4000;

    private final PostgresHome home;
    private final Installation installation;
    private final ServerUser user;
    private final Duration limit;

    Launcher(PostgresHome home, Installation installation, ServerUser user, Duration limit) {
        this.home = home;
        this.installation = installation;
        this.user = user;
        this.limit = limit;
    }

    Launch launch() throws IOException {
        prepareLog();
        long before = Files.size(home.log());
        Process pgCtl = OsCommand.start(user.command(command()), home.folder());
        try {
            while (!pgCtl.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                Optional<Postmaster> ready = Postmaster.find(home).filter(Postmaster::isReady);
                if (ready.isPresent()) {
                    return new Launch.Up(ready.get()); // pg_ctl notices it within 100 ms and ends by itself
                }
            }
        } catch (InterruptedException e) {
            throw Waits.interrupted("starting the server", e);
        }
        // Not "ready" only: it may recover for longer than pg_ctl waits, or be the one that a start which was killed
        // a moment ago had begun. Signing in waits for either.
        return Postmaster.find(home).<Launch>map(Launch.Up::new).orElseGet(() -> failure(pgCtl, before));
    }

    private List<String> command() {
        return List.of(
                installation.program("pg_ctl").toString(),
                "start",
                "--silent",
                "--wait",
                "--timeout=" + limit.toSeconds(),
                "--pgdata=" + home.data(),
                "--log=" + home.log(),
                "--options=-c config_file="
                        + ServerUser.shellWord(home.serverConf().toString()));
    }

    private void prepareLog() throws IOException {
        Path log = home.log();
        if (Files.exists(log) && Files.size(log) > LOG_BYTES) {
            Files.move(log, log.resolveSibling("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.notExists(log)) {
            DurableFiles.write(log, "", "rw-------");
        }
        if (!Files.getOwner(log).equals(user.owner())) {
            Files.setOwner(log, user.owner());
        }
    }

    private Launch failure(Process pgCtl, long before) {
        try {
            String said = OsCommand.resultOf(pgCtl).output() + "\n" + logSince(before);
            if (said.contains("could not bind") || said.contains("could not create any TCP/IP sockets")) {
                return new Launch.PortTaken();
            }
            if (said.contains("pre-existing shared memory block")) {
                return new Launch.RemainsOfAnother();
            }
            return new Launch.Failed(said.strip());
        } catch (IOException e) {
            throw IoFailure.explained("read " + home.log(), e);
        }
    }

    private String logSince(long offset) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(home.log())) {
            channel.position(Math.max(offset, channel.size() - QUOTED_BYTES));
            ByteBuffer bytes = ByteBuffer.allocate(QUOTED_BYTES);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until the end of the file
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }
}
