package dev.rondo.scheduler.execution;

import dev.rondo.metadata.control.QuestionStore;
import dev.rondo.metadata.query.ConnectionQueries;
import dev.rondo.metadata.query.ConnectionQueries.ConnectionRow;
import dev.rondo.metadata.secret.SealException;
import dev.rondo.metadata.secret.Seals;
import dev.rondo.sdk.Connection;
import dev.rondo.storage.secret.OutsideSettings;
import dev.rondo.storage.secret.SecretBackendException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Variables and connections as tasks get them: from outside the database first, then from it. */
public final class TaskSettings {

    private final OutsideSettings outside;
    private final QuestionStore variables;
    private final ConnectionQueries connections;
    private final Seals seals;

    /** Settings from these places. */
    public TaskSettings(OutsideSettings outside, QuestionStore variables, ConnectionQueries connections, Seals seals) {
        this.outside = outside;
        this.variables = variables;
        this.connections = connections;
        this.seals = seals;
    }

    /**
     * The value of a variable; null: there is none.
     *
     * @throws IllegalArgumentException when it is sealed and cannot be opened here, or a secret backend does not answer
     */
    @Nullable
    String variable(String key) {
        return told(() -> outside.variable(key)
                        .map(OutsideSettings.Found::value)
                        .or(() -> variables.findVariable(key).map(stored -> seals.open(Seals.ofVariable(key), stored))))
                .orElse(null);
    }

    /**
     * A connection in its URI form; null: there is none.
     *
     * @throws IllegalArgumentException when it is sealed and cannot be opened here, or a secret backend does not answer
     */
    @Nullable
    String connection(String id) {
        return told(() -> outside.connection(id)
                        .map(OutsideSettings.Found::value)
                        .or(() -> connections.find(id).map(row -> opened(row).toUri())))
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

    /** What the task is told, where it can be had: the same words as an operator reads in the API. */
    private static Optional<String> told(Supplier<Optional<String>> secret) {
        try {
            return secret.get();
        } catch (SealException | SecretBackendException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
