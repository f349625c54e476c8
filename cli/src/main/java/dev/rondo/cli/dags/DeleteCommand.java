package dev.rondo.cli.dags;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Question;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo dags delete}. */
@Command(
        name = "delete",
        description = {
            "Deletes all that is known of a DAG: runs, task instances, values, logs, versions, deadlines, backfills.",
            "While its file is there it comes back as a new one: take the file away first. A DAG with"
                    + " runs under way is refused."
        },
        mixinStandardHelpOptions = true)
final class DeleteCommand implements Callable<Integer> {

    @Mixin
    private Session session = new Session();

    @Parameters(paramLabel = "DAG", description = "Id of the DAG.")
    private String dagId = "";

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask.")
    private boolean yes;

    @Override
    public Integer call() {
        JsonObject dag = session.api().get(Paths.dag(dagId));
        String shown = Output.clean(dagId);
        if (!yes && !Question.confirms("delete DAG " + shown + " with all its runs and logs")) {
            session.output().line("nothing was done");
            return ExitCode.OK.code();
        }
        JsonObject ignored = session.api().delete(Paths.dag(dagId));
        session.output().line("DAG " + shown + " is deleted");
        if (Output.text(dag.get("is_stale")).equals("false")) {
            session.output()
                    .line("it comes back within seconds unless "
                            + Output.clean(Output.text(dag.get("relative_fileloc"))) + " no longer defines it");
        }
        return ExitCode.OK.code();
    }
}
