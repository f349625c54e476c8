package dev.rondo.cli.dags;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.logs.LogPages;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo dags logs}. */
@Command(
        name = "logs",
        description = "Prints the log of a run's own callback. The logs of its tasks: rondo tasks logs.",
        mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

    @Mixin
    private Session session = new Session();

    @Parameters(index = "0", paramLabel = "DAG", description = "Id of the DAG.")
    private String dagId = "";

    @Parameters(index = "1", paramLabel = "RUN", description = "Id of the run.")
    private String runId = "";

    @Option(
            names = "--callback",
            paramLabel = "KIND",
            description = "Which callback: success, failure, or deadline-NAME. Default: failure.")
    private String callback = "failure";

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "With deadline-NAME: the task whose deadline it is. Default: the run's own.")
    private @Nullable String taskId;

    @Override
    public Integer call() {
        var ignored = LogPages.print(
                session,
                null,
                token -> Paths.run(dagId, runId) + "/logs"
                        + Paths.query("callback", callback, "task_id", taskId, "token", token));
        return ExitCode.OK.code();
    }
}
