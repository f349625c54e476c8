package dev.rondo.cli.watch;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.dags.Layers;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.tasks.RunArgument;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rondo runs watch}. */
@Command(
        name = "watch",
        description = {
            "Shows the tasks of a run while it goes on, until it is over.",
            "On a terminal the picture stays in its place; elsewhere each change is a line."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit codes: 0 the run was a success, 1 it failed"})
final class WatchRunCommand implements Callable<Integer> {

    private static final Set<String> OVER = Set.of("success", "failed");
    private static final int ALL = 1_000_000;

    @Mixin
    private Session session = new Session();

    @Parameters(index = "0", paramLabel = "DAG", description = "Id of the DAG.")
    private String dagId = "";

    @Parameters(index = "1", paramLabel = "RUN", description = "Id of the run, or its logical date.")
    private String run = "";

    @Override
    public Integer call() throws InterruptedException {
        ApiClient api = session.api();
        String runId = RunArgument.require(api, dagId, run);
        String path = Paths.run(dagId, runId);
        Style style = session.form() == Output.Form.table ? Style.of(session.environment()) : Style.PLAIN;
        Screen screen = new Screen(session.out(), style);
        RunPicture picture =
                new RunPicture(Layers.of(Pages.objects(api.get(Paths.dag(dagId) + "/tasks"), "tasks")), style);
        try (RunEvents events = new RunEvents(api, event -> isOf(event, runId))) {
            while (true) {
                // The run first: when it is over, its instances are.
                JsonObject shown = api.get(path);
                List<JsonObject> instances = Pages.read(api, path + "/taskInstances", "task_instances", ALL);
                Runnable draw = () -> screen.show(
                        picture.draw(shown, instances, session.clock().instant()));
                if (!session.form().isData()) {
                    draw.run();
                }
                String state = Output.text(shown.get("state"));
                if (OVER.contains(state)) {
                    if (!session.form().isData()) {
                        screen.last(
                                picture.draw(shown, instances, session.clock().instant()));
                    }
                    if (session.form().isData()) {
                        session.output().object(shown);
                    }
                    return (state.equals("success") ? ExitCode.OK : ExitCode.FAILED).code();
                }
                events.awaitNews(style.live() ? draw : null);
            }
        }
    }

    private boolean isOf(JsonObject event, String runId) {
        return List.of(dagId, runId)
                .equals(List.of(Output.text(event.get("dag_id")), Output.text(event.get("dag_run_id"))));
    }
}
