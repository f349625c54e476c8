package dev.rondo.worker;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A look that said "again" and whose sensor may be watched from now on.
 *
 * @param dispatch the look, with the moment of the try's first
 * @param pause until the next one
 * @param repairAt when the scheduler is to have it look in any case, should watch and worker be lost unnoticed
 */
record WatchedLook(Dispatch dispatch, Duration pause, Instant repairAt) {

    // What a try of each costs is nothing beside so many looks; and nobody waits for a repair, as a worker that is
    // lost is noticed within its lease.
    private static final int LOOKS_A_REPAIR = 120;

    private static final Duration SOONEST_REPAIR = Duration.ofSeconds(30);
    private static final Duration LATEST_REPAIR = Duration.ofHours(1);

    /** Empty: the sensor looks in tries alone. */
    static Optional<WatchedLook> of(Dispatch dispatch, WorkerMessage.Ended ended) {
        Instant timeout = ended.watchUntil();
        Instant lookAt = ended.lookAt();
        if (timeout == null
                || lookAt == null
                || ended.lookState() != null
                || !ended.kind().equals("look_again")) {
            return Optional.empty();
        }
        boolean plain = dispatch.callback() == null
                && dispatch.inputs() != null
                && dispatch.isolation().equals("warm")
                && dispatch.heapBytes() == 0
                && dispatch.jvmOptions().isEmpty();
        Duration pause = Duration.between(ended.at(), lookAt);
        Instant repair = ended.at().plus(repairAfter(pause));
        Instant repairAt = repair.isBefore(timeout) ? repair : timeout;
        if (!plain || !repairAt.isAfter(lookAt)) {
            return Optional.empty();
        }
        Instant first = dispatch.firstLookAt();
        return Optional.of(new WatchedLook(
                first == null ? dispatch.withFirstLookAt(ended.startedAt()) : dispatch, pause, repairAt));
    }

    private static Duration repairAfter(Duration pause) {
        Duration after = pause.multipliedBy(LOOKS_A_REPAIR);
        if (after.compareTo(SOONEST_REPAIR) < 0) {
            return SOONEST_REPAIR;
        }
        return after.compareTo(LATEST_REPAIR) > 0 ? LATEST_REPAIR : after;
    }
}
