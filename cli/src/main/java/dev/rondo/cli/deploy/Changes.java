package dev.rondo.cli.deploy;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.TaskSpec;
import dev.rondo.webserver.dag.TaskView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a file changes on a server: DAGs and tasks that come and go, and those that become something else. */
final class Changes {

    private Changes() {}

    /** One change; a task of "" is the DAG itself. */
    record Change(String dagId, String taskId, String what) {
        JsonObject json() {
            return JsonObject.builder()
                    .put("dag_id", dagId)
                    .put("task_id", taskId)
                    .put("change", what)
                    .build();
        }
    }

    /** What makes a task the same for those downstream of it. */
    private record Kind(String operator, String result) {}

    /**
     * The changes, in order of their DAGs and tasks.
     *
     * @throws CommandException when a DAG of the file is another file's there
     */
    static List<Change> of(ApiClient api, DagFile file, KnownFile known, List<DagSpec> dags) {
        Map<String, DagSpec> here =
                dags.stream().collect(Collectors.toMap(DagSpec::dagId, dag -> dag, (a, b) -> a, TreeMap::new));
        Set<String> all = new TreeSet<>(here.keySet());
        all.addAll(known.dagIds());
        List<Change> changes = new ArrayList<>();
        for (String dagId : all) {
            DagSpec dag = here.get(dagId);
            if (dag == null) {
                changes.add(new Change(dagId, "", "DAG removed; its history is kept"));
            } else if (known.dagIds().contains(dagId)) {
                ofTasks(dagId, kindsThere(api, dagId), kindsHere(dag), changes);
            } else {
                requireFree(api, file, dagId);
                changes.add(
                        new Change(dagId, "", "DAG added, with " + dag.tasks().size() + " tasks"));
            }
        }
        return changes;
    }

    private static void ofTasks(String dagId, Map<String, Kind> before, Map<String, Kind> after, List<Change> changes) {
        Set<String> all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        for (String taskId : all) {
            Kind old = before.get(taskId);
            Kind now = after.get(taskId);
            if (old == null) {
                changes.add(new Change(dagId, taskId, "task added"));
            } else if (now == null) {
                changes.add(new Change(dagId, taskId, "task removed"));
            } else {
                become(dagId, taskId, "type", old.operator(), now.operator(), changes);
                become(dagId, taskId, "result", old.result(), now.result(), changes);
            }
        }
    }

    private static void become(String dagId, String taskId, String what, String old, String now, List<Change> changes) {
        if (!old.equals(now)) {
            changes.add(new Change(dagId, taskId, what + " " + shown(old) + " becomes " + shown(now)));
        }
    }

    private static String shown(String type) {
        return type.isEmpty() ? "none" : type;
    }

    private static Map<String, Kind> kindsThere(ApiClient api, String dagId) {
        Map<String, Kind> kinds = new TreeMap<>();
        for (JsonObject task : Pages.objects(api.get(Paths.dag(dagId) + "/tasks"), "tasks")) {
            kinds.put(
                    Output.text(task.get("task_id")),
                    new Kind(Output.text(task.get("operator_name")), Output.text(task.get("result_type"))));
        }
        return kinds;
    }

    private static Map<String, Kind> kindsHere(DagSpec dag) {
        Map<String, Kind> kinds = new TreeMap<>();
        for (TaskSpec task : dag.tasks()) {
            TaskSpec.TypeSpec result = task.result();
            kinds.put(task.taskId(), new Kind(TaskView.operatorName(task), result == null ? "" : result.name()));
        }
        return kinds;
    }

    // The DAG processor would refuse the file later, when the one that is in force now is replaced already.
    private static void requireFree(ApiClient api, DagFile file, String dagId) {
        JsonObject there;
        try {
            there = api.get(Paths.dag(dagId));
        } catch (CommandException e) {
            if (e.exitCode() == ExitCode.NOT_FOUND) {
                return;
            }
            throw e;
        }
        String other = Output.text(there.get("relative_fileloc"));
        if (Output.text(there.get("is_stale")).equals("false") && !other.equals(file.name())) {
            throw new CommandException(
                    ExitCode.REFUSED,
                    "DAG '" + dagId + "' is in " + other + " there; remove it from that file first, or give this one"
                            + " another id");
        }
    }
}
