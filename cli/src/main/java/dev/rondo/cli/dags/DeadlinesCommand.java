package dev.rondo.cli.dags;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo dags deadlines}. */
@Command(
        name = "deadlines",
        description = "Lists the deadlines of a DAG's runs that are open or were missed, the latest first.",
        mixinStandardHelpOptions = true)
final class DeadlinesCommand implements Callable<Integer> {

    @Mixin
    private Session session = new Session();

    @Parameters(index = "0", paramLabel = "DAG", description = "Id of the DAG.")
    private String dagId = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "RUN", description = "Only those of this run.")
    private @Nullable String runId;

    @Option(names = "--missed", description = "Only those that were missed.")
    private boolean missed;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Override
    public Integer call() {
        ApiClient api = session.api();
        if (runId == null) {
            JsonObject ignored = api.get(Paths.dag(dagId)); // an unknown DAG is told, and not taken for one without any
        }
        String path = Paths.run(dagId, runId == null ? "~" : runId) + "/deadlines";
        session.output()
                .rows(
                        Pages.read(api, path + Paths.query("missed", missed ? "true" : null), "deadlines", limit),
                        List.of(
                                Column.of("RUN", "dag_run_id"),
                                Column.of("TASK", "task_id"),
                                Column.of("DEADLINE", "name"),
                                Column.of("DUE", "deadline_time"),
                                new Column("STATE", DeadlinesCommand::state),
                                Column.of("CALLBACK", "callback")),
                        "no deadlines that are open or were missed");
        return ExitCode.OK.code();
    }

    private static String state(JsonObject deadline) {
        return Output.text(deadline.get("missed")).equals("true") ? "missed" : "open";
    }
}
