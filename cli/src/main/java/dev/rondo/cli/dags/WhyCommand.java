package dev.rondo.cli.dags;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.cli.tasks.BlockedBy;
import dev.rondo.cli.tasks.DeadlineLines;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rondo dags why}. */
@Command(
        name = "why",
        description =
                "Says why a DAG makes no run now: paused, its dates, catchup, assets it waits for, an import error, too many"
                        + " active runs.",
        mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {

    @Mixin
    private Session session = new Session();

    @Parameters(paramLabel = "DAG", description = "Id of the DAG.")
    private String dagId = "";

    @Override
    public Integer call() {
        JsonObject answer = session.api().get(Paths.dag(dagId) + "/why");
        List<JsonObject> reasons = Pages.objects(answer, "reasons");
        session.output()
                .rows(
                        reasons,
                        List.of(
                                Column.of("CODE", "code"),
                                Column.of("REASON", "message"),
                                Column.of("UNTIL", "until"),
                                BlockedBy.COLUMN),
                        "nothing holds it back");
        DeadlineLines.print(session.output(), answer);
        return ExitCode.OK.code();
    }
}
