package dev.rondo.core.state;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.Graph;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.OptionsSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The instances a run has when it is created: one per task; one per element where a mapping is over a list that the
 * definition gives; none of a task whose own start or end date leaves the run's logical date out, unless a person asked
 * for that date by a backfill; none of which the run's backfill is not.
 */
public final class InitialInstances {

    private InitialInstances() {}

    /**
     * What a task begins with.
     *
     * @param from 0
     * @param length how many instances from 0 on; 0: one with map index -1
     * @param each what each of them is like, but for its map index
     */
    public record OfTask(int task, int from, int length, Instance each) {}

    /** The initial instances of a run, by task; a task that is not part of the run is left out. */
    public static List<OfTask> of(Graph graph, RunFacts facts) {
        List<OfTask> all = new ArrayList<>();
        for (int task = 0; task < graph.size(); task++) {
            OptionsSpec options = graph.task(task).options();
            if (facts.part().has(graph.task(task).taskId())
                    && isInRun(facts.runType(), options, facts.logicalDate(), facts.logicalDate())) {
                int length = literalLength(graph, task);
                all.add(new OfTask(task, 0, length, Instance.fresh(task, length > 0 ? 0 : -1, options.retries())));
            }
        }
        return all;
    }

    /**
     * Whether some run of a type that is dated between two moments, both included, may begin with an instance of the
     * task.
     */
    public static boolean mayHave(Graph graph, int task, RunType type, RunPart part, Instant earliest, Instant latest) {
        return part.has(graph.task(task).taskId())
                && isInRun(type, graph.task(task).options(), earliest, latest);
    }

    /** Runs without a date have all tasks. */
    private static boolean isInRun(
            RunType type, OptionsSpec options, @Nullable Instant earliest, @Nullable Instant latest) {
        Instant start = options.startDate();
        Instant end = options.endDate();
        return type == RunType.BACKFILL
                || ((start == null || latest == null || !latest.isBefore(start))
                        && (end == null || earliest == null || !earliest.isAfter(end)));
    }

    /** Too long a list keeps its placeholder, which then fails and says why. */
    private static int literalLength(Graph graph, int task) {
        MappingSpec mapping = graph.mapping(task);
        if (mapping == null || !graph.sources(task).isEmpty()) {
            return 0;
        }
        long length = MappedLength.ofLiterals(mapping);
        return length > graph.limits().maxMapLength() ? 0 : (int) length;
    }
}
