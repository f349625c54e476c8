package dev.rondo.core.state;

import static java.util.stream.Collectors.joining;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Ints;
import java.time.Duration;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What people are told of a run that failed: in one line what failed, or why nothing went on. */
public final class RunFailure {

    // A line of a mail or a chat; who wants all of them opens the run.
    private static final int NAMED = 10;

    private RunFailure() {}

    /**
     * The line; empty of a run that is not failed, or goes on again since it did.
     *
     * @param reason of the run, as {@link Decision.RunChanged} has it; null: none
     */
    public static String message(Graph graph, RunView run, @Nullable String reason) {
        if (reason == null || run.runState() != RunState.FAILED) {
            return "";
        }
        if (reason.startsWith(RunOutcome.TASK_FAILED)) {
            return "tasks failed: " + failed(graph, run);
        }
        return switch (reason) {
            case RunOutcome.DEADLOCK ->
                "deadlock: nothing can start these tasks any more: "
                        + names(graph, task -> run.count(task, TaskState.NONE) > 0);
            case RunMarks.RUN_TIMEOUT ->
                "timeout: it took longer than " + limit(graph.spec().dagrunTimeout());
            case RunMarks.MARKED -> "marked failed by hand";
            default -> reason;
        };
    }

    /** Those that failed of themselves; a teardown only where it fails the run. */
    private static String failed(Graph graph, RunView run) {
        Ints deciding = RunPart.deciding(graph, run);
        String failed = names(
                graph,
                task -> run.count(task, TaskState.FAILED) > 0 && (!graph.isTeardown(task) || deciding.contains(task)));
        return failed.isEmpty()
                ? names(graph, task -> deciding.contains(task) && run.count(task, TaskState.UPSTREAM_FAILED) > 0)
                : failed;
    }

    private static String names(Graph graph, IntPredicate which) {
        int[] tasks = IntStream.range(0, graph.size()).filter(which).toArray();
        String names = IntStream.of(tasks)
                .limit(NAMED)
                .mapToObj(task -> graph.task(task).taskId())
                .collect(joining(", "));
        return tasks.length > NAMED ? names + " and " + (tasks.length - NAMED) + " more" : names;
    }

    private static String limit(@Nullable Duration timeout) {
        return timeout == null ? "it may" : timeout.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
