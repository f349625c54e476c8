package dev.rondo.cli.api;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.cli.Setting;
import dev.rondo.cli.output.Output;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.worker.stream.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which server a command talks to, and as whom. The first of these that there is:
 *
 * <ol>
 *   <li>the profile that {@code --profile} or {@code RONDO_PROFILE} names;
 *   <li>{@code RONDO_API_URL} with {@code RONDO_API_TOKEN} or {@code RONDO_API_USER} and {@code RONDO_API_PASSWORD};
 *   <li>the standalone that runs on the home that {@code RONDO_HOME} names;
 *   <li>the profile in use;
 *   <li>the standalone of the home, as {@code admin} with the first password.
 * </ol>
 *
 * A token got from a password is kept in the home, readable by its owner alone.
 */
public final class SignIn {

    /** Where a server answers when nothing says otherwise. */
    public static final String DEFAULT_URL = "http://127.0.0.1:8793";

    private static final String ADMIN = "admin";

    private static final Set<Setting> OF_SERVER =
            EnumSet.of(Setting.API_URL, Setting.API_TOKEN, Setting.API_USER, Setting.API_PASSWORD);

    private final Home home;
    private final Map<String, String> environment;
    private final @Nullable String asked;
    private final Profiles profiles;

    /**
     * As the environment says.
     *
     * @param asked name of a profile that was asked for; null: none was
     */
    public SignIn(Home home, Map<String, String> environment, @Nullable String asked) {
        this.home = home;
        this.environment = Profiles.LOCAL.equals(asked) ? withoutServer(environment) : environment;
        this.asked = asked;
        this.profiles = Profiles.of(environment);
    }

    // Whoever asks for the server of the home means no other.
    private static Map<String, String> withoutServer(Map<String, String> environment) {
        Map<String, String> others = new HashMap<>(environment);
        OF_SERVER.forEach(setting -> others.remove(setting.variable()));
        return Map.copyOf(others);
    }

    /**
     * The profile that says both; empty: the environment does, or the home.
     *
     * @throws CommandException when there is none of the name, or the environment names a server besides
     */
    public Optional<Profile> profile() {
        Optional<Setting> besides =
                OF_SERVER.stream().filter(s -> s.in(environment).isPresent()).findFirst();
        Optional<String> said = Setting.PROFILE.in(environment);
        if (asked == null && said.isPresent() && besides.isPresent()) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "RONDO_PROFILE and " + besides.get().variable() + " both say where and who; unset one of them");
        }
        String name = asked == null ? said.orElse(null) : asked;
        if (name != null) {
            return name.equals(Profiles.LOCAL) ? Optional.empty() : Optional.of(profiles.require(name));
        }
        return besides.isPresent() || homeRuns() ? Optional.empty() : profiles.inUse();
    }

    /** What goes before the profile in use, for people; empty: nothing does. */
    public Optional<String> beforeProfiles() {
        Optional<String> said = Setting.PROFILE.in(environment);
        if (said.isPresent()) {
            return Optional.of("profile " + Output.clean(said.get()) + ", which RONDO_PROFILE names");
        }
        Optional<Setting> besides = OF_SERVER.stream()
                .filter(s -> s.in(environment).isPresent())
                .sorted()
                .findFirst();
        if (besides.isPresent()) {
            return Optional.of("what " + besides.get().variable() + " says");
        }
        return homeRuns()
                ? Optional.of("the standalone of " + home.folder() + ", which RONDO_HOME names")
                : Optional.empty();
    }

    private boolean homeRuns() {
        return Setting.HOME.in(environment).isPresent() && Files.exists(home.serverFile());
    }

    /** A client that signs in when it has to: with its first request where no token is kept, or it is too old. */
    public ApiClient connect() {
        Optional<Profile> profile = profile();
        if (profile.isPresent()) {
            return new ApiClient(
                    profile.get().url(), ServerTrust.of(profile.get(), environment), new OfProfile(profile.get()));
        }
        URI server = server();
        String said = environment.get("RONDO_API_TOKEN");
        return new ApiClient(server, trust(), said == null ? new Kept(server) : new Given(server, said.strip()));
    }

    /** By whom the certificate of the server that commands talk to may be signed. */
    public Trust trust() {
        return profile()
                .map(profile -> ServerTrust.of(profile, environment))
                .orElseGet(() -> ServerTrust.of(environment));
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

    /** The token that {@code rondo login} got: no password is kept to get another. */
    private record OfProfile(Profile profile) implements ApiClient.Tokens {
        @Override
        public String current() {
            return profile.findToken().orElseThrow(() -> refused("is not signed in"));
        }

        @Override
        public String renewed(String why) {
            throw refused("is signed in no more" + (why.isEmpty() ? "" : " (" + why + ")"));
        }

        private CommandException refused(String what) {
            return new CommandException(
                    ExitCode.NO_PERMISSION,
                    "profile '" + profile.name() + "' " + what + " at " + profile.url() + "; rondo login --profile "
                            + profile.name());
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
        Optional<Profile> profile = profile();
        return profile.isPresent() ? profile.get().url() : serverOfHome();
    }

    private URI serverOfHome() {
        String said = environment.get("RONDO_API_URL");
        if (said != null) {
            return uri(said, "RONDO_API_URL");
        }
        String running = read(home.serverFile());
        if (running != null) {
            try {
                if (JsonValue.parse(running) instanceof JsonObject server) {
                    return uri(
                            server.findString("url").orElse(DEFAULT_URL),
                            home.serverFile().toString());
                }
            } catch (JsonException e) {
                throw new CommandException(
                        ExitCode.CONFIG,
                        home.serverFile() + " is damaged; start `rondo standalone` again to mend it",
                        e);
            }
        }
        return URI.create(DEFAULT_URL);
    }

    /**
     * The URL of a server.
     *
     * @param where what says it, for the message
     */
    public static URI uri(String text, String where) {
        try {
            URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (uri.getHost() != null
                    && uri.getScheme() != null
                    && uri.getScheme().startsWith("http")) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.CONFIG, where + " is no URL: '" + text + "'", e);
        }
        throw new CommandException(
                ExitCode.CONFIG, where + " must be a URL such as http://host:8793, was '" + text + "'");
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
        try {
            return tokenFor(server, trust(), user, password.strip());
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

    /**
     * A token for a password.
     *
     * @throws CommandException when the server refuses, or cannot be reached
     */
    public static String tokenFor(URI server, Trust trust, String user, String password) {
        return new ApiClient(server, trust, ApiClient.Tokens.NONE)
                .post(
                        "/auth/token",
                        JsonObject.of(Map.of("username", new JsonString(user), "password", new JsonString(password))))
                .findString("access_token")
                .orElseThrow(() -> new CommandException(
                        ExitCode.UNAVAILABLE, "what answers at " + server + " gave no token; check the URL"));
    }

    /** Whether the server is on this machine: the home's password is no business of another. */
    public static boolean isThisMachine(URI server) {
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
