package dev.rondo.core.pool;

import dev.rondo.core.state.Readiness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which candidates are queued: in their order, each that every limit still allows. One that does not fit is passed over
 * and holds nothing back behind it, neither in its pool nor in its run.
 *
 * @param queued those that get a slot, in the order in which they got it
 * @param held what holds back each of the others: the first limit that it met
 */
public record QueueSelection(List<Candidate> queued, Map<Candidate, Readiness.NotYet> held) {

    public QueueSelection {
        queued = List.copyOf(queued);
        held = Map.copyOf(held);
    }

    /** Selects among candidates and takes from the occupancy what they get. */
    public static QueueSelection of(List<Candidate> candidates, Occupancy occupancy) {
        List<Candidate> queued = new ArrayList<>();
        Map<Candidate, Readiness.NotYet> held = new LinkedHashMap<>();
        for (Candidate candidate : candidates.stream().sorted(Candidate.ORDER).toList()) {
            switch (check(candidate, occupancy)) {
                case Readiness.NotYet notYet -> held.put(candidate, notYet);
                case Readiness.Ready ready -> {
                    occupancy.take(candidate);
                    queued.add(candidate);
                }
                case Readiness.Never never -> throw new IllegalStateException("a limit ends no instance: " + never);
            }
        }
        return new QueueSelection(queued, held);
    }

    /** What the limits say about one candidate. */
    public static Readiness check(Candidate candidate, Occupancy occupancy) {
        Integer free = occupancy.freeSlots(candidate.pool());
        if (free == null) {
            return held(QueueReason.Kind.NO_SUCH_POOL, candidate.pool(), 0, 0);
        }
        if (free < candidate.poolSlots()) {
            return held(QueueReason.Kind.POOL_FULL, candidate.pool(), candidate.poolSlots(), free);
        }
        int inRun = occupancy.activeInRun(candidate);
        if (inRun >= candidate.maxActiveTasks()) {
            return held(QueueReason.Kind.RUN_FULL, candidate.dagId(), candidate.maxActiveTasks(), inRun);
        }
        Integer perDag = candidate.maxActivePerDag();
        if (perDag != null && occupancy.activeInDag(candidate) >= perDag) {
            return held(QueueReason.Kind.TASK_FULL, candidate.taskId(), perDag, occupancy.activeInDag(candidate));
        }
        Integer perRun = candidate.maxActivePerRun();
        if (perRun != null && occupancy.activeOfTask(candidate) >= perRun) {
            return held(
                    QueueReason.Kind.TASK_FULL_IN_RUN, candidate.taskId(), perRun, occupancy.activeOfTask(candidate));
        }
        return occupancy.freeDispatches() > 0
                ? Readiness.READY
                : held(QueueReason.Kind.WORKERS_FULL, candidate.dagId(), 1, 0);
    }

    private static Readiness.NotYet held(QueueReason.Kind kind, String name, int first, int second) {
        return new Readiness.NotYet(new QueueReason(kind, name, first, second));
    }
}
