package dev.rondo.webserver.dag;

import dev.rondo.metadata.query.DagQueries;
import dev.rondo.metadata.query.DagQueries.DagRow;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;

/** Finds the DAG that a path names. */
public final class DagLookup {

    private final DagQueries dags;

    public DagLookup(DagQueries dags) {
        this.dags = dags;
    }

    /**
     * The DAG of {@code {dag_id}}.
     *
     * @throws ProblemException 404 when there is none
     */
    public DagRow require(Request request) {
        return require(request.path("dag_id"));
    }

    /**
     * The DAG of that id.
     *
     * @throws ProblemException 404 when there is none
     */
    public DagRow require(String dagId) {
        return dags.find(dagId)
                .orElseThrow(() -> ProblemException.notFound(
                        "DAG_NOT_FOUND", "there is no DAG '" + dagId + "'; `rondo dags list` shows those there are"));
    }
}
