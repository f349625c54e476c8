package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.internal.define.Endpoint;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.internal.define.Work;
import dev.rondo.sdk.spec.TaskSpec.Body;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks that every answer of a branch leads somewhere. */
final class BranchChecks {

    private final GraphBuilder graph;
    private final DagTypes types;
    private final Problems problems;

    BranchChecks(GraphBuilder graph, DagTypes types, Problems problems) {
        this.graph = graph;
        this.types = types;
        this.problems = problems;
    }

    static boolean isBranch(TaskDraft task) {
        return task.work() instanceof Work.Code code && code.verb() == Body.CHOOSE;
    }

    /** Reports answers that {@code on} does not mention. */
    void check(TaskDraft task) {
        Type answer = types.resultOf(task);
        if (!(answer instanceof Class<?> c) || !c.isEnum()) {
            return; // not known, which is reported
        }
        List<String> answers = Arrays.stream(c.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .toList();
        List<String> said =
                task.branches().keySet().stream().<String>map(Enum::name).toList();
        for (String each : answers) {
            if (!said.contains(each)) {
                problems.add(
                        ProblemCode.BRANCH_ANSWER_WITHOUT_TARGET,
                        task,
                        "nothing says what its answer " + each + " leads to",
                        "add .on(" + c.getSimpleName() + "." + each + ", task), without a task where it leads nowhere");
            }
        }
    }

    /** What each answer leads to, by full ids, in the order they were said. */
    Map<String, List<String>> targets(TaskDraft task) {
        Map<String, List<String>> targets = new LinkedHashMap<>();
        task.branches().forEach((answer, ends) -> targets.put(answer.name(), ids(ends)));
        return targets;
    }

    private List<String> ids(List<Endpoint> ends) {
        List<String> ids = new ArrayList<>();
        for (Endpoint end : ends) {
            graph.firstTasks(end).forEach(task -> ids.add(task.id()));
        }
        return ids.stream().distinct().toList();
    }
}
