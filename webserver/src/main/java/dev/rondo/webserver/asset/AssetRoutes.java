package dev.rondo.webserver.asset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.query.AssetQueries;
import dev.rondo.metadata.query.AssetQueries.AliasRow;
import dev.rondo.metadata.query.AssetQueries.AssetRow;
import dev.rondo.metadata.query.AssetQueries.EventRow;
import dev.rondo.metadata.query.AssetQueries.QueuedRow;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.query.Times;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.dag.DagLookup;
import dev.rondo.webserver.dagrun.RunLookup;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Assets, aliases, their updates, and the updates that wait for a run. */
public final class AssetRoutes {

    private static final String ASSETS = Api.ROOT + "/assets";
    private static final String ASSET = ASSETS + "/{asset_id}";
    private static final String DAG_QUEUED = Api.ROOT + "/dags/{dag_id}/assets/queuedEvents";
    private static final String DAG_ASSET_QUEUED = Api.ROOT + "/dags/{dag_id}/assets/{asset_id}/queuedEvents";
    private static final String UPSTREAM = Api.ROOT + "/dags/{dag_id}/dagRuns/{dag_run_id}/upstreamAssetEvents";
    private static final int MAX_EXTRA = 64 * 1024;

    private final AssetQueries assets;
    private final DagLookup dags;
    private final RunLookup runs;
    private final CommandSender commands;
    private final Json json;

    public AssetRoutes(AssetQueries assets, DagLookup dags, RunLookup runs, CommandSender commands, Json json) {
        this.assets = assets;
        this.dags = dags;
        this.runs = runs;
        this.commands = commands;
        this.json = json;
    }

    record Assets(List<Asset> assets, long totalEntries) {}

    record Asset(
            long id,
            String name,
            String uri,
            String group,
            JsonNode extra,
            Instant createdAt,
            Instant updatedAt,
            List<Scheduled> scheduledDags,
            List<Task> producingTasks,
            List<Task> consumingTasks,
            List<Alias> aliases,
            List<Object> watchers,
            @Nullable LastEvent lastAssetEvent) {}

    record Scheduled(String dagId, Instant createdAt, Instant updatedAt) {}

    record Task(String dagId, String taskId, Instant createdAt, Instant updatedAt) {}

    record LastEvent(long id, @Nullable Instant timestamp) {}

    record Aliases(List<Alias> assetAliases, long totalEntries) {}

    record Alias(long id, String name, String group) {
        static Alias of(AliasRow row) {
            return new Alias(row.id(), row.name(), row.group());
        }
    }

    record Events(List<Event> assetEvents, long totalEntries, boolean totalEntriesEstimated) {}

    record Event(
            long id,
            long assetId,
            String uri,
            String name,
            String group,
            JsonNode extra,
            @Nullable String sourceTaskId,
            @Nullable String sourceDagId,
            @Nullable String sourceRunId,
            int sourceMapIndex,
            List<Run> createdDagruns,
            Instant timestamp,
            @Nullable String partitionKey) {}

    /** A run made for an update; one that has not begun stands with the moment it was queued. */
    record Run(
            String runId,
            String dagId,
            @Nullable Instant logicalDate,
            Instant startDate,
            @Nullable Instant endDate,
            String state,
            @Nullable Instant dataIntervalStart,
            @Nullable Instant dataIntervalEnd,
            @Nullable String partitionKey,
            boolean triggering) {
        static Run of(AssetQueries.RunRow row) {
            return new Run(
                    row.runId(),
                    row.dagId(),
                    null,
                    row.start() == null ? row.queuedAt() : row.start(),
                    row.end(),
                    row.state(),
                    null,
                    null,
                    null,
                    true);
        }
    }

    record QueuedEvents(List<Queued> queuedEvents, long totalEntries) {}

    record Queued(String dagId, long assetId, Instant createdAt, String dagDisplayName) {
        static Queued of(QueuedRow row) {
            return new Queued(row.dagId(), row.assetId(), row.at(), row.dagId());
        }
    }

    record Body(
            @Nullable Long assetId,
            @Nullable JsonNode extra,
            @Nullable String partitionKey,
            @Nullable JsonNode accessControl) {}

    /** Declares the routes. */
    public void declare(Api api) {
        Api ofDags = api.ofDags();
        ofDags.get(ASSETS, Role.VIEWER, this::list);
        ofDags.get(ASSETS + "/aliases", Role.VIEWER, this::aliases);
        ofDags.get(ASSETS + "/aliases/{asset_alias_id}", Role.VIEWER, this::alias);
        ofDags.get(ASSETS + "/events", Role.VIEWER, this::events);
        // For all DAGs: an update makes runs of whatever waits for it.
        api.post(ASSETS + "/events", Role.USER, this::post);
        ofDags.get(ASSET, Role.VIEWER, request -> view(require(request)));
        ofDags.get(ASSET + "/queuedEvents", Role.VIEWER, request -> queued(request, null, require(request)));
        api.delete(ASSET + "/queuedEvents", Role.USER, request -> forget(request, null, require(request)));
        api.get(DAG_QUEUED, Role.VIEWER, request -> queued(request, dagId(request), null));
        api.delete(DAG_QUEUED, Role.USER, request -> forget(request, dagId(request), null));
        api.get(DAG_ASSET_QUEUED, Role.VIEWER, this::one);
        api.delete(DAG_ASSET_QUEUED, Role.USER, request -> forget(request, dagId(request), require(request)));
        api.get(
                UPSTREAM,
                Role.VIEWER,
                request -> view(assets.upstream(runs.require(request).runNo(), request.dags())));
    }

