package dev.rondo.metadata;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * How the sessions of a migration wait, beside servers that work. They may be idle within a transaction: one holds its
 * lock so while a step works, which over years of rows is long. But no step waits long for the lock of a table, for
 * whoever comes after it waits behind it, readers too: it gives way, and is taken again.
 */
final class Unhurried extends BaseCallback {

    // Half of what a server lets pass before it looks for a deadlock (deadlock_timeout, 1 s): so the step gives way in
    // one, and no transaction of a server.
    private static final String SETTINGS = "set idle_in_transaction_session_timeout = 0; set lock_timeout = '500ms'";

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_CONNECT;
    }

    @Override
    public void handle(Event event, Context context) {
        try (Statement statement = context.getConnection().createStatement()) {
            statement.execute(SETTINGS);
        } catch (SQLException e) {
            throw new FlywayException("a session of the migration could not be set up: " + e.getMessage(), e);
        }
    }
}
