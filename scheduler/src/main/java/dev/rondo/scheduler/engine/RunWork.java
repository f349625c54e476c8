package dev.rondo.scheduler.engine;

import dev.rondo.metadata.run.RunTransaction;
import java.util.Collection;

/** Something that changes runs and is more than an event: a command, an adoption, a look at the tables. */
public interface RunWork {

    /** The runs it will change, found without locking them; they are locked before {@link #carryOut}. */
    Collection<Long> runs(RunTransaction transaction);

    /** Does it. May be called again, when the transaction lost a race. */
    void carryOut(EngineBatch batch);

    /** It is committed. */
    default void committed() {}

    /** It could not be done, and nothing of it is. */
    default void failed(RuntimeException reason) {}
}
