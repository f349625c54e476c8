package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Setting;
import dev.rondo.storage.secret.OutsideSettings;
import dev.rondo.storage.secret.RememberedSecrets;
import dev.rondo.storage.secret.SecretAccess;
import dev.rondo.storage.secret.SecretBackend;
import dev.rondo.storage.secret.SecretBackendException;
import dev.rondo.storage.secret.SecretFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Which secret backend there is, as the environment says.
 *
 * @param kind what it is
 * @param prefix of the names in it
 * @param remembered how long its answers are
 */
record SecretsSettings(Kind kind, String prefix, Duration remembered) {

    // A changed password should count before somebody looks for a mistake; an hour is what tokens last.
    private static final int DEFAULT_SECONDS = 300;
    private static final int MOST_SECONDS = 3_600;

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern PROJECT = Pattern.compile("[a-z0-9:.-]{1,100}");

    private static final String FILES = "files:";
    private static final String GOOGLE = "google:";

    /** What a backend is. */
    sealed interface Kind {

        /** A folder with a file for each secret. */
        record InFolder(Path folder) implements Kind {}

        /** Google Secret Manager. */
        record AtGoogle(SecretAccess access) implements Kind {}
    }

    /**
     * Empty: none is named.
     *
     * @throws CommandException when it cannot be read
     */
    static Optional<SecretsSettings> of(Map<String, String> environment) {
        Optional<String> said = Setting.SECRETS_BACKEND.in(environment);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        String prefix = Setting.SECRETS_PREFIX.in(environment).orElse(OutsideSettings.PREFIX);
        if (!PREFIX.matcher(prefix).matches()) {
            throw wrong("RONDO_SECRETS_PREFIX must have 1 to 100 letters, digits, _ or -, was '" + prefix + "'");
        }
        return Optional.of(
                new SecretsSettings(kind(said.get(), environment), prefix, Duration.ofSeconds(seconds(environment))));
    }

    private static Kind kind(String said, Map<String, String> environment) {
        if (said.startsWith(FILES) && said.length() > FILES.length()) {
            Path folder =
                    Path.of(said.substring(FILES.length())).toAbsolutePath().normalize();
            if (!Files.isDirectory(folder)) {
                throw wrong("RONDO_SECRETS_BACKEND names " + folder + ", which is no folder; mount the secrets there");
            }
            return new Kind.InFolder(folder);
        }
        if (said.startsWith(GOOGLE)
                && PROJECT.matcher(said.substring(GOOGLE.length())).matches()) {
            return new Kind.AtGoogle(SecretAccess.of(said.substring(GOOGLE.length()), environment));
        }
        throw wrong("RONDO_SECRETS_BACKEND must be files:FOLDER or google:PROJECT, was '" + said + "'");
    }

    private static int seconds(Map<String, String> environment) {
        Optional<String> said = Setting.SECRETS_CACHE_SECONDS.in(environment);
        try {
            int seconds = said.map(Integer::parseInt).orElse(DEFAULT_SECONDS);
            if (seconds >= 0 && seconds <= MOST_SECONDS) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw wrong("RONDO_SECRETS_CACHE_SECONDS must be a number from 0 to " + MOST_SECONDS + ", was '"
                + said.orElse("") + "'");
    }

    private static CommandException wrong(String why) {
        return new CommandException(ExitCode.CONFIG, why);
    }

    /** Variables and connections outside the database, from the backend that is named and from the environment. */
    static OutsideSettings open(OpenParts parts, Map<String, String> environment) {
        return open(environment, access -> parts.add(new BucketClients()).secrets(access));
    }

    /** The same, with what opens Google's. */
    static OutsideSettings open(Map<String, String> environment, Function<SecretAccess, SecretBackend> google) {
        return of(environment)
                .map(settings -> OutsideSettings.of(
                        new RememberedSecrets(settings.backend(google), settings.remembered(), System::nanoTime),
                        settings.prefix(),
                        environment))
                .orElseGet(() -> OutsideSettings.of(environment));
    }

    private SecretBackend backend(Function<SecretAccess, SecretBackend> google) {
        try {
            return switch (kind) {
                case Kind.InFolder files -> new SecretFolder(files.folder());
                case Kind.AtGoogle manager -> google.apply(manager.access());
            };
        } catch (SecretBackendException e) {
            throw new CommandException(ExitCode.CONFIG, String.valueOf(e.getMessage()), e);
        }
    }
}
