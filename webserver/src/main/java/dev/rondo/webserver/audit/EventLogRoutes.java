package dev.rondo.webserver.audit;

import dev.rondo.metadata.query.AuditQueries;
import dev.rondo.metadata.query.AuditQueries.AuditRow;
import dev.rondo.metadata.query.Listed;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who asked for what, from the commands themselves. */
public final class EventLogRoutes {

    // Variables and connections (sealed), and answers of people, may be secrets; every other body is what the API shows
    // anyway.
    private static final Set<String> HIDDEN =
            Set.of("SetVariable", "SetConnection", "TestConnection", "AnswerApproval");

    private static final Set<String> OF_XCOMS = Set.of("SetXCom", "DeleteXCom");

    private final AuditQueries audit;
    private final Json json;
    private final ToldXCom xcoms;

    public EventLogRoutes(AuditQueries audit, Json json) {
        this.audit = audit;
        this.json = json;
        this.xcoms = new ToldXCom(json);
    }

    record EventLogs(List<EventLog> eventLogs, long totalEntries, boolean totalEntriesEstimated) {}

    /**
     * What was asked, and what came of it. Ours are {@code status}, how it ended, {@code tokenName}, by which token of
     * the owner's, {@code source} and {@code remoteAddress}, from where, and {@code before} and {@code after}, the
     * fields that were changed. {@code extra} has these too, beside the request.
     */
    record EventLog(
            long eventLogId,
            Instant when,
            @Nullable String dagId,
            @Nullable String taskId,
            @Nullable String runId,
            @Nullable Integer mapIndex,
            @Nullable Integer tryNumber,
            String event,
            @Nullable Instant logicalDate,
            String owner,
            @Nullable String extra,
            @Nullable String dagDisplayName,
            @Nullable String taskDisplayName,
            @Nullable Integer status,
            @Nullable String tokenName,
            String source,
            @Nullable String remoteAddress,
            @Nullable Object before,
            @Nullable Object after) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.ofDags().get(Api.ROOT + "/eventLogs", Role.OP, this::list);
        api.ofDags().get(Api.ROOT + "/eventLogs/{event_log_id}", Role.OP, this::one);
    }

    private EventLogs list(Request request) {
        Listed<AuditRow> found =
                audit.list(AuditQueries.FILTERS.read(request), AuditQueries.ORDERS.read(request), request.page());
        return new EventLogs(
                found.rows().stream().map(this::of).toList(),
                found.total(),
                found.count().isEstimate());
    }

    private EventLog one(Request request) {
        long id = request.number("event_log_id");
        return audit.find(id)
                .filter(row -> isFor(request, row.dagId()))
                .map(this::of)
                .orElseThrow(
                        () -> ProblemException.notFound("EVENT_LOG_NOT_FOUND", "there is no event log entry " + id));
    }

    private static boolean isFor(Request request, @Nullable String dagId) {
        return dagId == null ? request.dags().isAll() : request.isFor(dagId);
    }

    private EventLog of(AuditRow row) {
        JsonObject asked = (JsonObject) JsonValue.parse(row.body());
        JsonObject before = shown(row, asked, row.before());
        JsonObject after = shown(row, asked, row.after());
        return new EventLog(
                row.id(),
                row.at(),
                row.dagId(),
                row.taskId(),
                row.runId(),
                null,
                null,
                row.kind(),
                null,
                row.actor(),
                extra(HIDDEN.contains(row.kind()) ? subject(row, asked) : shown(row, asked, asked), before, after),
                row.dagId(),
                row.taskId(),
                row.status(),
                row.tokenName(),
                row.source(),
                row.remoteAddress(),
                tree(before),
                tree(after));
    }

    /** Of a request that is not shown: which connection was tried. What the others were about, their changes say. */
    private static JsonObject subject(AuditRow row, JsonObject asked) {
        return row.kind().equals("TestConnection") && asked.get("as") instanceof JsonObject connection
                ? JsonObject.of(Map.of("connection_id", connection.require("id")))
                : JsonObject.EMPTY;
    }

    private @Nullable JsonObject shown(AuditRow row, JsonObject asked, @Nullable String change) {
        return change == null ? null : shown(row, asked, (JsonObject) JsonValue.parse(change));
    }

    private JsonObject shown(AuditRow row, JsonObject asked, JsonObject told) {
        return OF_XCOMS.contains(row.kind())
                ? xcoms.shown(asked.findString("key").orElse(""), told)
                : told;
    }

    private @Nullable Object tree(@Nullable JsonObject change) {
        return change == null ? null : json.tree(change.toJson());
    }

    /** The request, as Airflow has it, and beside its fields what it changed. */
    private static @Nullable String extra(JsonObject asked, @Nullable JsonObject before, @Nullable JsonObject after) {
        JsonObject.Builder extra = JsonObject.builder().putAll(asked);
        if (before != null || after != null) {
            extra.put(
                    "change",
                    JsonObject.builder()
                            .put("before", before == null ? JsonNull.NULL : before)
                            .put("after", after == null ? JsonNull.NULL : after)
                            .build());
        }
        JsonObject all = extra.build();
        return all.members().isEmpty() ? null : all.toJson();
    }
}
