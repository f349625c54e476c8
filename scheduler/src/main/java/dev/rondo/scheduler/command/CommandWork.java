package dev.rondo.scheduler.command;

import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.command.Change;
import dev.rondo.scheduler.engine.EngineBatch;
import dev.rondo.scheduler.engine.RunWork;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A command that is carried out in a batch of the engine, and answered in the transaction of that batch. A scheduler
 * that dies leaves both or neither; and of two that carry the same command out, the second finds it answered.
 */
abstract class CommandWork implements RunWork {

    // The engine answers within milliseconds; beyond this the database is away and the command is claimed anew.
    private static final Duration WAIT = Duration.ofSeconds(20);

    private final long commandId;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile @Nullable CommandReply reply;
    private Change told = Change.NONE;

    /** @param commandId 0: what asks is no command */
    CommandWork(long commandId) {
        this.commandId = commandId;
    }

    /** Whether the command is done with this; else it is a part of it, and another one answers. */
    boolean isLast() {
        return true;
    }

    /** Does it, as {@link RunWork#carryOut}, and says what became of it. */
    abstract CommandReply change(EngineBatch batch);

    /** Says what it changes, for the audit record; the last word counts. */
    final void tell(Change change) {
        told = change;
    }

    /** What it has changed. */
    final Change told() {
        return told;
    }

    @Override
    public final void carryOut(EngineBatch batch) {
        reply = null;
        told = Change.NONE;
        if (done.isCancelled() || !batch.transaction().lockOpenCommand(commandId)) {
            return;
        }
        CommandReply made = change(batch);
        if (isLast()) {
            batch.transaction().answerCommand(commandId, made, told, batch.now());
        }
        reply = made;
    }

    @Override
    public final void committed() {
        done.complete(null);
    }

    @Override
    public final void failed(RuntimeException reason) {
        done.completeExceptionally(reason);
    }

    /** Waits for the batch, see {@link #await(Duration)}. */
    Optional<CommandReply> await() throws InterruptedException {
        return await(WAIT);
    }

    /**
     * Waits for the batch.
     *
     * @return its reply, which is written; empty: the command was answered before
     * @throws DatabaseUnavailableException when it is not done by then; it is not carried out later, unless that is
     *     just happening
     * @throws RuntimeException the one it failed with
     */
    Optional<CommandReply> await(Duration atMost) throws InterruptedException {
        try {
            done.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("the engine could not carry it out", e);
        } catch (TimeoutException e) {
            if (done.cancel(false)) {
                throw new DatabaseUnavailableException("the engine did not come to it within " + atMost, e);
            } // else it was done at the last moment
        }
        return Optional.ofNullable(reply);
    }
}
