package dev.rondo.cli.dags;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.ArrayList;
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
                                            "DOWNSTREAM",
                                            t -> String.join(",", Layers.texts(t.get("downstream_task_ids"))))),
                            "no tasks");
            return ExitCode.OK.code();
        }
        draw(dagId, Layers.downstream(tasks)).forEach(session.out()::println);
        session.out().flush();
        return ExitCode.OK.code();
    }

    /** The lines of the drawing: each task with its layer as indentation, and what it leads to. */
    static List<String> draw(String dagId, Map<String, List<String>> downstream) {
        Map<String, Integer> layers = Layers.ofDownstream(downstream);
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
}
