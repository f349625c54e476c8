package dev.rondo.scheduler.command;

import dev.rondo.core.state.RunEvent;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.scheduler.engine.EngineBatch;
import dev.rondo.scheduler.engine.RunWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Lets one thing happen to one run, in a batch of the engine. */
final class RunMark implements RunWork {

    private final long runNo;
    private final String dagId;
    private final RunEvent event;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    RunMark(long runNo, String dagId, RunEvent event) {
        this.runNo = runNo;
        this.dagId = dagId;
        this.event = event;
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
        var ignored = batch.happen(runNo, event);
        batch.mayStart(dagId);
    }

    @Override
    public void committed() {
        done.complete(null);
    }

    @Override
    public void failed(RuntimeException reason) {
        done.completeExceptionally(reason);
    }

    void await() throws InterruptedException {
        await(RunControl.WAIT);
    }

    void await(Duration atMost) throws InterruptedException {
        RunControl.await(done, atMost);
    }
}
