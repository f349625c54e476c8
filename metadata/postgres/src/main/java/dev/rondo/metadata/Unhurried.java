package dev.rondo.metadata;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Lets the sessions of a migration be idle within a transaction: it holds its lock by one while a step works, which
 * over years of rows is long.
 */
final class Unhurried extends BaseCallback {

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_CONNECT;
    }

    @Override
    public void handle(Event event, Context context) {
        try (Statement statement = context.getConnection().createStatement()) {
            statement.execute("set idle_in_transaction_session_timeout = 0");
        } catch (SQLException e) {
            throw new FlywayException("a session of the migration could not be set up: " + e.getMessage(), e);
        }
    }
}
