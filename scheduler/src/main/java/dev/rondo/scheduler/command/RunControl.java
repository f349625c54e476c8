package dev.rondo.scheduler.command;

import dev.rondo.scheduler.engine.RunWork;
import java.util.Collection;

/** The engine as commands use it: work in, committed or failed out. */
public interface RunControl {

    /** Puts work into the engine; it is told when it is committed. */
    void ask(RunWork work);

    /** Queued runs of these DAGs may start. */
    void mayStart(Collection<String> dagIds);

    /** Runs wait to be taken over by a backfill. */
    void takeOver();
}
