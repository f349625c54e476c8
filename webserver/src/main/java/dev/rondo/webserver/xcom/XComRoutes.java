package dev.rondo.webserver.xcom;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.blob.BlobStore;
import dev.rondo.metadata.query.InstanceQueries;
import dev.rondo.metadata.query.InstanceQueries.XComRow;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.query.RunQueries.RunRow;
import dev.rondo.webserver.command.CommandSender;
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
import org.jspecify.annotations.Nullable;

/** Values between tasks: list, one, and by hand create, change, delete. */
public final class XComRoutes {

    private static final String ENTRIES =
            Api.ROOT + "/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/xcomEntries";

    // As long as Airflow's.
    private static final int MAX_KEY = 512;

    private final InstanceQueries instances;
    private final RunLookup runs;
    private final BlobStore blobs;
    private final CommandSender commands;
    private final Json json;

    public XComRoutes(InstanceQueries instances, RunLookup runs, BlobStore blobs, CommandSender commands, Json json) {
        this.instances = instances;
        this.runs = runs;
        this.blobs = blobs;
        this.commands = commands;
        this.json = json;
    }

    record Entries(List<Entry> xcomEntries, long totalEntries, boolean totalEntriesEstimated) {}

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

    record New(
            @Nullable String key,
            @Nullable Integer mapIndex,
            @Nullable JsonNode value) {}

    record Changed(@Nullable Integer mapIndex, @Nullable JsonNode value) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.ofDags().get(ENTRIES, Role.VIEWER, this::list);
        api.create(ENTRIES, Role.USER, this::create);
        api.get(ENTRIES + "/{xcom_key}", Role.VIEWER, this::one);
        api.patch(ENTRIES + "/{xcom_key}", Role.USER, this::patch);
        api.delete(ENTRIES + "/{xcom_key}", Role.USER, this::delete);
    }

    private Entries list(Request request) {
        String dagId = request.pathOrAny("dag_id");
        String runId = request.pathOrAny("dag_run_id");
        if (dagId != null && runId != null) {
            runs.require(request);
        }
        Listed<XComRow> found = instances.xcoms(
                InstanceQueries.xcomsOf(dagId, runId, request.pathOrAny("task_id"))
                        .and(InstanceQueries.XCOMS.read(request)),
                InstanceQueries.XCOM_ORDERS.read(request),
                request.page());
        return new Entries(
                found.rows().stream().map(XComRoutes::entry).toList(),
                found.total(),
                found.count().isEstimate());
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
        return valued(request, request.path("xcom_key"), mapIndex == null ? -1 : mapIndex, asText);
    }

    private Valued valued(Request request, String key, int mapIndex, boolean asText) throws IOException {
        XComRow row = instances
                .xcom(request.path("dag_id"), request.path("dag_run_id"), request.path("task_id"), mapIndex, key)
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

    private Valued create(Request request) throws IOException {
        New made = request.body(New.class);
        String key = made.key();
        if (key == null || key.isBlank() || key.length() > MAX_KEY || key.contains("/")) {
            throw ProblemException.invalid("body.key", "it must have 1 to " + MAX_KEY + " characters, no /");
        }
        return set(request, Request.checked("body.key", key), made.mapIndex(), made.value(), true);
    }

    private Valued patch(Request request) throws IOException {
        Changed changed = request.body(Changed.class);
        return set(request, request.path("xcom_key"), changed.mapIndex(), changed.value(), false);
    }

    private Valued set(
            Request request, String key, @Nullable Integer mapIndex, @Nullable JsonNode value, boolean create)
            throws IOException {
        if (value == null) {
            throw ProblemException.invalid("body.value", "it is missing");
        }
        String text = json.kept("body.value", value);
        RunRow run = runs.require(request);
        int index = indexOf("body.map_index", mapIndex);
        commands.send(
                request,
                new Command.SetXCom(run.dagId(), run.runId(), request.path("task_id"), index, key, text, create),
                CommandReply.Done.class);
        return valued(request, key, index, false);
    }

    private void delete(Request request) {
        RunRow run = runs.require(request);
        int index = indexOf("map_index", request.integer("map_index"));
        commands.send(
                request,
                new Command.DeleteXCom(
                        run.dagId(), run.runId(), request.path("task_id"), index, request.path("xcom_key")),
                CommandReply.Done.class);
    }

    private static int indexOf(String name, @Nullable Integer given) {
        if (given != null && given < -1) {
            throw ProblemException.invalid(name, "it must be 0 or more, or -1 for a task that is not mapped");
        }
        return given == null ? -1 : given;
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
