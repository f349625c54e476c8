package dev.rondo.testkit;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.state.NoPast;
import dev.rondo.core.state.PastRuns;
import dev.rondo.core.state.PastRuns.OtherRun;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.RunView.PastRun;
import dev.rondo.core.state.TaskState;
import dev.rondo.testkit.play.RunPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What earlier runs of a DAG say to the next one: the last of them, and all before it as one, as the rules ask of those
 * only whether a task was ever there.
 */
final class Before {

    private final Graph graph;
    private @Nullable OtherRun older;
    private @Nullable OtherRun last;

    Before(Graph graph) {
        this.graph = graph;
    }

    PastRun of(RunPlan plan) {
        if (graph.pastDependent().isEmpty()) {
            return NoPast.INSTANCE;
        }
        List<OtherRun> runs = new ArrayList<>();
        if (older != null) {
            runs.add(older);
        }
        if (last != null) {
            runs.add(last);
        }
        return PastRuns.before(runs, plan.logicalDate(), graph.spec().catchup() > 0);
    }

    void add(RunPlan plan, RunModel run) {
        OtherRun before = last;
        if (before != null) {
            Map<String, List<TaskState>> seen = new HashMap<>(older == null ? Map.of() : older.instances());
            seen.putAll(before.instances());
            older = new OtherRun(before.logicalDate(), before.type(), seen);
        }
        Map<String, List<TaskState>> states = new HashMap<>();
        for (int task = 0; task < graph.size(); task++) {
            List<TaskState> all =
                    run.instancesOf(task).stream().map(i -> i.state()).toList();
            if (!all.isEmpty()) {
                states.put(graph.task(task).taskId(), all);
            }
        }
        last = new OtherRun(plan.logicalDate(), plan.type(), states);
    }
}
