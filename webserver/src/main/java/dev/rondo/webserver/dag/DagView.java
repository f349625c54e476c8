package dev.rondo.webserver.dag;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.metadata.query.DagQueries.DagRow;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetAlias;
import dev.rondo.sdk.AssetExpression;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.Role;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A DAG as lists show it. */
record DagView(
        String dagId,
        String dagDisplayName,
        boolean isPaused,
        boolean isStale,
        @Nullable Instant lastParsedTime,
        @Nullable Double lastParseDuration,
        @Nullable Instant lastExpired,
        String bundleName,
        @Nullable String bundleVersion,
        String relativeFileloc,
        String fileloc,
        @Nullable String description,
        @Nullable String timetableSummary,
        @Nullable String timetableDescription,
        boolean timetablePartitioned,
        boolean timetablePeriodic,
        List<Tag> tags,
        int maxActiveTasks,
        int maxActiveRuns,
        int maxConsecutiveFailedDagRuns,
        boolean hasTaskConcurrencyLimits,
        boolean hasImportErrors,
        @Nullable Instant nextDagrunLogicalDate,
        @Nullable Instant nextDagrunDataIntervalStart,
        @Nullable Instant nextDagrunDataIntervalEnd,
        @Nullable Instant nextDagrunRunAfter,
        @Nullable List<String> allowedRunTypes,
        List<String> owners,
        boolean isBackfillable,
        String fileToken,
        String callerRole) {

    private static final double MILLIS = 1_000;

    record Tag(String name, String dagId, String dagDisplayName) {}

    /**
     * A DAG with what its graph says; {@code concurrency} is Airflow's old name of max active tasks. Ours are when its
     * file was seen as it is, and when that came into force.
     */
    record Details(
            @JsonUnwrapped DagView dag,
            boolean catchup,
            @Nullable String dagRunTimeout,
            @Nullable Object assetExpression,
            @Nullable String docMd,
            @Nullable Instant startDate,
            @Nullable Instant endDate,
            @Nullable Boolean isPausedUponCreation,
            Map<String, Param> params,
            boolean renderTemplateAsNativeObj,
            @Nullable List<String> templateSearchPath,
            String timezone,
            @Nullable Instant lastParsed,
            @Nullable Instant seenAt,
            @Nullable Instant activeAt,
            @Nullable Object defaultArgs,
            @Nullable Boolean rerunWithLatestVersion,
            @Nullable Map<String, String> ownerLinks,
            boolean isFavorite,
            int activeRunsCount,
            int concurrency,
            @Nullable VersionView latestDagVersion) {}

    /** A param: its default value and its JSON Schema. */
    record Param(JsonNode value, JsonNode schema, @Nullable String description) {}

    /** {@code callerRole} is ours: what who asks may do with it. */
    static DagView of(DagRow row, DagSpec spec, Role callerRole) {
        ScheduleSpec schedule = spec.schedule();
        ScheduleSpec time = schedule.innermost();
        boolean periodic = !(time instanceof ScheduleSpec.None) && !(time instanceof ScheduleSpec.Once);
        return new DagView(
                row.dagId(),
                row.dagId(),
                row.paused(),
                !row.active(),
                row.lastParsedAt(),
                row.parseMillis() == null ? null : row.parseMillis() / MILLIS,
                null,
                row.bundleName(),
                null,
                row.fileName(),
                row.fileName(),
                row.description(),
                row.timetableSummary(),
                Timetables.of(spec).description(),
                false,
                periodic,
                row.tags().stream()
                        .map(tag -> new Tag(tag, row.dagId(), row.dagId()))
                        .toList(),
                row.maxActiveTasks(),
                row.maxActiveRuns(),
                0,
                spec.tasks().stream()
                        .anyMatch(task -> task.options().maxActivePerDag() != null
                                || task.options().maxActivePerRun() != null),
                row.importErrors(),
                row.nextLogicalDate(),
                row.nextIntervalStart(),
                row.nextIntervalEnd(),
                row.nextRunAfter(),
                null,
                Arrays.stream(row.owners().split(","))
                        .map(String::strip)
                        .filter(owner -> !owner.isEmpty())
                        .toList(),
                Timetables.of(spec).periodic(),
                "",
                callerRole.wireName());
    }

    /** The expression as Airflow's API writes it. */
    private static @Nullable Object expression(@Nullable AssetExpression expression) {
        return switch (expression) {
            case null -> null;
            case Asset asset ->
                Map.of("asset", Map.of("name", asset.name(), "uri", asset.uri(), "group", asset.group()));
            case AssetAlias alias -> Map.of("alias", Map.of("name", alias.name(), "group", alias.group()));
            case AssetExpression.All all ->
                Map.of("all", all.operands().stream().map(DagView::expression).toList());
            case AssetExpression.Any any ->
                Map.of("any", any.operands().stream().map(DagView::expression).toList());
        };
    }

    static Details details(
            DagView view,
            DagRow row,
            DagSpec spec,
            boolean favorite,
            int activeRuns,
            @Nullable VersionView version,
            Json json) {
        return new Details(
                view,
                spec.catchup() != 0,
                spec.dagrunTimeout() == null ? null : spec.dagrunTimeout().toString(),
                expression(spec.schedule().assets()),
                spec.doc(),
                spec.startDate(),
                spec.endDate(),
                spec.pausedUponCreation(),
                spec.params() == null ? Map.of() : params(spec.params(), json),
                false,
                null,
                row.timezone(),
                row.lastParsedAt(),
                row.seenAt(),
                row.lastParsedAt(),
                null,
                null,
                null,
                favorite,
                activeRuns,
                row.maxActiveTasks(),
                version);
    }

    private static Map<String, Param> params(DagSpec.ParamsSpec spec, Json json) {
        JsonNode properties = json.tree(spec.jsonSchema()).path("properties");
        Map<String, Param> params = new LinkedHashMap<>();
        json.tree(spec.defaults()).properties().forEach(each -> {
            JsonNode schema = properties.path(each.getKey());
            JsonNode description = schema.path("description");
            params.put(
                    each.getKey(),
                    new Param(
                            each.getValue(),
                            schema.isMissingNode() ? json.tree("{}") : schema,
                            description.isTextual() ? description.textValue() : null));
        });
        return params;
    }
}
