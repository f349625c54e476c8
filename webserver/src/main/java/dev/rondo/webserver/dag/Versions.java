package dev.rondo.webserver.dag;

import dev.rondo.metadata.query.DagQueries;
import dev.rondo.metadata.query.DagQueries.VersionRow;
import dev.rondo.webserver.rest.ProblemException;

/** Finds the version that a request names. */
final class Versions {

    private Versions() {}

    static VersionRow require(DagQueries dags, String dagId, long number) {
        return dags.findVersion(dagId, number)
                .orElseThrow(() -> ProblemException.notFound(
                        "DAG_VERSION_NOT_FOUND", "DAG '" + dagId + "' has no version " + number));
    }
}
