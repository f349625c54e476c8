package dev.rondo.cli.tasks;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * DAG, run and task on the command line. {@code airflow} has them as DAG, task, run; hands that know that order are
 * understood too.
 */
public final class InstanceArguments {

    @Parameters(index = "0", paramLabel = "DAG", description = "Id of the DAG.")
    private String dagId = "";

    @Parameters(
            index = "1",
            paramLabel = "RUN",
            description = "Id of the run, or its logical date. (Run and task may also come as TASK RUN.)")
    private String runId = "";

    @Parameters(index = "2", paramLabel = "TASK", description = "Id of the task.")
    private String taskId = "";

    @Option(names = "--map-index", paramLabel = "N", description = "Which instance of a mapped task.")
    private @Nullable Integer mapIndex;

    /**
     * An instance, as the server knows it.
     *
     * @param mapIndex -1 when the task is not mapped
     */
    record Named(String dagId, String runId, String taskId, int mapIndex) {
        String path() {
            return Paths.instance(dagId, runId, taskId, mapIndex);
        }

        /** Whether an event of the server is about its run. */
        boolean isOf(JsonObject event) {
            return Output.text(event.get("dag_id")).equals(dagId)
                    && Output.text(event.get("dag_run_id")).equals(runId);
        }

        String taskPath() {
            return Paths.task(dagId, runId, taskId);
        }
    }

    /**
     * Finds the run that is meant.
     *
     * @throws CommandException when neither word names a run of the DAG
     */
    Named named(ApiClient api) {
        Optional<String> run = RunArgument.find(api, dagId, runId);
        if (run.isPresent()) {
            return of(run.get(), taskId);
        }
        Optional<String> swapped = RunArgument.find(api, dagId, taskId);
        if (swapped.isPresent()) {
            return of(swapped.get(), runId);
        }
        throw new CommandException(
                ExitCode.NOT_FOUND,
                "DAG '" + dagId + "' has no run '" + runId + "'; the words are DAG RUN TASK, and the runs are seen by:"
                        + " rondo dags list-runs " + dagId);
    }

    private Named of(String run, String task) {
        return new Named(dagId, run, task, mapIndex == null ? -1 : mapIndex);
    }
}
