package dev.rondo.core.state;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.state.RunView.PastRun;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The other runs of a DAG as values, for whoever has them in memory: simulations, the test kit. */
public final class PastRuns {

    private PastRuns() {}

    /**
     * One other run.
     *
     * @param instances the states of its instances by task id; a task that is absent has none
     */
    public record OtherRun(@Nullable Instant logicalDate, RunType type, Map<String, List<TaskState>> instances) {

        public OtherRun {
            instances = Map.copyOf(instances);
        }
    }

    /**
     * What the run before a run says.
     *
     * @param runs the other runs of its DAG, in any order
     * @param logicalDate the date of the run that asks; null: it has no run before it
     * @param catchup whether its DAG catches up
     */
    public static PastRun before(List<OtherRun> runs, @Nullable Instant logicalDate, boolean catchup) {
        if (logicalDate == null) {
            return NoPast.INSTANCE;
        }
        Set<RunType> counted = PastRule.countedTypes(catchup);
        List<Dated> earlier = runs.stream()
                .flatMap(run -> run.logicalDate() == null
                        ? Stream.<Dated>empty()
                        : Stream.of(new Dated(run.logicalDate(), run.type(), run.instances())))
                .filter(run -> run.date().isBefore(logicalDate))
                .toList();
        return earlier.stream()
                .filter(run -> counted.contains(run.type()))
                .max(Comparator.comparing(Dated::date))
                .<PastRun>map(last -> new Last(last, earlier))
                .orElse(NoPast.INSTANCE);
    }

    private record Dated(Instant date, RunType type, Map<String, List<TaskState>> instances) {
        private List<TaskState> of(String taskId) {
            return instances.getOrDefault(taskId, List.of());
        }
    }

    /** The run before, and all earlier ones, whether they count as such or not. */
    private record Last(Dated last, List<Dated> earlier) implements PastRun {
        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public boolean has(String taskId) {
            return !last.of(taskId).isEmpty();
        }

        @Override
        public boolean undone(String taskId) {
            return last.of(taskId).stream().anyMatch(state -> state != TaskState.SUCCESS && state != TaskState.SKIPPED);
        }

        @Override
        public boolean absentEverywhere(String taskId) {
            return earlier.stream().allMatch(run -> run.of(taskId).isEmpty());
        }

        @Override
        public Instant logicalDate() {
            return last.date();
        }
    }
}
