package dev.rondo.runtime.host;

import dev.rondo.core.protocol.Ask;
import dev.rondo.runtime.log.Secrets;
import dev.rondo.runtime.log.TaskLog;
import dev.rondo.sdk.Connection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Questions of a body to the server, in the words of unchecked exceptions that the authoring API has. */
final class Questions {

    private final TaskRunner.Server server;
    private final TaskLog log;
    private final Set<String> saidOf = ConcurrentHashMap.newKeySet();

    /** Questions to the server; secrets among the answers are masked in the log from then on. */
    Questions(TaskRunner.Server server, TaskLog log) {
        this.server = server;
        this.log = log;
    }

    /** The variable; a secret when its name says so, or within it a name does. */
    Optional<String> variable(String key) {
        return Optional.ofNullable(masked(Ask.VARIABLE, key));
    }

    /** The connection; its password and some of its extras are secrets. */
    Optional<Connection> connection(String id) {
        return Optional.ofNullable(masked(Ask.CONNECTION, id)).map(uri -> Connection.ofUri(id, uri));
    }

    private @Nullable String masked(String kind, String name) {
        String answer = ask(kind, name);
        List<String> secrets = Secrets.in(kind, List.of(name), answer);
        log.secrets(secrets);
        if (secrets.size() == Secrets.MAX_PARTS && saidOf.add(name)) {
            log.write(
                    "warning",
                    "rondo",
                    "the value of '" + name + "' goes by the name of a secret and has " + secrets.size()
                            + " parts or more: the first " + secrets.size()
                            + " are masked in this log, the others are not; name it otherwise if they are no secrets,"
                            + " or keep them under several names");
        }
        return answer;
    }

    /**
     * Asks and waits for the answer; null is an answer.
     *
     * @throws IllegalStateException when the server refuses; the message says why
     * @throws CancellationException when the try is stopped meanwhile; the thread's interrupt is kept
     */
    @Nullable
    String ask(String kind, @Nullable String... arguments) {
        try {
            return server.ask(kind, arguments);
        } catch (TaskRunner.ServerException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("the try is being stopped");
            cancelled.initCause(e);
            throw cancelled;
        }
    }
}
