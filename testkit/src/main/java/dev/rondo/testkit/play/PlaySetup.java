package dev.rondo.testkit.play;

import dev.rondo.runtime.data.DataRoot;
import dev.rondo.sdk.DagRuns;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a test sets up around a run.
 *
 * @param variables by key
 * @param connections URIs by id
 * @param environment where {@code RONDO_CONN_…} and {@code RONDO_VAR_…} are looked up that are not said here
 * @param stored results that tasks are taken to have had, so that they are not called: JSON by task and map index; an
 *     empty map: no result
 * @param answers JSON by id of an approval task
 * @param durations how long tasks take by the clock of the test
 * @param breakpoints ids of the tasks before which the run stops
 * @param only the task with which the run is over; null: the whole DAG
 * @param dataRoot where {@code ctx.data()} is
 */
public record PlaySetup(
        Map<String, String> variables,
        Map<String, String> connections,
        Map<String, String> environment,
        AssetEvents assetEvents,
        Map<String, Map<Integer, String>> stored,
        Map<String, String> answers,
        Map<String, Duration> durations,
        Set<String> breakpoints,
        @Nullable Only only,
        DagRuns dagRuns,
        DataRoot dataRoot,
        PlayListener listener,
        BodyOutput output) {

    /**
     * One task alone.
     *
     * @param mapIndex which instance of a mapped one; -1: all, or it is not mapped
     */
    public record Only(String taskId, int mapIndex) {

        /** Whether the instance is to be run; the others of its task are taken to have ended well. */
        public boolean isMeant(String ofTask, int instance) {
            return taskId.equals(ofTask) && (mapIndex < 0 || mapIndex == instance);
        }
    }

    public PlaySetup {
        variables = Map.copyOf(variables);
        connections = Map.copyOf(connections);
        environment = Map.copyOf(environment);
        stored = Map.copyOf(stored);
        answers = Map.copyOf(answers);
        durations = Map.copyOf(durations);
        breakpoints = Set.copyOf(breakpoints);
    }
}
