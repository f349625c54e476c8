package dev.rondo.metadata.schedule;

import dev.rondo.core.newrun.DagFacts;
import dev.rondo.core.newrun.ScheduleFacts;
import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.sdk.spec.DagSpec;
import org.jspecify.annotations.Nullable;

/**
 * A DAG whose schedule is to be asked.
 *
 * @param graph canonical JSON
 * @param last data interval of its last automated run; null: it had none
 * @param openRuns how many of its runs are queued or running
 * @param stored what its timetable class told of, later than its last run
 */
public record DueDag(
        long versionId,
        String graph,
        DagFacts facts,
        ScheduleFacts.Plan plan,
        @Nullable DataInterval last,
        int openRuns,
        Timetables.Stored stored) {

    public String dagId() {
        return facts.dagId();
    }

    /**
     * What the rules about its runs ask.
     *
     * @param spec its graph, read
     */
    public ScheduleFacts facts(DagSpec spec) {
        return new ScheduleFacts(facts, spec, plan, last, openRuns, stored);
    }
}
