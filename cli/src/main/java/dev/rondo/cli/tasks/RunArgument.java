package dev.rondo.cli.tasks;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.Dates;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.sdk.internal.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A run as people name it: by its id, or by its logical date. */
public final class RunArgument {

    private RunArgument() {}

    /**
     * The id of the run.
     *
     * @throws CommandException when the DAG has no such run, saying how to see those that it has
     */
    public static String require(ApiClient api, String dagId, String named) {
        return find(api, dagId, named)
                .orElseThrow(() -> new CommandException(
                        ExitCode.NOT_FOUND,
                        "DAG '" + dagId + "' has no run '" + named + "'; see: rondo dags list-runs " + dagId));
    }

    /** The id of the run, if there is one; an unknown DAG is an error. */
    static Optional<String> find(ApiClient api, String dagId, String named) {
        Optional<Instant> date = Dates.find(named);
        if (date.isPresent()) {
            return ofDate(api, dagId, date.get());
        }
        try {
            JsonObject run = api.get(Paths.run(dagId, named));
            return Optional.of(Output.text(run.get("dag_run_id")));
        } catch (CommandException e) {
            if (e.exitCode() != ExitCode.NOT_FOUND) {
                throw e;
            }
            JsonObject ignored = api.get(Paths.dag(dagId)); // an unknown DAG says so itself
            return Optional.empty();
        }
    }

    // As in Airflow, a date alone stands for its midnight in UTC; the run of a day in another zone is found by its id.
    private static Optional<String> ofDate(ApiClient api, String dagId, Instant date) {
        String path = Paths.dag(dagId) + "/dagRuns"
                + Paths.query("logical_date_gte", date, "logical_date_lte", date, "limit", 1);
        List<JsonObject> runs = Pages.objects(api.get(path), "dag_runs");
        return runs.stream().findFirst().map(run -> Output.text(run.get("dag_run_id")));
    }
}
