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

    private final Home home;
    private final Map<String, String> environment;

    public SignIn(Home home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
    }

    /**
     * A client that is signed in.
     *
     * @throws CommandException when nothing says as whom, or the server does not accept it
     */
    public ApiClient connect() {
        URI server = server();
        String token = environment.get("RONDO_API_TOKEN");
        if (token != null) {
            return new ApiClient(server, token);
        }
        Path kept = home.folder().resolve("cli-token");
        String cached = read(kept);
        if (cached != null && cached.startsWith(server + "\n")) {
            ApiClient client = new ApiClient(server, cached.substring(cached.indexOf('\n') + 1));
            if (isAccepted(client)) {
                return client;
            }
        }
        String fresh = token(server);
        keep(kept, server + "\n" + fresh);
        return new ApiClient(server, fresh);
    }

    private static boolean isAccepted(ApiClient client) {
        try {
            JsonObject ignored = client.get("/api/v2/dags?limit=0");
            return true;
        } catch (CommandException e) {
            if (e.exitCode() == ExitCode.NO_PERMISSION) {
                return false;
            }
            throw e;
        }
    }

    private URI server() {
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

    private String token(URI server) {
        String user = environment.getOrDefault("RONDO_API_USER", "admin");
        String password = environment.get("RONDO_API_PASSWORD");
        if (password == null) {
            password = read(home.adminPassword());
        }
        if (password == null) {
            throw new CommandException(
                    ExitCode.NO_PERMISSION,
                    "not signed in to " + server + ": there is no password in " + home.adminPassword()
                            + "; set RONDO_API_TOKEN, or RONDO_API_USER and RONDO_API_PASSWORD");
        }
        JsonObject body =
                JsonObject.of(Map.of("username", new JsonString(user), "password", new JsonString(password.strip())));
        return new ApiClient(server, null)
                .post("/auth/token", body)
                .findString("access_token")
                .orElseThrow(() ->
                        new CommandException(ExitCode.UNAVAILABLE, "what answers at " + server + " gave no token"));
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
            Files.move(part, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UnsupportedOperationException e) {
            // A home that cannot be written (another user's): then the next command signs in again.
        }
    }
}
