package dev.rondo.webserver.taskinstance;

import dev.rondo.metadata.query.Filters;
import dev.rondo.metadata.query.InstanceQueries;
import dev.rondo.metadata.query.NamePattern;
import dev.rondo.metadata.query.RunQueries;
import dev.rondo.metadata.query.Wanted;
import dev.rondo.sdk.spec.TaskSpec;
import dev.rondo.webserver.dag.Graphs;
import dev.rondo.webserver.dag.TaskView;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Filters of instances by what no row says but the graph of their run. */
public final class GraphFilters {

    // A large graph is some megabytes; they are read one by one, and what is kept is the ids of their tasks.
    private static final int MAX_VERSIONS = 50;

    private final RunQueries runs;
    private final Graphs graphs;

    public GraphFilters(RunQueries runs, Graphs graphs) {
        this.runs = runs;
        this.graphs = graphs;
    }

    /** By the operators of their tasks; of a DAG, or of one of its runs. */
    Wanted ofOperator(Request request, @Nullable String dagId, @Nullable String runId) {
        List<String> operators = request.queries("operator");
        NamePattern pattern = Filters.pattern(request, "operator_name");
        if (operators.isEmpty() && pattern.isAny()) {
            return Wanted.ALL;
        }
        return wanted(operators.isEmpty() ? "operator_name_pattern" : "operator", dagId, runId, task -> {
            String operator = TaskView.operatorName(task);
            return (operators.isEmpty() || operators.contains(operator)) && pattern.matches(operator);
        });
    }

    /** Those of a task group and of the groups in it. */
    Wanted ofGroup(Request request, @Nullable String dagId, @Nullable String runId) {
        String group = request.query("task_group_id");
        return group == null ? Wanted.ALL : wanted("task_group_id", dagId, runId, task -> Graphs.isWithin(task, group));
    }

    private Wanted wanted(String name, @Nullable String dagId, @Nullable String runId, Predicate<TaskSpec> condition) {
        if (dagId == null) {
            throw ProblemException.invalid(
                    name, "it would read the graph of every DAG there is; ask for the instances of one DAG");
        }
        List<Long> versions = runs.versions(dagId, runId, MAX_VERSIONS + 1);
        if (versions.size() > MAX_VERSIONS) {
            throw ProblemException.invalid(
                    name,
                    "it would read the graphs of more than " + MAX_VERSIONS + " versions that runs of '" + dagId
                            + "' have; ask for the instances of one run");
        }
        Map<Long, Set<String>> tasks = new HashMap<>();
        for (long version : versions) {
            tasks.put(
                    version,
                    graphs.require(version).tasks().stream()
                            .filter(condition)
                            .map(TaskSpec::taskId)
                            .collect(Collectors.toUnmodifiableSet()));
        }
        return InstanceQueries.ofTasks(tasks);
    }
}
