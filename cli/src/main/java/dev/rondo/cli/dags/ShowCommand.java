package dev.rondo.cli.dags;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.dags.drawing.DrawnTask;
import dev.rondo.cli.dags.drawing.Layout;
import dev.rondo.cli.dags.drawing.Picture;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo dags show}: the graph in the terminal, layer by layer. */
@Command(
        name = "show",
        description = "Draws the tasks of a DAG and what follows what: in the terminal, or as a picture.",
        footerHeading = "%nExamples:%n",
        footer = {"  rondo dags show flights", "  rondo dags show flights --save flights.svg"},
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

    // A layout of more takes minutes.
    private static final int MOST_DRAWN = 2_000;

    @Mixin
    private Session session = new Session();

    @Parameters(paramLabel = "DAG", description = "Id of the DAG.")
    private String dagId = "";

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Write a picture to this file, whose name ends in .svg or .png, and draw nothing in the"
                    + " terminal. A file that is there is replaced.")
    private @Nullable Path picture;

    @Override
    public Integer call() {
        Picture form = picture == null ? null : Picture.of(picture);
        List<JsonObject> tasks = Pages.objects(session.api().get(Paths.dag(dagId) + "/tasks"), "tasks");
        if (picture != null && form != null) {
            save(tasks, form, picture);
            return ExitCode.OK.code();
        }
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

    private void save(List<JsonObject> tasks, Picture form, Path file) {
        if (tasks.size() > MOST_DRAWN) {
            throw new CommandException(
                    ExitCode.REFUSED,
                    "%s has %,d tasks, more than the %,d that a picture can show; see its page, which opens group by group"
                            .formatted(Output.clean(dagId), tasks.size(), MOST_DRAWN));
        }
        form.save(
                Layout.of(
                        Output.clean(dagId),
                        tasks.stream().map(ShowCommand::drawn).toList()),
                file);
        session.output().either(JsonObject.of(Map.of("saved", new JsonString(file.toString()))), "saved " + file);
    }

    private static DrawnTask drawn(JsonObject task) {
        boolean mapped = task.get("is_mapped") instanceof JsonBoolean it && it.value();
        return new DrawnTask(
                Output.text(task.get("task_id")),
                Output.clean(Output.text(task.get("task_display_name"))),
                Output.clean(Output.text(task.get("operator_name"))) + (mapped ? " [ ]" : ""),
                Output.text(task.get("group_id")),
                Layers.texts(task.get("downstream_task_ids")));
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
