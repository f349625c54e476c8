package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Which;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was asked for over the API while everything ran. An answer may be lost with a scheduler: then it is not known
 * whether what was asked for was done.
 *
 * @param runs ids of the runs that were asked for, by DAG; each was asked for until an answer came
 * @param clears in their order
 * @param answers to approvals
 * @param marks of instances, and of whole runs, that were asked for, one for each at most; of a run without a task
 * @param updates of assets that were posted and acknowledged, by asset
 * @param maybeUpdates further ones that may have been made
 * @param pauses of backfills
 * @param cancels of backfills
 * @param paused when DAGs were paused for good
 * @param soon the moment of the storm whose time of day deadlines of the kind {@code clock} are at
 */
record Asked(
        Map<String, Set<String>> runs,
        List<Clear> clears,
        List<Answer> answers,
        Map<Which, Mark> marks,
        Map<String, Integer> updates,
        Map<String, Integer> maybeUpdates,
        List<Pause> pauses,
        List<Cancel> cancels,
        Map<String, Instant> paused,
        Instant soon) {

    /**
     * That the backfill of a DAG was paused.
     *
     * @param from when the answer was there that it is
     * @param to before it was asked to go on
     */
    record Pause(String dag, Instant from, Instant to) {}

    /**
     * That the backfill of a DAG was cancelled.
     *
     * @param from before it was asked for
     * @param to when the answer was there that it is
     */
    record Cancel(String dag, Instant from, Instant to) {}

    /**
     * That some instances are to run again.
     *
     * @param run as in {@link Which}
     * @param affected the instances that the answer named, all of a task by index -1; empty when none came
     * @param at before it was sent, by the clock of the bodies
     */
    record Clear(String dag, String run, Set<Which> affected, long at, boolean acknowledged) {
        boolean concerns(Which key) {
            return acknowledged
                    ? affected.contains(key) || affected.contains(new Which(key.dag(), key.run(), key.task(), -1))
                    : dag.equals(key.dag()) && run.equals(key.run());
        }
    }

    /**
     * That an instance, or a run, is to end like that, whatever becomes of it.
     *
     * @param state that it is to be in
     * @param outcome never refused: then it is forgotten
     * @param at when the answer was there
     */
    record Mark(String state, Outcome outcome, Instant at) {}

    /**
     * Of a person.
     *
     * @param key the task that asks
     */
    record Answer(Which key, Outcome outcome) {}

    /** What the API said to an answer or a mark. */
    enum Outcome {
        ACCEPTED,
        REFUSED,
        UNKNOWN
    }
}
