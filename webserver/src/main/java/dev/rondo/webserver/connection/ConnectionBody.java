package dev.rondo.webserver.connection;

import dev.rondo.sdk.Connection;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.secret.Masked;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A connection as a caller writes it. */
record ConnectionBody(
        @Nullable String connectionId,
        @Nullable String connType,
        @Nullable String description,
        @Nullable String host,
        @Nullable String login,
        @Nullable String password,
        @Nullable Integer port,
        @Nullable String schema,
        @Nullable String extra,
        @Nullable String teamName) {

    private static final Pattern ID = Pattern.compile("[\\w.-]{1,200}");
    private static final Pattern TYPE = Pattern.compile("[\\w.-]{1,100}");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_TEXT = 64 * 1024;

    ConnectionBody {
        extra = extra == null || extra.isBlank() ? null : extra;
    }

    /** One that is only named. */
    static ConnectionBody named(String id) {
        return new ConnectionBody(id, null, null, null, null, null, null, null, null, null);
    }

    String requireId(String where) {
        if (connectionId == null || !ID.matcher(connectionId).matches()) {
            throw ProblemException.invalid(
                    where + ".connection_id", "it must be 1 to 200 letters, digits, underscores, dots and dashes");
        }
        return connectionId;
    }

    /** Itself, if what is given can be handed to a task. */
    ConnectionBody checked(String id, String where) {
        if (connType != null && !TYPE.matcher(connType).matches()) {
            throw ProblemException.invalid(
                    where + ".conn_type", "it must be 1 to 100 letters, digits, underscores, dots and dashes");
        }
        if (port != null && (port < 1 || port > MAX_PORT)) {
            throw ProblemException.invalid(where + ".port", "it must be 1 to " + MAX_PORT + ", was " + port);
        }
        if (Stream.of(description, host, login, password, schema, extra)
                .anyMatch(text -> text != null && (text.length() > MAX_TEXT || text.indexOf('\0') >= 0))) {
            throw ProblemException.invalid(
                    where,
                    "description, host, login, password, schema and extra may have " + MAX_TEXT
                            + " characters each, and no NUL");
        }
        if (teamName != null) {
            throw ProblemException.invalid(where + ".team_name", "teams are not known here; leave it out");
        }
        checkUri(id, where);
        return this;
    }

    /** A task is handed a URI, which must say the same. */
    private void checkUri(String id, String where) {
        try {
            Connection whole = new Connection(
                    id,
                    connType == null ? "generic" : connType,
                    host,
                    login,
                    password,
                    port,
                    schema,
                    extra == null || extra.equals(Masked.MASK) ? "{}" : extra);
            String asRead = Connection.ofUri(id, whole.toUri()).host();
            if (!Objects.equals(asRead, host == null || host.isEmpty() ? null : host)) {
                throw ProblemException.invalid(
                        where + ".host", "a task, which is handed a URI, would read another host from it: " + asRead);
            }
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(where, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return "ConnectionBody[" + connectionId + "]"; // it holds secrets
    }
}
