package dev.rondo.sdk;

import dev.rondo.sdk.internal.define.ConnectionUri;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a system outside, in Airflow's terms.
 *
 * @param id name of the connection
 * @param type kind of system, such as {@code postgres}
 * @param host name or address; may carry a protocol before it, as in {@code https://host}
 * @param port 1 to 65,535
 * @param schema database, path or the like, as the type has it
 * @param extra what else there is: a JSON object; <code>{}</code>: nothing
 */
public record Connection(
        String id,
        String type,
        @Nullable String host,
        @Nullable String login,
        @Nullable String password,
        @Nullable Integer port,
        @Nullable String schema,
        String extra) {

    /**
     * Checks the extra.
     *
     * @throws IllegalArgumentException when it is no JSON object; the message does not have it
     */
    public Connection {
        boolean object;
        try {
            object = JsonValue.parse(extra) instanceof JsonObject;
        } catch (JsonException e) {
            object = false;
        }
        if (!object) {
            throw new IllegalArgumentException(
                    "connection '" + id + "': its extra is not a JSON object; write {} for none");
        }
    }

    /**
     * Reads Airflow's URI form: {@code type://login:password@host:port/schema?name=value}, each part percent-encoded.
     *
     * @throws IllegalArgumentException when it cannot be read; the message does not have the URI, which may hold a
     *     password
     */
    public static Connection ofUri(String id, String uri) {
        return ConnectionUri.parse(id, uri);
    }

    /** The URI form, which {@link #ofUri} reads back; it holds the password. */
    public String toUri() {
        return ConnectionUri.format(this);
    }

    /** One of the extras: a text as it is, anything else as JSON; empty when it is not there, or null. */
    public Optional<String> findExtra(String name) {
        JsonValue value = ((JsonObject) JsonValue.parse(extra)).get(name);
        return value == null || value == JsonNull.NULL
                ? Optional.empty()
                : Optional.of(value instanceof JsonString text ? text.value() : value.toJson());
    }

    /** The connection without its secrets: {@code Connection[db: postgres://u:***@host:5432/sch]}. */
    @Override
    public String toString() {
        return "Connection[" + id + ": " + type + "://" + (login == null ? "" : login)
                + (password == null ? "" : ":***") + (login == null && password == null ? "" : "@")
                + (host == null ? "" : host) + (port == null ? "" : ":" + port)
                + (schema == null ? "" : "/" + schema) + (extra.equals("{}") ? "" : "?***") + "]";
    }
}
