package dev.rondo.metadata;

import dev.rondo.core.time.Pause;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what other processes notify, on a connection of its own. It only wakes: whoever listens reads the tables, and
 * looks by itself from time to time, so that a word that is lost costs time and nothing else. After the database was
 * away it connects again, and wakes once, for what was said meanwhile.
 */
public final class NoticeListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeListener.class);

    // So often an idle connection is used, so that one whose peer vanished is noticed.
    private static final Duration LIVENESS = Duration.ofSeconds(20);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private static final Executor SAME_THREAD = Runnable::run;

    private final JdbcSettings settings;
    private final DatabaseConfig config;
    private final List<String> channels;
    private final Heard heard;
    private final Pause pause;
    private final Thread thread = Thread.ofPlatform().daemon().name("notices").unstarted(this::run);
    private volatile boolean closed;
    private volatile @Nullable Connection connection;

    /** Told what was heard, on the listener's thread: to wake others, not to work. */
    public interface Heard {
        /** Somebody said something on a channel. */
        void heard(String channel);

        /** It listens, from now on: what was said before was not heard. */
        void listening();
    }

    public NoticeListener(
            JdbcSettings settings, String applicationName, List<String> channels, Heard heard, Pause pause) {
        this.settings = settings;
        this.config = DatabaseConfig.of(applicationName, 1);
        this.channels = List.copyOf(channels);
        this.heard = heard;
        this.pause = pause;
    }

    /** Begins to listen, and goes on until it is closed. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                try (Connection fresh =
                        DriverManager.getConnection(settings.url(), Connections.properties(settings, config))) {
                    connection = fresh;
                    listen(fresh);
                } catch (SQLException e) {
                    LOG.atDebug().setCause(e).log("cannot listen to the database; it is tried again");
                }
                connection = null;
                if (!closed) {
                    pause.pause(BETWEEN_TRIES);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void listen(Connection fresh) throws SQLException {
        try (Statement statement = fresh.createStatement()) {
            for (String channel : channels) {
                statement.execute("listen " + statement.enquoteIdentifier(channel, true));
            }
        }
        heard.listening();
        PGConnection driver = fresh.unwrap(PGConnection.class);
        while (!closed) {
            PGNotification[] notices = driver.getNotifications((int) LIVENESS.toMillis());
            if (notices == null || notices.length == 0) {
                if (!fresh.isValid((int) LIVENESS.toSeconds())) {
                    throw new SQLException("the connection is dead");
                }
                continue;
            }
            // What comes together means the same once.
            List.of(notices).stream().map(PGNotification::getName).distinct().forEach(heard::heard);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        Connection current = connection;
        if (current != null) {
            try {
                current.abort(SAME_THREAD);
            } catch (SQLException e) {
                LOG.atDebug().setCause(e).log("the listening connection was gone already");
            }
        }
    }
}
