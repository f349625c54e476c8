package dev.rondo.core.state;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Ints;
import dev.rondo.core.state.RunView.PastRun;
import dev.rondo.sdk.spec.OptionsSpec;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task that depends on the past needs itself to have succeeded (or been skipped) in the run before; one that waits
 * for downstream also needs what is directly below it there.
 */
public final class PastRule implements StartRule {

    /**
     * Which runs count as the run before: with catchup the ones a person started do not, so that a manual run between
     * two scheduled ones does not hold the second back. Runs without a logical date never count.
     */
    public static Set<RunType> countedTypes(boolean catchup) {
        Set<RunType> types = EnumSet.allOf(RunType.class);
        if (catchup) {
            types.remove(RunType.MANUAL);
        }
        return types;
    }

    @Override
    public Readiness check(Graph graph, RunView run, int task, int mapIndex, Instant now) {
        if (!graph.dependsOnPast(task) || run.logicalDate() == null || run.ignoresPast()) {
            return Readiness.READY;
        }
        PastRun past = run.past();
        String taskId = graph.task(task).taskId();
        OptionsSpec options = graph.task(task).options();
        if (!past.exists()
                || beforeTask(graph, options, past)
                || (options.ignoreFirstDependsOnPast() && past.absentEverywhere(taskId))) {
            return Readiness.READY;
        }
        if (!past.has(taskId) || past.undone(taskId)) {
            return new Readiness.NotYet(Undone.of(past, taskId));
        }
        return options.waitForDownstream() ? downstream(graph, past, task) : Readiness.READY;
    }

    /** With catchup the first run at or after the start dates of the DAG and the task has no run before it. */
    private static boolean beforeTask(Graph graph, OptionsSpec options, PastRun past) {
        Instant start = later(graph.spec().startDate(), options.startDate());
        Instant date = past.logicalDate();
        return graph.spec().catchup() > 0 && start != null && date != null && date.isBefore(start);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }

    private static Readiness downstream(Graph graph, PastRun past, int task) {
        Ints downstream = graph.downstream(task);
        for (int i = 0; i < downstream.size(); i++) {
            String below = graph.task(downstream.get(i)).taskId();
            if (past.undone(below)) {
                return new Readiness.NotYet(Undone.of(past, below));
            }
        }
        return Readiness.READY;
    }

    /** A task of the run before is neither success nor skipped, or has no instance there. */
    record Undone(String task, String logicalDate, boolean present) implements Reason {

        static Undone of(PastRun past, String task) {
            return new Undone(task, String.valueOf(past.logicalDate()), past.has(task));
        }

        @Override
        public String code() {
            return "past_undone:" + task;
        }

        @Override
        public String text() {
            return "it depends on the run before (" + logicalDate + "), "
                    + (present
                            ? "where '" + task + "' is neither success nor skipped"
                            : "which has no instance of '" + task + "', or has not begun");
        }

        @Override
        public Map<String, String> data() {
            return Map.of("task", task, "logical_date", logicalDate);
        }
    }
}
