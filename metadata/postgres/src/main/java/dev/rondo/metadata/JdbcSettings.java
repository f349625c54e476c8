package dev.rondo.metadata;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a PostgreSQL database.
 *
 * @param url for JDBC, without user and password; never shown with them
 * @param password secret: {@link #toString} leaves it out
 */
public record JdbcSettings(String url, String user, String password) {

    private static final String PREFIX = "jdbc:postgresql:";

    public JdbcSettings {
        if (!url.startsWith(PREFIX)) {
            throw new IllegalArgumentException("database url must start with '" + PREFIX
                    + "' (or be given as postgresql://user:password@host/database)");
        }
    }

    /**
     * Reads what {@code --database-url} is given:
     * {@code postgresql://user:password@host:port/database?sslmode=require}, as psql and most tools write it, with or
     * without {@code jdbc:} before it. Special characters in user and password are percent-encoded.
     *
     * @throws IllegalArgumentException saying what is wrong with it, without its password
     */
    public static JdbcSettings parse(String text) {
        return parse(text, null, null);
    }

    /**
     * As {@link #parse(String)}; user and password may be missing in the text, where others can see it.
     *
     * @param user of a text that names none
     * @param password of a text that has none
     */
    public static JdbcSettings parse(String text, @Nullable String user, @Nullable String password) {
        String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
        URI uri = uriOf(plain);
        boolean isPostgres = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
        String path = uri.getPath();
        if (!isPostgres || uri.getHost() == null || path == null || path.length() < 2) {
            throw wrong("it needs a scheme, a host and a database");
        }
        String userInfo = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        int colon = userInfo.indexOf(':');
        String saidUser = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon));
        String usedUser = saidUser.isEmpty() && user != null ? user : saidUser;
        String usedPassword = colon < 0 ? password : decoded(userInfo.substring(colon + 1));
        if (usedUser.isEmpty() || usedPassword == null) {
            throw wrong("it names no " + (usedUser.isEmpty() ? "user" : "password"));
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new JdbcSettings(
                PREFIX + "//" + uri.getHost() + port + uri.getRawPath() + query, usedUser, usedPassword);
    }

    private static URI uriOf(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Neither the cause nor its input goes on: both hold the password.
            throw wrong("character " + e.getIndex() + " is not allowed there; encode it as %XX");
        }
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(
                "database url: " + what + "; write postgresql://user:password@host:5432/database?sslmode=require");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without the password, and without parameters: some of them are secrets too, as {@code sslpassword} is. */
    @Override
    public String toString() {
        int parameters = url.indexOf('?');
        return (parameters < 0 ? url : url.substring(0, parameters)) + " as " + user;
    }
}
