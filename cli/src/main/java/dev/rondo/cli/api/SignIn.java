package dev.rondo.cli.api;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which server a command talks to, and as whom. In this order: {@code RONDO_API_URL} with {@code RONDO_API_TOKEN} or
 * {@code RONDO_API_USER} and {@code RONDO_API_PASSWORD}; the standalone server of this home, as {@code admin} with the
 * first password. A token got from a password is kept in the home, readable by its owner alone.
 */
public final class SignIn {

    /** Where a server answers when nothing says otherwise. */
    public static final String DEFAULT_URL = "http://127.0.0.1:8793";

    private static final String ADMIN = "admin";

    private final Home home;
    private final Map<String, String> environment;

    public SignIn(Home home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
    }

    /** A client that signs in when it has to: with its first request where no token is kept, or it is too old. */
    public ApiClient connect() {
        URI server = server();
        String said = environment.get("RONDO_API_TOKEN");
        return new ApiClient(server, said == null ? new Kept(server) : new Given(server, said.strip()));
    }

    /** A token from the environment: nobody knows how to get another. */
    private record Given(URI server, String token) implements ApiClient.Tokens {
        @Override
        public String current() {
            return token;
        }

        @Override
        public String renewed(String why) {
            throw new CommandException(
                    ExitCode.NO_PERMISSION,
                    server + " does not accept the token in RONDO_API_TOKEN: "
                            + (why.isEmpty() ? "it may be too old" : why)
                            + ". RONDO_API_USER and RONDO_API_PASSWORD sign in without one");
        }
    }

    /** The token that an earlier command got, or a new one for the password. */
    private final class Kept implements ApiClient.Tokens {

        private final URI server;
        private final String user = environment.getOrDefault("RONDO_API_USER", ADMIN);
        private final Path file = home.folder().resolve("cli-token");

        Kept(URI server) {
            this.server = server;
        }

        // What a token is good for: a token of another server or user must not be shown to this one.
        private String head() {
            return server + " " + user + "\n";
        }

        @Override
        public String current() {
            String kept = read(file);
            return kept != null && kept.startsWith(head()) ? kept.substring(head().length()) : fresh();
        }

        @Override
        public String renewed(String why) {
            return fresh();
        }

        private String fresh() {
            String fresh = token(server, user);
            keep(file, head() + fresh);
            return fresh;
        }
    }

    /** The server that commands talk to. */
    public URI server() {
        String said = environment.get("RONDO_API_URL");
        if (said != null) {
            return uri(said);
        }
        String running = read(home.serverFile());
        if (running != null) {
            try {
                if (JsonValue.parse(running) instanceof JsonObject server) {
                    return uri(server.findString("url").orElse(DEFAULT_URL));
                }
            } catch (JsonException e) {
                throw new CommandException(
                        ExitCode.CONFIG,
                        home.serverFile() + " is damaged; start `rondo standalone` again to mend it",
                        e);
            }
        }
        return uri(DEFAULT_URL);
    }

    private static URI uri(String text) {
        try {
            URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (uri.getHost() != null
                    && uri.getScheme() != null
                    && uri.getScheme().startsWith("http")) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.CONFIG, "RONDO_API_URL is no URL: '" + text + "'", e);
        }
        throw new CommandException(
                ExitCode.CONFIG, "RONDO_API_URL must be a URL such as http://host:8793, was '" + text + "'");
    }

    private String token(URI server, String user) {
        String said = environment.get("RONDO_API_PASSWORD");
        boolean usesFirst = said == null && user.equals(ADMIN) && isThisMachine(server);
        String password = usesFirst ? read(home.adminPassword()) : said;
        if (password == null) {
            throw new CommandException(
                    ExitCode.NO_PERMISSION,
                    "not signed in to " + server + ": there is no password for " + user + " in RONDO_API_PASSWORD"
                            + (usesFirst ? " or " + home.adminPassword() : "")
                            + "; set RONDO_API_USER and RONDO_API_PASSWORD, or RONDO_API_TOKEN");
        }
        JsonObject body =
                JsonObject.of(Map.of("username", new JsonString(user), "password", new JsonString(password.strip())));
        try {
            return new ApiClient(server, ApiClient.Tokens.NONE)
                    .post("/auth/token", body)
                    .findString("access_token")
                    .orElseThrow(() -> new CommandException(
                            ExitCode.UNAVAILABLE,
                            "what answers at " + server + " gave no token; check the URL (RONDO_API_URL)"));
        } catch (CommandException e) {
            if (e.exitCode() != ExitCode.NO_PERMISSION) {
                throw e;
            }
            throw new CommandException(
                    ExitCode.NO_PERMISSION,
                    server + " does not accept user " + user + " with the password in "
                            + (said != null ? "RONDO_API_PASSWORD" : home.adminPassword())
                            + " (" + e.getMessage() + "); set RONDO_API_USER and RONDO_API_PASSWORD",
                    e);
        }
    }

    // The home's password is no business of another machine.
    private static boolean isThisMachine(URI server) {
        String host = server.getHost();
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    private static @Nullable String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new CommandException(ExitCode.NO_PERMISSION, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void keep(Path file, String content) {
        try {
            Path part = Files.createTempFile(
                    file.getParent(),
                    "token",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(part, content);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UnsupportedOperationException e) {
            // A home that cannot be written (another user's): then the next command signs in again.
        }
    }
}
