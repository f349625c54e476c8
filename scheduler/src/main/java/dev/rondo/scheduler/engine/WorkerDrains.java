package dev.rondo.scheduler.engine;

import dev.rondo.metadata.run.RunTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** A worker takes nothing more: whoever asks what a task waits for is not to be told of its free slots. */
record WorkerDrains(String workerId) implements RunWork {

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return List.of();
    }

    @Override
    public void carryOut(EngineBatch batch) {
        batch.transaction().markDraining(workerId);
    }
}
