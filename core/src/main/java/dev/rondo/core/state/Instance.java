package dev.rondo.core.state;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One task instance as the rules see it. All moments are in microseconds, as the database keeps them.
 *
 * @param task index of the task in {@code Graph}
 * @param mapIndex -1: not mapped, or not expanded yet
 * @param tryNumber number of the current or last try; it rises when a new try is scheduled; 0: none was. A rescheduled
 *     look and a lost try keep their number
 * @param maxTries how many retries the user allows: a failed try is repeated while {@code tryNumber <= maxTries}
 * @param lostTries how often the current try was lost with its worker or host; apart from the user's retries
 * @param dispatchId the newest dispatch; 0: none. What comes from an older dispatch is stale
 * @param nextAt when a retry, a look or a deadline is due: strictly after this moment; null: none
 * @param startDate start of the newest try since the instance was last cleared; null: none began
 * @param endDate end of the newest try, or when a rule decided that there will be none
 * @param resultLength length of the list or map that it returned, or {@link #NO_LIST} or {@link #NO_RESULT}
 * @param followed for a branch or short circuit that ended well: ids of the tasks below that go on, the others are
 *     skipped; null: it skips nothing
 */
public record Instance(
        int task,
        int mapIndex,
        TaskState state,
        int tryNumber,
        int maxTries,
        int lostTries,
        long dispatchId,
        @Nullable Instant nextAt,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        int resultLength,
        @Nullable List<String> followed) {

    /** {@link #resultLength}: it returned a value that is neither list nor map. */
    public static final int NO_LIST = -1;

    /** {@link #resultLength}: it returned nothing (yet). */
    public static final int NO_RESULT = -2;

    public Instance {
        // Not copied when it is one already: instances are made often.
        followed = followed == null ? null : List.copyOf(followed);
    }

    /** An instance about which nothing is decided yet. */
    public static Instance fresh(int task, int mapIndex, int maxTries) {
        return new Instance(task, mapIndex, TaskState.NONE, 0, maxTries, 0, 0, null, null, null, NO_RESULT, null);
    }

    /** The same in another state. */
    public Instance withState(TaskState changed) {
        return edit().state(changed).done();
    }

    /** The same at another map index. */
    public Instance withMapIndex(int changed) {
        return edit().mapIndex(changed).done();
    }

    /** Finished without a try: skipped, upstream_failed, removed, or marked by hand. */
    public Instance finished(TaskState last, Instant at) {
        return edit().state(last).nextAt(null).endDate(at).done();
    }

    /** Ready for a slot; a new try, unless a look or a lost try goes on. */
    Instance scheduled(boolean newTry) {
        InstanceEdit edit =
                edit().state(TaskState.SCHEDULED).nextAt(null).endDate(null).noResult();
        return newTry
                ? edit.tryNumber(tryNumber + 1).lostTries(0).startDate(null).done()
                : edit.done();
    }

    /** Given to a worker. */
    Instance queued(long dispatch) {
        return edit().state(TaskState.QUEUED).dispatchId(dispatch).done();
    }

    /** Begun. A further look of a try keeps the try's start. */
    Instance running(Instant at) {
        return edit().state(TaskState.RUNNING)
                .startDate(startDate == null ? at : startDate)
                .done();
    }

    /** Holds no slot until a moment: before a retry or look, or while it waits for an answer (null: for ever). */
    Instance waiting(TaskState state, @Nullable Instant until, Instant at) {
        return edit().state(state)
                .nextAt(until)
                .startDate(startDate == null ? at : startDate)
                .done();
    }

    /** What it waits for in its state is due since a moment. */
    Instance dueSince(Instant moment) {
        return edit().nextAt(moment).done();
    }

    /** Its try ended for good. */
    Instance ended(TaskState last, Instant at) {
        return edit().state(last)
                .nextAt(null)
                .startDate(startDate == null ? at : startDate)
                .endDate(at)
                .done();
    }

    /** Lost with its worker: the same try, once more. */
    Instance lost() {
        return scheduled(false).edit().lostTries(lostTries + 1).done();
    }

    /**
     * Ready no longer, because what it was made ready for is gone again: as before it was, or, if its try had begun (or
     * was lost, and may have begun) and goes on with another look or after a loss, waiting to go on.
     */
    Instance takenBack(Instant now) {
        return startDate == null && lostTries == 0
                ? edit().state(TaskState.NONE).tryNumber(tryNumber - 1).done()
                : edit().state(TaskState.UP_FOR_RESCHEDULE).nextAt(now).done();
    }

    /** Cleared: as if it had never run, but that its tries stay counted and the user's retries are granted anew. */
    Instance cleared(int retries) {
        return edit().state(TaskState.NONE)
                .maxTries(tryNumber + retries)
                .lostTries(0)
                .nextAt(null)
                .startDate(null)
                .endDate(null)
                .noResult()
                .done();
    }

    InstanceEdit edit() {
        return new InstanceEdit(this);
    }
}
