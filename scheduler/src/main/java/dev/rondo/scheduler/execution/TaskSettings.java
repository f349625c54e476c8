package dev.rondo.scheduler.execution;

import dev.rondo.metadata.control.QuestionStore;
import dev.rondo.metadata.query.ConnectionQueries;
import dev.rondo.metadata.query.ConnectionQueries.ConnectionRow;
import dev.rondo.metadata.secret.SealException;
import dev.rondo.metadata.secret.Seals;
import dev.rondo.sdk.Connection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Variables and connections as tasks get them: from the environment first, then from the database. */
public final class TaskSettings {

    private final Map<String, String> environment;
    private final QuestionStore variables;
    private final ConnectionQueries connections;
    private final Seals seals;

    /**
     * Settings from these places.
     *
     * @param environment where {@code RONDO_CONN_…} and {@code RONDO_VAR_…} are
     */
    public TaskSettings(
            Map<String, String> environment, QuestionStore variables, ConnectionQueries connections, Seals seals) {
        this.environment = Map.copyOf(environment);
        this.variables = variables;
        this.connections = connections;
        this.seals = seals;
    }

    /**
     * The value of a variable; null: there is none.
     *
     * @throws IllegalArgumentException when it is sealed and cannot be opened here
     */
    @Nullable
    String variable(String key) {
        String said = environment.get("RONDO_VAR_" + upper(key));
        return said != null
                ? said
                : opened(() -> variables.findVariable(key).map(stored -> seals.open(Seals.ofVariable(key), stored)))
                        .orElse(null);
    }

    /**
     * A connection in its URI form; null: there is none.
     *
     * @throws IllegalArgumentException when it is sealed and cannot be opened here
     */
    @Nullable
    String connection(String id) {
        String said = environment.get("RONDO_CONN_" + upper(id));
        return said != null
                ? said
                : opened(() -> connections.find(id).map(row -> opened(row).toUri()))
                        .orElse(null);
    }

    private Connection opened(ConnectionRow row) {
        String password = row.password();
        String extra = row.extra();
        return new Connection(
                row.id(),
                row.type(),
                row.host(),
                row.login(),
                password == null ? null : seals.open(Seals.ofPassword(row.id()), password),
                row.port(),
                row.schema(),
                extra == null ? "{}" : seals.open(Seals.ofExtra(row.id()), extra));
    }

    /** What the task is told, where it can be opened: the same words as an operator reads in the API. */
    private static Optional<String> opened(Supplier<Optional<String>> secret) {
        try {
            return secret.get();
        } catch (SealException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static String upper(String id) {
        return id.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }
}
