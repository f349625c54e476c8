package dev.rondo.webserver.connection;

import dev.rondo.sdk.Connection;
import dev.rondo.webserver.rest.ProblemException;
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

    /** Checks all that is given, so that whatever is stored can be handed to a task. */
    void check(String id) {
        if (connType != null && !TYPE.matcher(connType).matches()) {
            throw ProblemException.invalid(
                    "body.conn_type", "it must be 1 to 100 letters, digits, underscores, dots and dashes");
        }
        if (port != null && (port < 1 || port > MAX_PORT)) {
            throw ProblemException.invalid("body.port", "it must be 1 to " + MAX_PORT + ", was " + port);
        }
        if (Stream.of(description, host, login, password, schema, extra)
                .anyMatch(text -> text != null && (text.length() > MAX_TEXT || text.indexOf('\0') >= 0))) {
            throw ProblemException.invalid(
                    "body",
                    "description, host, login, password, schema and extra may have " + MAX_TEXT
                            + " characters each, and no NUL");
        }
        if (teamName != null) {
            throw ProblemException.invalid("body.team_name", "teams are not known here; leave it out");
        }
        try {
            String uri = new Connection(
                            id,
                            connType == null ? "generic" : connType,
                            host,
                            login,
                            password,
                            port,
                            schema,
                            extra == null ? "{}" : extra)
                    .toUri();
            Connection ignored = Connection.ofUri(id, uri);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("body", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return "ConnectionBody[" + connectionId + "]"; // it holds secrets
    }
}
