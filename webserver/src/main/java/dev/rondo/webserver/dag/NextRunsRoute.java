package dev.rondo.webserver.dag;

import dev.rondo.core.timetable.ClockChange;
import dev.rondo.core.timetable.ClockMark;
import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.core.timetable.UpcomingRuns;
import dev.rondo.core.timetable.UpcomingRuns.UpcomingRun;
import dev.rondo.metadata.query.DagQueries;
import dev.rondo.metadata.query.DagQueries.DagRow;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The next runs of a DAG, worked out from its schedule; ours, Airflow has no such operation. */
public final class NextRunsRoute {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 1_000;

    private final DagQueries dags;
    private final DagLookup lookup;
    private final Graphs graphs;
    private final InstantSource clock;

    public NextRunsRoute(DagQueries dags, DagLookup lookup, Graphs graphs, InstantSource clock) {
        this.dags = dags;
        this.lookup = lookup;
        this.graphs = graphs;
        this.clock = clock;
    }

    /**
     * The answer.
     *
     * @param isPaused whether the DAG is switched off: then none of these is created until it is switched on
     */
    record NextRuns(String dagId, String timezone, boolean isPaused, List<NextRun> nextRuns, int totalEntries) {}

    /**
     * A run to come.
     *
     * @param localTime {@code runAfter} on the wall clock of the DAG's zone
     * @param clockMark what a change of the clock does to its tick: {@code time_left_out}, {@code first_of_two},
     *     {@code second_of_two}; null: nothing
     * @param clockChanges since the run before
     */
    record NextRun(
            Instant logicalDate,
            Instant dataIntervalStart,
            Instant dataIntervalEnd,
            Instant runAfter,
            String localTime,
            String utcOffset,
            @Nullable String clockMark,
            List<Change> clockChanges) {}

    record Change(Instant at, String utcOffsetBefore, String utcOffsetAfter) {}

    /** Declares the route. */
    public void declare(Api api) {
        api.get(Api.ROOT + "/dags/{dag_id}/nextRuns", Role.VIEWER, this::list);
    }

    private NextRuns list(Request request) {
        DagRow dag = lookup.require(request);
        int limit = (int) request.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        DagSpec spec = graphs.require(dag.versionId());
        DataInterval last = dags.findLastAutomated(dag.dagId())
                .map(found -> new DataInterval(found.start(), found.end()))
                .orElse(null);
        List<NextRun> runs =
                UpcomingRuns.of(spec, Timetables.of(spec, dags.storedRuns(dag.dagId())), last, clock.instant(), limit)
                        .stream()
                        .map(NextRunsRoute::view)
                        .toList();
        return new NextRuns(dag.dagId(), spec.timezone(), dag.paused(), runs, runs.size());
    }

    private static NextRun view(UpcomingRun upcoming) {
        Instant runAfter = upcoming.run().runAfter();
        return new NextRun(
                upcoming.run().logicalDate(),
                upcoming.run().interval().start(),
                upcoming.run().interval().end(),
                runAfter,
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(runAfter.atOffset(upcoming.offset())),
                upcoming.offset().toString(),
                word(upcoming.mark()),
                upcoming.changes().stream().map(NextRunsRoute::view).toList());
    }

    private static Change view(ClockChange change) {
        return new Change(
                change.at(), change.before().toString(), change.after().toString());
    }

    private static @Nullable String word(ClockMark mark) {
        return switch (mark) {
            case NONE -> null;
            case TIME_LEFT_OUT -> "time_left_out";
            case FIRST_OF_TWO -> "first_of_two";
            case SECOND_OF_TWO -> "second_of_two";
        };
    }
}
