package dev.rondo.scheduler.engine;

import dev.rondo.core.state.Decision;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunModel;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.metadata.run.RunWrites;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The batch under way, as {@link RunWork} sees it: one transaction, with its runs locked. */
public sealed interface EngineBatch permits Attempt {

    /** The moment of the batch: it holds the locks that it has. Later in a batch that waited for further ones. */
    Instant now();

    /** The transaction. */
    RunTransaction transaction();

    /** A locked run in memory; null: it is not there, or was not asked for by {@link RunWork#runs}. */
    @Nullable
    RunModel model(long runNo);

    /**
     * The run as it would be with another version of its DAG, and nothing changed; null: it is not there, or was not
     * asked for.
     */
    @Nullable
    RunModel modelIn(long runNo, long versionId);

    /**
     * Moves a locked run to another version of its DAG: tasks that are new in it get instances, those that are gone are
     * removed, everything else stays as it is. In the version that it has, it gets instances of the tasks that an
     * earlier backfill left out of it. Only for work that {@linkplain RunWork#isAlone is alone}.
     */
    void useVersion(long runNo, long versionId);

    /** Lets something happen to a locked run; what follows is part of the batch. Empty: it was too late for it. */
    List<Decision> happen(long runNo, RunEvent event);

    /** Keeps the result of an instance that has just ended without a worker, for those that take it as an input. */
    void result(long runNo, int task, int mapIndex, String json);

    /** Further rows to write with the batch. */
    RunWrites writes();

    /** Queued runs of the DAG may start in this batch. */
    void mayStart(String dagId);
}
