package dev.rondo.metadata.why;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a DAG makes no run.
 *
 * @param creation what keeps its next run from being made; empty: it is made with the scheduler's next look
 * @param start what would keep that run queued
 * @param awaited the assets and aliases that it still waits for, where it waits for any
 */
public record NoRun(List<Answer> creation, List<Answer> start, List<Awaited> awaited) {
    public NoRun {
        creation = List.copyOf(creation);
        start = List.copyOf(start);
        awaited = List.copyOf(awaited);
    }

    /**
     * An asset or alias whose update is waited for.
     *
     * @param kind {@code asset} or {@code alias}
     * @param lastUpdate null: it never was, or its updates are expired
     * @param writers tasks that say they update it, as {@code dag.task}
     */
    public record Awaited(
            String kind, String name, @Nullable Instant lastUpdate, List<String> writers) {
        public Awaited {
            writers = List.copyOf(writers);
        }
    }
}
