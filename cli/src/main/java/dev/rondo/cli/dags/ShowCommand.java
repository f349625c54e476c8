package dev.rondo.cli.dags;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rondo dags show}: the graph in the terminal, layer by layer. */
@Command(
        name = "show",
        description = "Draws the tasks of a DAG and what follows what.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

    @Mixin
    private Session session = new Session();

    @Parameters(paramLabel = "DAG", description = "Id of the DAG.")
    private String dagId = "";

    @Override
    public Integer call() {
        List<JsonObject> tasks = Pages.objects(session.api().get(Paths.dag(dagId) + "/tasks"), "tasks");
        if (session.form() != Output.Form.table) {
            session.output()
                    .rows(
                            tasks,
                            List.of(
                                    Column.of("TASK", "task_id"),
                                    new Column(
                                            "DOWNSTREAM", t -> String.join(",", texts(t.get("downstream_task_ids"))))),
                            "no tasks");
            return ExitCode.OK.code();
        }
        Map<String, List<String>> downstream = new LinkedHashMap<>();
        tasks.forEach(t -> downstream.put(Output.text(t.get("task_id")), texts(t.get("downstream_task_ids"))));
        draw(dagId, downstream).forEach(session.out()::println);
        session.out().flush();
        return ExitCode.OK.code();
    }

    private static List<String> texts(@org.jspecify.annotations.Nullable JsonValue array) {
        return array instanceof JsonArray elements
                ? elements.elements().stream().map(Output::text).toList()
                : List.of();
    }

    /** The lines of the drawing: each task with its layer as indentation, and what it leads to. */
    static List<String> draw(String dagId, Map<String, List<String>> downstream) {
        Map<String, Integer> layers = layers(downstream);
        List<String> lines = new ArrayList<>();
        lines.add(Output.clean(dagId));
        int last = layers.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
        for (int layer = 0; layer <= last; layer++) {
            for (Map.Entry<String, Integer> entry : layers.entrySet()) {
                if (entry.getValue() == layer) {
                    List<String> next = downstream.getOrDefault(entry.getKey(), List.of());
                    String arrow = next.isEmpty() ? "" : " → " + String.join(", ", next);
                    lines.add(Output.clean("  ".repeat(layer) + (layer == 0 ? "● " : "└ ") + entry.getKey() + arrow));
                }
            }
        }
        return lines;
    }

    // Longest path from a root: a task stands to the right of everything it waits for.
    private static Map<String, Integer> layers(Map<String, List<String>> downstream) {
        Map<String, Integer> waitsFor = new HashMap<>();
        downstream.values().forEach(next -> next.forEach(n -> waitsFor.merge(n, 1, Integer::sum)));
        Map<String, Integer> layers = new LinkedHashMap<>();
        downstream.keySet().forEach(t -> layers.put(t, 0));
        Deque<String> ready = new ArrayDeque<>();
        downstream.keySet().stream().filter(t -> !waitsFor.containsKey(t)).forEach(ready::add);
        while (!ready.isEmpty()) {
            String task = ready.remove();
            int after = layers.getOrDefault(task, 0) + 1;
            for (String next : downstream.getOrDefault(task, List.of())) {
                layers.merge(next, after, Math::max);
                if (waitsFor.merge(next, -1, Integer::sum) == 0) {
                    ready.add(next);
                }
            }
        }
        return layers;
    }
}
