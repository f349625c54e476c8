package dev.rondo.scheduler.engine;

import dev.rondo.core.graph.Graph;
import dev.rondo.metadata.run.RunRow;
import dev.rondo.metadata.run.RunTransaction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Knows when the run that follows another in its schedule is due. */
@FunctionalInterface
public interface NextRuns {

    /**
     * When the next one is due; null: none follows, or nothing in the graph asks for it.
     *
     * @param transaction for what is stored of timetable classes
     */
    @Nullable
    Instant after(Graph graph, RunRow run, RunTransaction transaction);
}
