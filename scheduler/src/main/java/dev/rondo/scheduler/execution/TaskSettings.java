package dev.rondo.scheduler.execution;

import dev.rondo.core.command.Command;
import dev.rondo.metadata.control.QuestionStore;
import dev.rondo.metadata.query.ConnectionQueries;
import dev.rondo.metadata.query.ConnectionQueries.ConnectionRow;
import dev.rondo.metadata.secret.SealException;
import dev.rondo.metadata.secret.Seals;
import dev.rondo.sdk.Connection;
import dev.rondo.storage.secret.OutsideSettings;
import dev.rondo.storage.secret.SecretBackendException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
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

    /**
     * The connection that is to be tried: what is laid over it, and what is there under its id. What lies outside the
     * database is as it is, since that is what tasks get.
     *
     * @return empty: there is none, and what is laid over it has no type
     * @throws IllegalArgumentException when it is sealed and cannot be opened here, a secret backend does not answer,
     *     or fields are given for one that lies outside; the message says which
     */
    public Optional<Connection> toTry(Command.SetConnection over) {
        Optional<OutsideSettings.Found> found = told(() -> outside.connection(over.id()));
        if (found.isPresent()) {
            if (!over.fields().isEmpty()) {
                throw new IllegalArgumentException(
                        "connection '" + over.id() + "' is from " + found.get().words()
                                + ", and tasks get it from there: test it without fields, or under another id");
            }
            return found.map(each -> Connection.ofUri(over.id(), each.value()));
        }
        return told(() -> {
            Optional<ConnectionRow> there = connections.find(over.id());
            return there.isEmpty() && over.type() == null
                    ? Optional.empty()
                    : Optional.of(opened(new Laid(over, there.orElse(null)).row()));
        });
    }

    /** Fields that are laid over a connection; null: there is none below. */
    private record Laid(
            Command.SetConnection over, @Nullable ConnectionRow there) {

        ConnectionRow row() {
            return new ConnectionRow(
                    over.id(),
                    Objects.requireNonNull(field("conn_type", over.type(), ConnectionRow::type)),
                    null,
                    field("host", over.host(), ConnectionRow::host),
                    field("login", over.login(), ConnectionRow::login),
                    field("password", over.password(), ConnectionRow::password),
                    field("port", over.port(), ConnectionRow::port),
                    field("schema", over.schema(), ConnectionRow::schema),
                    field("extra", over.extra(), ConnectionRow::extra));
        }

        private <T> @Nullable T field(String name, @Nullable T given, Function<ConnectionRow, @Nullable T> below) {
            return there == null || over.fields().contains(name) ? given : below.apply(there);
        }
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
    private static <T> Optional<T> told(Supplier<Optional<T>> secret) {
        try {
            return secret.get();
        } catch (SealException | SecretBackendException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
