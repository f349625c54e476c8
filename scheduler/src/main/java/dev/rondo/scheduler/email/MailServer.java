package dev.rondo.scheduler.email;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where emails are handed over.
 *
 * @param user null: without signing in
 * @param from address of the sender
 * @param startTls whether the server must change to TLS; port 465 speaks TLS from the first byte instead
 */
public record MailServer(
        String host,
        int port,
        @Nullable String user,
        @Nullable String password,
        String from,
        boolean startTls) {

    private static final int DEFAULT_PORT = 587;

    private static final int MAX_PORT = 65_535;

    /**
     * As the environment says; empty when it names no server.
     *
     * @param password of the user, wherever it is kept; null: none
     * @throws IllegalArgumentException when it names one, but not rightly: what is wrong and how to mend it
     */
    public static Optional<MailServer> of(Map<String, String> environment, @Nullable String password) {
        String host = text(environment, "RONDO_SMTP_HOST");
        if (host == null) {
            return Optional.empty();
        }
        String from = text(environment, "RONDO_SMTP_FROM");
        if (from == null || !Addresses.isAddress(from)) {
            throw new IllegalArgumentException("RONDO_SMTP_HOST is set, so RONDO_SMTP_FROM must be the address that"
                    + " emails come from, such as rondo@example.com"
                    + (from == null ? "" : "; it is '" + from + "'"));
        }
        String user = text(environment, "RONDO_SMTP_USER");
        if (user != null && (password == null || password.isEmpty())) {
            throw new IllegalArgumentException(
                    "RONDO_SMTP_USER is set, but no password: set RONDO_SMTP_PASSWORD_FILE or RONDO_SMTP_PASSWORD");
        }
        return Optional.of(new MailServer(
                host, port(environment), user, user == null ? null : password, from, startTls(environment)));
    }

    private static @Nullable String text(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "").strip();
        return value.isEmpty() ? null : value;
    }

    private static int port(Map<String, String> environment) {
        String said = text(environment, "RONDO_SMTP_PORT");
        if (said == null) {
            return DEFAULT_PORT;
        }
        try {
            int port = Integer.parseInt(said);
            if (port >= 1 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(wrongPort(said), e);
        }
        throw new IllegalArgumentException(wrongPort(said));
    }

    private static String wrongPort(String said) {
        return "RONDO_SMTP_PORT is '" + said + "'; write a port from 1 to " + MAX_PORT + ", such as 587";
    }

    private static boolean startTls(Map<String, String> environment) {
        String said = text(environment, "RONDO_SMTP_STARTTLS");
        return switch (said == null ? "true" : said.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException("RONDO_SMTP_STARTTLS is '" + said
                        + "'; write true, or false for a server that is reached without encryption");
        };
    }

    /** Without the password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
