package dev.rondo.scheduler.engine;

import dev.rondo.metadata.run.RunTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** A worker gave a callback back that it had not begun: the next sweep gives it out again. */
record CallbackBack(long outboxId, long dispatchId) implements RunWork {

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return List.of();
    }

    @Override
    public void carryOut(EngineBatch batch) {
        batch.transaction().callbackReturned(outboxId, dispatchId, batch.now());
    }
}
