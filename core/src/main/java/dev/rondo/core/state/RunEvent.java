package dev.rondo.core.state;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can happen to a run. Late and repeated events are legal; the machine answers them with no decision. */
public sealed interface RunEvent {

    /** The run may leave {@code queued}: its DAG is not paused and has a place for it. */
    record RunStarted() implements RunEvent {}

    /** A ready instance was granted its slots and given to a worker. */
    record Dispatched(int task, int mapIndex, long dispatchId) implements RunEvent {}

    /** The body began; by the host's clock, put on the database's time line. */
    record Started(int task, int mapIndex, long dispatchId, Instant at) implements RunEvent {}

    /** The try ended. */
    record Ended(int task, int mapIndex, long dispatchId, Outcome outcome, Instant at) implements RunEvent {}

    /** A dispatch came back unstarted: recalled, refused, or its worker went away before it began. */
    record Returned(int task, int mapIndex, long dispatchId) implements RunEvent {}

    /** The time of an instance in {@code up_for_retry}, {@code up_for_reschedule} or {@code deferred} has come. */
    record Due(int task, int mapIndex) implements RunEvent {}

    /**
     * The worker that watches an instance in {@code up_for_reschedule} has seen something, or watches it no longer: its
     * next look is due now.
     *
     * @param dispatchId the dispatch whose look said that it looks again
     */
    record Woken(int task, int mapIndex, long dispatchId) implements RunEvent {}

    /** The run before this one changed, for tasks that depend on the past. */
    record PastChanged() implements RunEvent {}

    /** The run's own timeout has come. */
    record RunTimedOut() implements RunEvent {}

    /** A person answered an approval; the answer is already kept as the task's XCom. */
    record Answered(int task, int mapIndex, boolean rejected) implements RunEvent {}

    /**
     * Instances are cleared: their states go back to none, what runs is stopped, what was {@code upstream_failed} or
     * skipped below them is judged anew, and a finished run becomes running (or queued) again.
     *
     * @param reopenAs the state of a finished run after the clear: queued or running; a final state: it stays as it is
     */
    record Cleared(List<Target> targets, RunState reopenAs) implements RunEvent {
        public Cleared {
            targets = List.copyOf(targets);
        }
    }

    /**
     * Instances are put into a final state by hand; what runs is stopped. What was skipped or upstream_failed below
     * them without having run is judged anew. A finished run becomes queued again when something is open then, else its
     * outcome follows the marks.
     */
    record Marked(List<Target> targets, TaskState state) implements RunEvent {
        public Marked {
            targets = List.copyOf(targets);
        }
    }

    /**
     * The whole run is put into a state by hand. Success: every task is one; failed: what runs fails, what waits is
     * skipped; teardowns that are not finished still run, and the run ends with them. Queued: a finished run is judged
     * anew as it is.
     */
    record RunMarked(RunState state) implements RunEvent {}

    /** One instance, by task index and map index. */
    record Target(int task, int mapIndex) {}

    /** How a try ended. */
    sealed interface Outcome {

        /**
         * The body returned.
         *
         * @param follow for a branch: ids of the tasks (or groups) that follow; null: not a branch
         * @param resultLength length of the returned list or map; {@link Instance#NO_LIST}: another value;
         *     {@link Instance#NO_RESULT}: it returned nothing
         * @param proceed for a short circuit: false skips what is below
         */
        record Succeeded(@Nullable List<String> follow, int resultLength, boolean proceed) implements Outcome {
            /** An ordinary success. */
            public static final Succeeded PLAIN = new Succeeded(null, Instance.NO_LIST, true);
        }

        /**
         * The body threw, timed out, or killed its JVM: uses up one of the user's tries unless {@code retry} is false.
         */
        record Failed(String reason, boolean retry) implements Outcome {}

        /** The body asked to be skipped. */
        record Skipped() implements Outcome {}

        /** A sensor or waiting operator asks to be called again. */
        record LookAgain(Instant at) implements Outcome {}

        /** Worker or host went away; not the user's failure, so none of the user's tries is used up. */
        record Lost(String reason) implements Outcome {}

        /** A stop that the scheduler asked for (clear, mark, timeout of the run) is done. */
        record Stopped() implements Outcome {}
    }
}