    private String dagId(Request request) {
        return dags.require(request).dagId();
    }

    private Assets list(Request request) {
        Listed<AssetRow> found = assets.list(
                AssetQueries.FILTERS.read(request), request.dags(), AssetQueries.ORDERS.read(request), request.page());
        return new Assets(found.rows().stream().map(this::view).toList(), found.total());
    }

    private AssetRow require(Request request) {
        long id = request.number("asset_id");
        return assets.find(id, request.dags()).orElseThrow(() -> noAsset(id));
    }

    private static ProblemException noAsset(long id) {
        return ProblemException.notFound("ASSET_NOT_FOUND", "there is no asset " + id);
    }

    private Asset view(AssetRow row) {
        return new Asset(
                row.id(),
                row.name(),
                row.uri(),
                row.group(),
                json.tree(row.extra()),
                row.createdAt(),
                row.updatedAt(),
                row.uses().stream()
                        .filter(use -> use.role().equals("schedule"))
                        .map(use -> new Scheduled(use.dagId(), use.createdAt(), use.createdAt()))
                        .toList(),
                tasks(row, "outlet"),
                tasks(row, "inlet"),
                row.aliases().stream().map(Alias::of).toList(),
                List.of(),
                row.lastEventId() == null ? null : new LastEvent(row.lastEventId(), row.lastEventAt()));
    }

    private static List<Task> tasks(AssetRow row, String role) {
        return row.uses().stream()
                .filter(use -> use.role().equals(role))
                .map(use -> new Task(use.dagId(), use.taskId(), use.createdAt(), use.createdAt()))
                .toList();
    }

    private Aliases aliases(Request request) {
        Listed<AliasRow> found = assets.aliases(
                AssetQueries.ALIASES.read(request), AssetQueries.ALIAS_ORDERS.read(request), request.page());
        return new Aliases(found.rows().stream().map(Alias::of).toList(), found.total());
    }

    private Alias alias(Request request) {
        long id = request.number("asset_alias_id");
        return assets.alias(id, request.dags())
                .map(Alias::of)
                .orElseThrow(
                        () -> ProblemException.notFound("ASSET_ALIAS_NOT_FOUND", "there is no alias of assets " + id));
    }

    private Events events(Request request) {
        return view(assets.events(
                AssetQueries.EVENTS.read(request),
                request.dags(),
                AssetQueries.EVENT_ORDERS.read(request),
                request.page()));
    }

    private Events view(Listed<EventRow> found) {
        return new Events(
                found.rows().stream().map(this::view).toList(),
                found.total(),
                found.count().isEstimate());
    }

    private Event view(EventRow row) {
        return new Event(
                row.id(),
                row.assetId(),
                row.uri(),
                row.name(),
                row.group(),
                json.tree(row.extra()),
                row.taskId(),
                row.dagId(),
                row.runId(),
                row.mapIndex(),
                row.runs().stream().map(Run::of).toList(),
                row.at(),
                null);
    }

    private Event post(Request request) {
        Body body = request.body(Body.class);
        Long id = body.assetId();
        if (id == null) {
            throw ProblemException.invalid("body.asset_id", "it is missing");
        }
        if (body.partitionKey() != null) {
            throw ProblemException.invalid("body.partition_key", "partitions are not known here; leave it out");
        }
        if (body.accessControl() != null && !body.accessControl().isNull()) {
            throw ProblemException.invalid("body.access_control", "it is not known here; leave it out");
        }
        var created = commands.send(
                request, new Command.CreateAssetEvent(id, extra(body.extra())), CommandReply.AssetEventCreated.class);
        return assets.event(created.eventId()).map(this::view).orElseThrow(() -> noAsset(id));
    }

    private String extra(@Nullable JsonNode extra) {
        if (extra == null || extra.isNull()) {
            return "{}";
        }
        if (!extra.isObject()) {
            throw ProblemException.invalid("body.extra", "it must be a JSON object");
        }
        String text = json.kept("body.extra", extra);
        if (text.length() > MAX_EXTRA) {
            throw ProblemException.invalid(
                    "body.extra", "it has " + text.length() + " characters and may have " + MAX_EXTRA);
        }
        return text;
    }

    private QueuedEvents queued(Request request, @Nullable String dagId, @Nullable AssetRow asset) {
        List<QueuedRow> found = assets.queued(
                dagId,
                asset == null ? null : asset.id(),
                request.dags(),
                Times.of(null, null, null, request.moment("before")));
        return new QueuedEvents(found.stream().map(Queued::of).toList(), found.size());
    }

    private Queued one(Request request) {
        String dagId = dagId(request);
        AssetRow asset = require(request);
        return queued(request, dagId, asset).queuedEvents().stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound(
                        "QUEUED_EVENT_NOT_FOUND",
                        "no update of asset " + asset.id() + " waits for a run of dag '" + dagId + "'"));
    }

    private void forget(Request request, @Nullable String dagId, @Nullable AssetRow asset) {
        commands.send(
                request,
                new Command.DeleteQueuedEvents(dagId, asset == null ? null : asset.id(), request.moment("before")),
                CommandReply.Done.class);
    }
}
