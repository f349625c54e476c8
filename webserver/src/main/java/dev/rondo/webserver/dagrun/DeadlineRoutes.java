package dev.rondo.webserver.dagrun;

import dev.rondo.metadata.query.DeadlineQueries;
import dev.rondo.metadata.query.DeadlineQueries.DeadlineRow;
import dev.rondo.metadata.query.Listed;
import dev.rondo.webserver.deadline.DeadlineView;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.util.List;

/** Deadlines of a run, or with {@code ~} of all runs or DAGs: those that are open or were missed. */
public final class DeadlineRoutes {

    private final DeadlineQueries deadlines;
    private final RunLookup runs;

    public DeadlineRoutes(DeadlineQueries deadlines, RunLookup runs) {
        this.deadlines = deadlines;
        this.runs = runs;
    }

    record Deadlines(List<DeadlineView> deadlines, long totalEntries) {}

    /** Declares the route. */
    public void declare(Api api) {
        api.ofDags().get(DagRunRoutes.RUN + "/deadlines", Role.VIEWER, this::list);
    }

    private Deadlines list(Request request) {
        String dagId = request.pathOrAny("dag_id");
        String runId = request.pathOrAny("dag_run_id");
        if (dagId != null && runId != null) {
            var ignored = runs.require(dagId, runId);
        }
        Listed<DeadlineRow> found =
                deadlines.list(dagId, runId, request.dags(), request.flag("missed"), request.page());
        return new Deadlines(DeadlineView.of(found.rows()), found.total());
    }
}
