package dev.rondo.webserver.importerror;

import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.query.WarningQueries;
import dev.rondo.metadata.query.WarningQueries.WarningRow;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.time.Instant;
import java.util.List;

/** What the authors of DAGs should know and may ignore. */
public final class DagWarningRoutes {

    private final WarningQueries warnings;

    public DagWarningRoutes(WarningQueries warnings) {
        this.warnings = warnings;
    }

    record DagWarnings(List<DagWarning> dagWarnings, long totalEntries) {}

    /** {@code code} is ours: the kind of warning. */
    record DagWarning(
            String dagId, String dagDisplayName, String warningType, String code, String message, Instant timestamp) {}

    /** Declares the route. */
    public void declare(Api api) {
        api.ofDags().get(Api.ROOT + "/dagWarnings", Role.VIEWER, this::list);
    }

    private DagWarnings list(Request request) {
        Listed<WarningRow> found = warnings.warnings(
                WarningQueries.FILTERS.read(request), WarningQueries.ORDERS.read(request), request.page());
        return new DagWarnings(found.rows().stream().map(DagWarningRoutes::of).toList(), found.total());
    }

    private static DagWarning of(WarningRow row) {
        return new DagWarning(row.dagId(), row.dagId(), WarningQueries.TYPE, row.code(), row.message(), row.at());
    }
}
