package dev.rondo.webserver.dagrun;

import dev.rondo.metadata.query.DagQueries;
import dev.rondo.metadata.query.DeadlineQueries;
import dev.rondo.metadata.query.RunQueries;
import dev.rondo.metadata.query.RunQueries.RunRow;
import dev.rondo.webserver.deadline.DeadlineView;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import java.util.List;

/** Finds the run that a path names, and shows runs. */
public final class RunLookup {

    private final RunQueries runs;
    private final DagQueries dags;
    private final DeadlineQueries deadlines;
    private final Json json;

    public RunLookup(RunQueries runs, DagQueries dags, DeadlineQueries deadlines, Json json) {
        this.runs = runs;
        this.dags = dags;
        this.deadlines = deadlines;
        this.json = json;
    }

    /**
     * The run of {@code {dag_id}} and {@code {dag_run_id}}.
     *
     * @throws ProblemException 404 when there is none
     */
    public RunRow require(Request request) {
        return require(request.path("dag_id"), request.path("dag_run_id"));
    }

    RunRow require(String dagId, String runId) {
        return runs.find(dagId, runId)
                .orElseThrow(() -> ProblemException.notFound(
                        "DAG_RUN_NOT_FOUND", "DAG '" + dagId + "' has no run '" + runId + "'"));
    }

    RunView view(RunRow row) {
        return RunView.of(
                row,
                dags.versions(List.of(row.versionId())).get(row.versionId()),
                DeadlineView.of(deadlines.of(row.dagId(), row.runId(), null)),
                json);
    }

    List<RunView> views(List<RunRow> rows) {
        var versions =
                dags.versions(rows.stream().map(RunRow::versionId).distinct().toList());
        return rows.stream()
                .map(row -> RunView.of(row, versions.get(row.versionId()), null, json))
                .toList();
    }
}
