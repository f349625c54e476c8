package dev.rondo.scheduler.command;

import dev.rondo.core.state.Decision;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.scheduler.engine.EngineBatch;
import dev.rondo.scheduler.engine.RunWork;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Gives a person's answer to the task that waits for it, in one batch with what follows. */
final class RunAnswer implements RunWork {

    private final long runNo;
    private final RunEvent.Answered event;
    private final @Nullable String result;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean taken;

    /**
     * An answer.
     *
     * @param result JSON, the task's result; null: it was rejected and has none
     */
    RunAnswer(long runNo, RunEvent.Answered event, @Nullable String result) {
        this.runNo = runNo;
        this.event = event;
        this.result = result;
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return List.of(runNo);
    }

    @Override
    public void carryOut(EngineBatch batch) {
        if (done.isCancelled()) {
            return; // nobody waits for it any more: its command is claimed anew
        }
        taken = batch.happen(runNo, event).stream().anyMatch(this::isItsEnd);
        if (taken && result != null) {
            batch.result(runNo, event.task(), event.mapIndex(), result);
        }
    }

    private boolean isItsEnd(Decision decision) {
        return decision instanceof Decision.Changed changed
                && changed.before() == TaskState.DEFERRED
                && changed.after().task() == event.task()
                && changed.after().mapIndex() == event.mapIndex();
    }

    @Override
    public void committed() {
        done.complete(null);
    }

    @Override
    public void failed(RuntimeException reason) {
        done.completeExceptionally(reason);
    }

    /** Waits for the batch; whether the task waited for an answer and has this one now. */
    boolean await() throws InterruptedException {
        RunControl.await(done, RunControl.WAIT);
        return taken;
    }
}
