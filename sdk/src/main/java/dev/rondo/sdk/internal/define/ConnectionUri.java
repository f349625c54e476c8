package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.Connection;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Airflow's URI form of a connection: {@code type://login:password@host:port/schema?name=value}. */
public final class ConnectionUri {

    /** The parameter that holds the whole extra as JSON where single parameters cannot. */
    private static final String WHOLE_EXTRA = "__extra__";

    private ConnectionUri() {}

    /**
     * Reads the URI form. A protocol before the host is kept with it ({@code http://https://host} has the host
     * {@code https://host}).
     *
     * @throws IllegalArgumentException when it cannot be read; the message never has the URI, which may hold a password
     */
    public static Connection parse(String id, String uri) {
        int schemeEnd = uri.indexOf("://");
        if (schemeEnd <= 0) {
            throw unreadable(id, "it has no '://' after the type");
        }
        String type = normalType(uri.substring(0, schemeEnd));
        String rest = uri.substring(schemeEnd + 3);
        String query = "";
        int question = rest.indexOf('?');
        if (question >= 0) {
            query = rest.substring(question + 1);
            rest = rest.substring(0, question);
        }
        String protocol = "";
        int second = rest.indexOf("://");
        if (second >= 0) {
            protocol = rest.substring(0, second + 3);
            rest = rest.substring(second + 3);
        }
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String schema = slash < 0 ? "" : rest.substring(slash + 1);
        int at = authority.lastIndexOf('@');
        String user = at < 0 ? "" : authority.substring(0, at);
        String place = authority.substring(at + 1);
        int colon = user.indexOf(':');
        int portColon = place.indexOf(':', Math.max(0, place.indexOf(']')));
        String host = decode(id, portColon < 0 ? place : place.substring(0, portColon));
        return new Connection(
                id,
                type,
                host.isEmpty() && protocol.isEmpty() ? null : protocol + host,
                emptyToNull(decode(id, colon < 0 ? user : user.substring(0, colon))),
                colon < 0 ? null : emptyToNull(decode(id, user.substring(colon + 1))),
                portColon < 0 ? null : port(id, place.substring(portColon + 1)),
                emptyToNull(decode(id, schema)),
                extra(id, query));
    }

    /** Writes what {@link #parse} reads back. */
    public static String format(Connection connection) {
        var out = new StringBuilder(connection.type().toLowerCase(Locale.ROOT).replace('_', '-')).append("://");
        String host = connection.host() == null ? "" : connection.host();
        int protocol = host.indexOf("://");
        if (protocol >= 0) {
            out.append(host, 0, protocol + 3);
            host = host.substring(protocol + 3);
        }
        if (connection.login() != null || connection.password() != null) {
            out.append(encode(connection.login()));
            if (connection.password() != null) {
                out.append(':').append(encode(connection.password()));
            }
            out.append('@');
        }
        // A literal IPv6 address keeps its brackets; in any other host everything unusual is encoded.
        out.append(host.startsWith("[") ? host : encode(host));
        if (connection.port() != null) {
            out.append(':').append(connection.port());
        }
        if (connection.schema() != null) {
            out.append('/').append(encode(connection.schema()));
        }
        return out.append(query(connection.extra())).toString();
    }

    private static String query(String extra) {
        var members = ((JsonObject) JsonValue.parse(extra)).members();
        if (members.isEmpty()) {
            return "";
        }
        boolean plain =
                members.values().stream().allMatch(JsonString.class::isInstance) && !members.containsKey(WHOLE_EXTRA);
        if (!plain) {
            return "?" + WHOLE_EXTRA + "=" + encode(extra);
        }
        List<String> parameters = new ArrayList<>();
        for (Map.Entry<String, JsonValue> member : members.entrySet()) {
            parameters.add(encode(member.getKey()) + "=" + encode(((JsonString) member.getValue()).value()));
        }
        return "?" + String.join("&", parameters);
    }

    private static String extra(String id, String query) {
        var members = JsonObject.builder();
        for (String parameter : query.split("&", -1)) {
            if (parameter.isEmpty()) {
                continue;
            }
            int equals = parameter.indexOf('=');
            String name = decodeForm(id, equals < 0 ? parameter : parameter.substring(0, equals));
            String value = equals < 0 ? "" : decodeForm(id, parameter.substring(equals + 1));
            if (name.equals(WHOLE_EXTRA)) {
                return value;
            }
            members.put(name, value);
        }
        return members.build().toJson();
    }

    /** The type as Airflow keeps it: {@code postgresql} is {@code postgres}, dashes are underscores. */
    public static String normalType(String written) {
        String type = written.equals("postgresql") ? "postgres" : written;
        return type.replace('-', '_');
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Integer port(String id, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw unreadable(id, "its port is no number; a ':' or '/' in login or password is written %3A or %2F", e);
        }
        throw unreadable(id, "its port is not between 1 and 65535");
    }

    private static String encode(@Nullable String text) {
        return text == null
                ? ""
                : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decode(String id, String text) {
        return decodeForm(id, text.replace("+", "%2B"));
    }

    private static String decodeForm(String id, String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unreadable(id, "a '%' in it is not followed by two hex digits; write %25 for a plain one");
        }
    }

    private static IllegalArgumentException unreadable(String id, String why) {
        return new IllegalArgumentException(message(id, why));
    }

    private static IllegalArgumentException unreadable(String id, String why, Throwable cause) {
        return new IllegalArgumentException(message(id, why), cause);
    }

    private static String message(String id, String why) {
        return "connection '" + id + "': the URI cannot be read: " + why
                + "; the form is type://login:password@host:port/schema?name=value, each part percent-encoded";
    }
}
