package dev.rondo.webserver.importerror;

import dev.rondo.metadata.query.DagQueries;
import dev.rondo.metadata.query.DagQueries.ImportErrorRow;
import dev.rondo.metadata.query.Listed;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files that could not be used, and why. */
public final class ImportErrorRoutes {

    private final DagQueries dags;

    public ImportErrorRoutes(DagQueries dags) {
        this.dags = dags;
    }

    record ImportErrors(List<ImportError> importErrors, long totalEntries) {}

    /** {@code code, message, dag_class, line} are ours; Airflow has the stack alone. */
    record ImportError(
            long importErrorId,
            Instant timestamp,
            String filename,
            @Nullable String bundleName,
            String stackTrace,
            String code,
            String message,
            @Nullable String dagClass,
            @Nullable Integer line) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.ofDags().get(Api.ROOT + "/importErrors", Role.VIEWER, this::list);
        api.ofDags().get(Api.ROOT + "/importErrors/{import_error_id}", Role.VIEWER, this::one);
    }

    private ImportErrors list(Request request) {
        Listed<ImportErrorRow> found = dags.importErrors(
                DagQueries.IMPORT_ERRORS.read(request), DagQueries.IMPORT_ERROR_ORDERS.read(request), request.page());
        return new ImportErrors(found.rows().stream().map(ImportErrorRoutes::of).toList(), found.total());
    }

    private ImportError one(Request request) {
        long id = request.number("import_error_id");
        return dags.findImportError(id, request.dags())
                .map(ImportErrorRoutes::of)
                .orElseThrow(() -> ProblemException.notFound(
                        "IMPORT_ERROR_NOT_FOUND", "there is no import error " + id + "; it may have been mended"));
    }

    private static ImportError of(ImportErrorRow row) {
        String stack = row.stack().isBlank() ? row.code() + ": " + row.message() : row.stack();
        return new ImportError(
                row.id(),
                row.at(),
                row.fileName(),
                row.bundleName(),
                stack,
                row.code(),
                row.message(),
                row.dagClass(),
                row.line() == 0 ? null : row.line());
    }
}
