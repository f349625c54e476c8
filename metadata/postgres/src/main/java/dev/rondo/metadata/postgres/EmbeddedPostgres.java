package dev.rondo.metadata.postgres;

import dev.rondo.core.time.Pause;
import dev.rondo.metadata.JdbcSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server under a home folder, for those who bring none of their own.
 *
 * <p>The server is a process beside this JVM and outlives its crash; the next {@link #start} attaches to it. Several
 * processes may use one home at once: the first starts the server, the last to {@link #close} stops it, and the death
 * of one counts as its leaving. Ctrl-C at the terminal does not reach the server.
 *
 * <p>The home keeps in {@code postgres/}: the unpacked programs by version, {@code data}, {@code password} (0600),
 * {@code port}, {@code server.conf} and {@code server.log}.
 *
 * <p>Any thread may call; calls wait for each other.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** How {@link #start} found the server. */
    public sealed interface Origin {}

    /** It was not running and was started. */
    public record Started() implements Origin {}

    /**
     * It was running.
     *
     * @param sharedWith pids of the living processes that use it too; empty: it was left behind by a killed one
     */
    public record Attached(List<Long> sharedWith) implements Origin {

        public Attached {
            sharedWith = List.copyOf(sharedWith);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private final PostgresHome home;
    private final EmbeddedPostgresConfig config;
    private final Pause pause;
    private final Origin origin;
    private final JdbcSettings settings;
    private final UserMark mark;
    private volatile Postmaster postmaster;
    private boolean isClosed; // guarded by this

    private EmbeddedPostgres(
            PostgresHome home,
            EmbeddedPostgresConfig config,
            Pause pause,
            Starter.Up up,
            List<Long> others,
            UserMark mark) {
        this.home = home;
        // The port that was given out stays, also over a restart.
        this.config = config.withPort(up.postmaster().port());
        this.pause = pause;
        this.origin = up.wasRunning() ? new Attached(others) : new Started();
        this.settings = up.settings();
        this.mark = mark;
        this.postmaster = up.postmaster();
    }

    /**
     * Returns when the server answers: after some 0.2 s for a home with data, 3 s for a new one (unpacking, initdb),
     * and longer when it has to recover from a crash.
     *
     * @param home the folder that holds everything of Rondo; made if missing
     * @throws EmbeddedPostgresException with the problem and how to mend it
     */
    public static EmbeddedPostgres start(Path home, EmbeddedPostgresConfig config, Pause pause) {
        PostgresHome layout = PostgresHome.create(home);
        try (FolderLock _ = FolderLock.acquire(layout.startLock(), pause)) {
            List<Long> others = UserMark.livingPids(layout.users());
            Starter.Up up = new Starter(layout, config, pause).bringUp(others);
            UserMark mark = UserMark.create(layout.users());
            EmbeddedPostgres started = new EmbeddedPostgres(layout, config, pause, up, others, mark);
            LOG.atInfo()
                    .addKeyValue("folder", layout.folder())
                    .addKeyValue("pid", up.postmaster().process().pid())
                    .addKeyValue("port", up.postmaster().port())
                    .log(up.wasRunning() ? "attached to embedded postgresql" : "embedded postgresql started");
            return started;
        }
    }

    /**
     * How to reach the server of a home if it runs, for those who look at a home as it is: nothing is started, made or
     * kept running.
     *
     * @param home the folder that holds everything of Rondo
     */
    public static Optional<JdbcSettings> findRunning(Path home) {
        return PostgresHome.find(home)
                .flatMap(found -> Postmaster.find(found)
                        .filter(running -> running.port() != 0)
                        .map(running -> SignIn.settings(found, Password.readOrMake(found), running.port())));
    }

    /** Of the application's database; valid until {@link #close}, also over {@link #restartIfDead}. */
    public JdbcSettings settings() {
        return settings;
    }

    public Origin origin() {
        return origin;
    }

    /** Of the postmaster. */
    public long pid() {
        return postmaster.process().pid();
    }

    /**
     * Starts the server again, on the same port, if it was killed. Cheap while it lives (some 50 us), so it may be
     * called every second; who holds connections sees them broken and opens new ones.
     *
     * @return whether it had died
     * @throws EmbeddedPostgresException if it cannot be started; the next call tries again
     */
    public synchronized boolean restartIfDead() {
        if (isClosed || postmaster.isAlive(home)) {
            return false;
        }
        LOG.atWarn().addKeyValue("pid", pid()).log("embedded postgresql died, starting it again");
        try (FolderLock _ = FolderLock.acquire(home.startLock(), pause)) {
            postmaster = new Starter(home, config, pause)
                    .bringUp(UserMark.livingPids(home.users()))
                    .postmaster();
        }
        return true;
    }

    /** Stops the server, unless another process uses it; takes at most the stop timeout and 4 s. Repeatable. */
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try (FolderLock _ = FolderLock.acquire(home.startLock(), pause)) {
            mark.close();
            List<Long> others = UserMark.livingPids(home.users());
            if (!others.isEmpty()) {
                LOG.atInfo().addKeyValue("users", others).log("embedded postgresql goes on for others");
                return;
            }
            Postmaster.find(home).ifPresent(running -> running.stop(home, config.stopTimeout(), pause));
            LOG.atInfo().addKeyValue("folder", home.folder()).log("embedded postgresql stopped");
        }
    }
}
