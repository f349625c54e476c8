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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo dags next-execution}. */
@Command(
        name = "next-execution",
        description =
                "Lists the next runs of a DAG by its schedule, in its time zone; changes of the clock are marked.",
        mixinStandardHelpOptions = true)
final class NextExecutionCommand implements Callable<Integer> {

    @Mixin
    private Session session = new Session();

    @Parameters(paramLabel = "DAG", description = "Id of the DAG.")
    private String dagId = "";

    @Option(
            names = {"-n", "--num-executions"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many, 1 to 1000. Default: ${DEFAULT-VALUE}")
    private int count;

    @Override
    public Integer call() {
        JsonObject answer = session.api().get(Paths.dag(dagId) + "/nextRuns" + Paths.query("limit", "" + count));
        session.output()
                .rows(
                        Pages.objects(answer, "next_runs"),
                        List.of(
                                Column.of("RUNS AT", "local_time"),
                                Column.of("LOGICAL DATE", "logical_date"),
                                Column.of("INTERVAL START", "data_interval_start"),
                                Column.of("INTERVAL END", "data_interval_end"),
                                new Column("CLOCK", NextExecutionCommand::clock)),
                        "its schedule makes no further run; 'rondo dags why " + dagId + "' says why");
        if (Output.text(answer.get("is_paused")).equals("true")) {
            session.output().line("it is paused: none of these is made until 'rondo dags unpause " + dagId + "'");
        }
        return ExitCode.OK.code();
    }

    private static String clock(JsonObject run) {
        List<String> notes = new ArrayList<>();
        for (JsonObject change : Pages.objects(run, "clock_changes")) {
            notes.add("clock goes from " + Output.text(change.get("utc_offset_before")) + " to "
                    + Output.text(change.get("utc_offset_after")) + " at " + Output.text(change.get("at")));
        }
        switch (Output.text(run.get("clock_mark"))) {
            case "time_left_out" -> notes.add("its time is left out that day, so it is later");
            case "first_of_two" -> notes.add("this time comes twice, it is the first");
            case "second_of_two" -> notes.add("this time comes twice, it is the second");
            default -> {
                // The clock shows it as the schedule names it.
            }
        }
        return String.join("; ", notes);
    }
}
