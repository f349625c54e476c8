package dev.rondo.webserver.xcom;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.metadata.blob.BlobStore;
import dev.rondo.metadata.query.InstanceQueries;
import dev.rondo.metadata.query.InstanceQueries.XComRow;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.query.Page;
import dev.rondo.webserver.dagrun.RunLookup;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values between tasks. */
public final class XComRoutes {

    private static final String ENTRIES =
            Api.ROOT + "/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/xcomEntries";

    private final InstanceQueries instances;
    private final RunLookup runs;
    private final BlobStore blobs;
    private final Json json;

    public XComRoutes(InstanceQueries instances, RunLookup runs, BlobStore blobs, Json json) {
        this.instances = instances;
        this.runs = runs;
        this.blobs = blobs;
        this.json = json;
    }

    record Entries(List<Entry> xcomEntries, long totalEntries) {}

    /** An entry without its value; type and size are ours. */
    record Entry(
            String key,
            Instant timestamp,
            @Nullable Instant logicalDate,
            int mapIndex,
            String taskId,
            String dagId,
            String runId,
            String dagDisplayName,
            String taskDisplayName,
            Instant runAfter,
            @Nullable String typeName,
            long sizeBytes) {}

    /** An entry with its value: JSON as it is, or as text. */
    record Valued(
            String key,
            Instant timestamp,
            @Nullable Instant logicalDate,
            int mapIndex,
            String taskId,
            String dagId,
            String runId,
            String dagDisplayName,
            String taskDisplayName,
            Instant runAfter,
            @Nullable Object value) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(ENTRIES, Role.VIEWER, this::list);
        api.get(ENTRIES + "/{xcom_key}", Role.VIEWER, this::one);
    }

    private Entries list(Request request) {
        runs.require(request);
        request.query("order_by", Set.of("task_id"));
        Listed<XComRow> found = instances.xcoms(
                request.path("dag_id"),
                request.path("dag_run_id"),
                request.pathOrAny("task_id"),
                request.integer("map_index"),
                request.query("xcom_key"),
                request.page());
        return new Entries(found.rows().stream().map(XComRoutes::entry).toList(), found.total());
    }

    private static Entry entry(XComRow row) {
        return new Entry(
                row.key(),
                row.createdAt(),
                row.logicalDate(),
                row.mapIndex(),
                row.taskId(),
                row.dagId(),
                row.runId(),
                row.dagId(),
                row.taskId(),
                row.runAfter(),
                row.typeName(),
                row.sizeBytes());
    }

    private Valued one(Request request) throws IOException {
        runs.require(request);
        Integer mapIndex = request.integer("map_index");
        boolean asText = request.flag("stringify", false);
        request.flag("deserialize"); // JSON either way: objects of the DAG's own classes never get here
        String key = request.path("xcom_key");
        XComRow row = instances
                .xcoms(
                        request.path("dag_id"),
                        request.path("dag_run_id"),
                        request.path("task_id"),
                        mapIndex == null ? -1 : mapIndex,
                        key,
                        new Page(1, 0))
                .rows()
                .stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound(
                        "XCOM_NOT_FOUND",
                        "task '" + request.path("task_id") + "' has no XCom '" + key + "' in this run"));
        String value = valueOf(row);
        return new Valued(
                row.key(),
                row.createdAt(),
                row.logicalDate(),
                row.mapIndex(),
                row.taskId(),
                row.dagId(),
                row.runId(),
                row.dagId(),
                row.taskId(),
                row.runAfter(),
                asText ? value : json.tree(value));
    }

    private String valueOf(XComRow row) throws IOException {
        String value = row.value();
        if (value != null) {
            return value;
        }
        String hash = row.blobHash();
        if (hash == null) {
            return "null";
        }
        Optional<BlobStore.Blob> blob = blobs.find(hash);
        if (blob.isEmpty()) {
            throw ProblemException.notFound(
                    "XCOM_VALUE_GONE",
                    "the value of XCom '" + row.key() + "' is no longer in the store (" + hash + ")");
        }
        try (InputStream content = blob.get().content()) {
            return new String(content.readAllBytes(), UTF_8);
        }
    }
}
