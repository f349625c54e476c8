package dev.rondo.scheduler.engine;

import dev.rondo.metadata.run.RunTransaction;
import java.time.Instant;
import java.util.Collection;

/** Something that changes runs and is more than an event: a command, an adoption, a look at the tables. */
public interface RunWork {

    /**
     * The runs it will change, found without locking them; they are locked before {@link #carryOut}.
     *
     * @param now the moment of the batch
     */
    Collection<Long> runs(RunTransaction transaction, Instant now);

    /** Whether nothing else may be carried out in the same transaction. */
    default boolean isAlone() {
        return false;
    }

    /** Does it. May be called again, when the transaction lost a race. */
    void carryOut(EngineBatch batch);

    /** It is committed. */
    default void committed() {}

    /** It could not be done, and nothing of it is. */
    default void failed(RuntimeException reason) {}
}
