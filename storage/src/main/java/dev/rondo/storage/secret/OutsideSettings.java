package dev.rondo.storage.secret;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Variables and connections that lie outside the database, and come before those in it: in a secret backend, else in
 * the environment of the server. A backend that does not answer is an error, not a reason to look elsewhere: a task
 * would run with another value.
 */
public final class OutsideSettings {

    /** What the names of secrets begin with where nobody says otherwise. */
    public static final String PREFIX = "rondo";

    private final @Nullable SecretBackend backend;
    private final String prefix;
    private final Map<String, String> environment;

    private OutsideSettings(@Nullable SecretBackend backend, String prefix, Map<String, String> environment) {
        this.backend = backend;
        this.prefix = prefix;
        this.environment = Map.copyOf(environment);
    }

    /** Without a backend: what {@code RONDO_VAR_…} and {@code RONDO_CONN_…} say. */
    public static OutsideSettings of(Map<String, String> environment) {
        return new OutsideSettings(null, PREFIX, environment);
    }

    /**
     * With a backend, which comes first.
     *
     * @param prefix of the names: {@code rondo} makes {@code rondo-variables-KEY} and {@code rondo-connections-ID}
     */
    public static OutsideSettings of(SecretBackend backend, String prefix, Map<String, String> environment) {
        return new OutsideSettings(backend, prefix, environment);
    }

    /** Where a value comes from. */
    public enum Source {
        /** A secret backend has it. */
        SECRET_BACKEND,
        /** A variable of the server's environment has it. */
        ENVIRONMENT
    }

    /**
     * A value that was found.
     *
     * @param value of a variable, or a connection as a URI
     * @param words where it lies, as people know it
     */
    public record Found(Source source, String value, String words) {
        @Override
        public String toString() {
            return "Found[" + source + ", " + words + "]"; // the value may be a secret
        }
    }

    /**
     * The value of a variable; empty: it does not lie outside.
     *
     * @throws SecretBackendException when the backend does not answer
     */
    public Optional<Found> variable(String key) {
        return find("-variables-", "RONDO_VAR_", key);
    }

    /**
     * A connection as a URI; empty: it does not lie outside.
     *
     * @throws SecretBackendException when the backend does not answer
     */
    public Optional<Found> connection(String id) {
        return find("-connections-", "RONDO_CONN_", id);
    }

    private Optional<Found> find(String kind, String variable, String id) {
        SecretBackend first = backend;
        if (first != null) {
            Optional<Found> found =
                    first.find(prefix + kind + id).map(value -> new Found(Source.SECRET_BACKEND, value, first.words()));
            if (found.isPresent()) {
                return found;
            }
        }
        String name = variable + id.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
        return Optional.ofNullable(environment.get(name))
                .map(value -> new Found(Source.ENVIRONMENT, value, "the variable " + name + " of the environment"));
    }
}
