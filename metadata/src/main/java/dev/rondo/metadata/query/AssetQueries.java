package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.ASSET;
import static dev.rondo.metadata.jooq.Tables.ASSET_ALIAS;
import static dev.rondo.metadata.jooq.Tables.ASSET_EVENT;
import static dev.rondo.metadata.jooq.Tables.ASSET_EVENT_ALIAS;
import static dev.rondo.metadata.jooq.Tables.ASSET_PENDING;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_ASSET;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN_ASSET_EVENT;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.when;

import dev.rondo.core.asset.AssetLeaf;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.jooq.tables.records.AssetRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Assets, their updates, and what waits for them, as the API shows them. */
public final class AssetQueries {

    private final Transactions transactions;

    public AssetQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * An asset.
     *
     * @param extra JSON object
     * @param uses what DAGs in force have to do with it
     * @param aliases those it was ever updated under
     */
    public record AssetRow(
            long id,
            String name,
            String uri,
            String group,
            String extra,
            Instant createdAt,
            Instant updatedAt,
            List<Use> uses,
            List<AliasRow> aliases,
            @Nullable Long lastEventId,
            @Nullable Instant lastEventAt) {
        public AssetRow {
            uses = List.copyOf(uses);
            aliases = List.copyOf(aliases);
        }
    }

    /**
     * One mention by a DAG.
     *
     * @param role {@code schedule, outlet, inlet}
     */
    public record Use(String role, String dagId, String taskId, Instant createdAt) {}

    /** An alias. */
    public record AliasRow(long id, String name, String group) {}

    /**
     * An update.
     *
     * @param extra JSON object
     * @param runs that were made for it
     */
    public record EventRow(
            long id,
            long assetId,
            String name,
            String uri,
            String group,
            String extra,
            Instant at,
            @Nullable String dagId,
            @Nullable String taskId,
            @Nullable String runId,
            int mapIndex,
            List<RunRow> runs) {
        public EventRow {
            runs = List.copyOf(runs);
        }
    }

    /** A run that was made for an update. */
    public record RunRow(
            String dagId,
            String runId,
            String state,
            Instant queuedAt,
            @Nullable Instant start,
            @Nullable Instant end) {}

    /** An update that counts for a DAG that has had no run for it. */
    public record QueuedRow(String dagId, long assetId, Instant at) {}

    /** What may be asked of assets. */
    public static final Filters FILTERS = Filters.of(
            Filters.names("name", ASSET.NAME),
            Filters.names("uri", ASSET.URI),
            asked -> usedBy(asked.dags()),
            AssetQueries::usedByNamed,
            asked -> Boolean.FALSE.equals(asked.flag("only_active")) ? noCondition() : used(noCondition()));

    /** By what assets are ordered. */
    public static final Orders ORDERS = Orders.of(
            "id",
            Map.of(
                    "id", ASSET.ASSET_ID,
                    "name", ASSET.NAME,
                    "uri", ASSET.URI,
                    "created_at", ASSET.CREATED_AT,
                    "updated_at", ASSET.UPDATED_AT),
            ASSET.ASSET_ID);

    private static Condition usedByNamed(Filters.Asked asked) {
        List<String> named = asked.texts("dag_ids", Set.of());
        return named.isEmpty()
                ? noCondition()
                : used(DAG_ASSET.DAG_ID.in(named).and(asked.dags().on(DAG_ASSET.DAG_ID)));
    }

    private static Condition usedBy(DagScope scope) {
        return scope.isAll() ? noCondition() : used(scope.on(DAG_ASSET.DAG_ID));
    }

    /** Lists assets, with what DAGs of the scope have to do with them. */
    public Listed<AssetRow> list(Wanted wanted, DagScope scope, Ordered order, Page page) {
        Condition where = wanted.condition();
        return transactions.call(db -> {
            List<AssetRecord> rows = db.selectFrom(ASSET)
                    .where(where)
                    .orderBy(order.fields())
                    .limit(page.limit())
                    .offset(page.offset())
                    .fetch();
            return new Listed<>(views(db, rows, scope), db.fetchCount(ASSET, where));
        });
    }

    private static Condition used(Condition by) {
        return exists(selectOne()
                .from(DAG_ASSET)
                .join(DAG)
                .on(DAG.DAG_ID.eq(DAG_ASSET.DAG_ID))
                .where(DAG_ASSET.KIND.eq(AssetLeaf.ASSET), DAG_ASSET.NAME.eq(ASSET.NAME), DAG.IS_ACTIVE.isTrue(), by));
    }

    /** One asset, if DAGs of the scope have to do with it. */
    public Optional<AssetRow> find(long id, DagScope scope) {
        return transactions.call(db ->
                views(
                                db,
                                db.selectFrom(ASSET)
                                        .where(ASSET.ASSET_ID.eq(id), usedBy(scope))
                                        .fetch(),
                                scope)
                        .stream()
                        .findFirst());
    }

    private static List<AssetRow> views(DSLContext db, Collection<AssetRecord> assets, DagScope scope) {
        List<String> names = assets.stream().map(AssetRecord::getName).toList();
        List<Long> ids = assets.stream().map(AssetRecord::getAssetId).toList();
        Map<String, List<Use>> uses = new HashMap<>();
        db.select(DAG_ASSET.NAME, DAG_ASSET.ROLE, DAG_ASSET.DAG_ID, DAG_ASSET.TASK_ID, DAG_ASSET.CREATED_AT)
                .from(DAG_ASSET)
                .join(DAG)
                .on(DAG.DAG_ID.eq(DAG_ASSET.DAG_ID))
                .where(
                        DAG_ASSET.NAME.in(names),
                        DAG_ASSET.KIND.eq(AssetLeaf.ASSET),
                        DAG.IS_ACTIVE.isTrue(),
                        scope.on(DAG_ASSET.DAG_ID))
                .orderBy(DAG_ASSET.DAG_ID, DAG_ASSET.TASK_ID)
                .forEach(r -> uses.computeIfAbsent(r.value1(), name -> new ArrayList<>())
                        .add(new Use(r.value2(), r.value3(), r.value4(), r.value5())));
        Map<Long, List<AliasRow>> aliases = new HashMap<>();
        db.selectDistinct(ASSET_EVENT.ASSET_ID, ASSET_ALIAS.ALIAS_ID, ASSET_ALIAS.NAME, ASSET_ALIAS.GROUP_NAME)
                .from(ASSET_EVENT_ALIAS)
                .join(ASSET_EVENT)
                .on(ASSET_EVENT.EVENT_ID.eq(ASSET_EVENT_ALIAS.EVENT_ID))
                .join(ASSET_ALIAS)
                .on(ASSET_ALIAS.NAME.eq(ASSET_EVENT_ALIAS.ALIAS))
                .where(ASSET_EVENT.ASSET_ID.in(ids))
                .orderBy(ASSET_ALIAS.NAME)
                .forEach(r -> aliases.computeIfAbsent(r.value1(), id -> new ArrayList<>())
                        .add(new AliasRow(r.value2(), r.value3(), r.value4())));
        Map<Long, LastEvent> last = new HashMap<>();
        db.select(ASSET_EVENT.ASSET_ID, ASSET_EVENT.EVENT_ID, ASSET_EVENT.AT)
                .distinctOn(ASSET_EVENT.ASSET_ID)
                .from(ASSET_EVENT)
                .where(ASSET_EVENT.ASSET_ID.in(ids))
                .orderBy(ASSET_EVENT.ASSET_ID, ASSET_EVENT.EVENT_ID.desc())
                .forEach(r -> last.put(r.value1(), new LastEvent(r.value2(), r.value3())));
        return assets.stream()
                .map(a -> {
                    LastEvent newest = last.get(a.getAssetId());
                    return new AssetRow(
                            a.getAssetId(),
                            a.getName(),
                            a.getUri(),
                            a.getGroupName(),
                            a.getExtra(),
                            a.getCreatedAt(),
                            a.getUpdatedAt(),
                            uses.getOrDefault(a.getName(), List.of()),
                            aliases.getOrDefault(a.getAssetId(), List.of()),
                            newest == null ? null : newest.id(),
                            newest == null ? null : newest.at());
                })
                .toList();
    }

    private record LastEvent(long id, Instant at) {}

    /** What may be asked of aliases. */
    public static final Filters ALIASES =
            Filters.of(asked -> aliasOf(asked.dags()), Filters.names("name", ASSET_ALIAS.NAME));

    private static Condition aliasOf(DagScope scope) {
        return scope.isAll()
                ? noCondition()
                : exists(selectOne()
                        .from(DAG_ASSET)
                        .where(
                                DAG_ASSET.KIND.eq(AssetLeaf.ALIAS),
                                DAG_ASSET.NAME.eq(ASSET_ALIAS.NAME),
                                scope.on(DAG_ASSET.DAG_ID)));
    }

    /** By what aliases are ordered. */
    public static final Orders ALIAS_ORDERS = Orders.of(
            "name",
            Map.of("id", ASSET_ALIAS.ALIAS_ID, "name", ASSET_ALIAS.NAME, "group", ASSET_ALIAS.GROUP_NAME),
            ASSET_ALIAS.ALIAS_ID);

    /** Lists aliases. */
    public Listed<AliasRow> aliases(Wanted wanted, Ordered order, Page page) {
        return transactions.call(db -> new Listed<>(
                db.selectFrom(ASSET_ALIAS)
                        .where(wanted.condition())
                        .orderBy(order.fields())
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(r -> new AliasRow(r.getAliasId(), r.getName(), r.getGroupName())),
                db.fetchCount(ASSET_ALIAS, wanted.condition())));
    }

    /** One alias, if DAGs of the scope have to do with it. */
    public Optional<AliasRow> alias(long id, DagScope scope) {
        return transactions.call(db -> db.selectFrom(ASSET_ALIAS)
                .where(ASSET_ALIAS.ALIAS_ID.eq(id), aliasOf(scope))
                .fetchOptional(r -> new AliasRow(r.getAliasId(), r.getName(), r.getGroupName())));
    }

    /** What may be asked of updates. */
    public static final Filters EVENTS = Filters.of(
            asked -> toldOf(asked.dags()),
            Filters.numbers(
                    "asset_id",
                    ids -> ASSET_EVENT.ASSET_ID.in(
                            ids.stream().map(Integer::longValue).toList())),
            Filters.is("source_dag_id", ASSET_EVENT.SOURCE_DAG_ID),
            Filters.is("source_task_id", ASSET_EVENT.SOURCE_TASK_ID),
            Filters.is("source_run_id", ASSET_EVENT.SOURCE_RUN_ID),
            Filters.numbers("source_map_index", ASSET_EVENT.SOURCE_MAP_INDEX::in),
            asked -> {
                NamePattern pattern = Filters.pattern(asked, "name");
                return pattern.isAny()
                        ? noCondition()
                        : ASSET_EVENT.ASSET_ID.in(
                                select(ASSET.ASSET_ID).from(ASSET).where(pattern.on(ASSET.NAME)));
            },
            Filters.times("timestamp", ASSET_EVENT.AT));

    /** Updates by tasks of these DAGs, and those by nobody's task of assets that they have to do with. */
    private static Condition toldOf(DagScope scope) {
        return scope.isAll()
                ? noCondition()
                : scope.on(ASSET_EVENT.SOURCE_DAG_ID)
                        .or(ASSET_EVENT
                                .SOURCE_DAG_ID
                                .isNull()
                                .and(ASSET_EVENT.ASSET_ID.in(
                                        select(ASSET.ASSET_ID).from(ASSET).where(usedBy(scope)))));
    }

    /** By what updates are ordered; their ids rise with time. */
    public static final Orders EVENT_ORDERS = Orders.of(
            "timestamp",
            Map.of(
                    "id", ASSET_EVENT.EVENT_ID,
                    "timestamp", ASSET_EVENT.EVENT_ID,
                    "source_dag_id", ASSET_EVENT.SOURCE_DAG_ID,
                    "source_task_id", ASSET_EVENT.SOURCE_TASK_ID,
                    "source_run_id", ASSET_EVENT.SOURCE_RUN_ID,
                    "source_map_index", ASSET_EVENT.SOURCE_MAP_INDEX),
            ASSET_EVENT.EVENT_ID);

    private static final Ordered OLDEST_FIRST = EVENT_ORDERS.by(List.of());

    /** Lists updates, with their runs of the scope. */
    public Listed<EventRow> events(Wanted wanted, DagScope scope, Ordered order, Page page) {
        return transactions.call(db -> {
            List<EventRow> rows = events(db, wanted.condition(), scope, order, page);
            return new Listed<>(rows, Total.of(db, page, rows.size(), ASSET_EVENT, wanted.condition()));
        });
    }

    /** One update. */
    public Optional<EventRow> event(long id) {
        return transactions.call(
                db -> events(db, ASSET_EVENT.EVENT_ID.eq(id), DagScope.ALL, OLDEST_FIRST, new Page(1, 0)).stream()
                        .findFirst());
    }

    /** What a run was made for, oldest first; what lies beyond the scope stands there without a source. */
    public Listed<EventRow> upstream(long runNo, DagScope scope) {
        Condition where = ASSET_EVENT.EVENT_ID.in(select(DAG_RUN_ASSET_EVENT.EVENT_ID)
                .from(DAG_RUN_ASSET_EVENT)
                .where(DAG_RUN_ASSET_EVENT.RUN_NO.eq(runNo)));
        return transactions.call(db -> new Listed<>(
                events(db, where, scope, OLDEST_FIRST, new Page(Page.MAX_LIMIT, 0)),
                db.fetchCount(ASSET_EVENT, where)));
    }

    private static List<EventRow> events(DSLContext db, Condition where, DagScope scope, Ordered order, Page page) {
        Condition told = scope.isAll() ? trueCondition() : scope.on(ASSET_EVENT.SOURCE_DAG_ID);
        var rows = db.select(
                        ASSET_EVENT.EVENT_ID,
                        ASSET_EVENT.ASSET_ID,
                        ASSET.NAME,
                        ASSET.URI,
                        ASSET.GROUP_NAME,
                        ASSET_EVENT.EXTRA,
                        ASSET_EVENT.AT,
                        when(told, ASSET_EVENT.SOURCE_DAG_ID),
                        when(told, ASSET_EVENT.SOURCE_TASK_ID),
                        when(told, ASSET_EVENT.SOURCE_RUN_ID),
                        when(told, ASSET_EVENT.SOURCE_MAP_INDEX).otherwise(-1))
                .from(ASSET_EVENT)
                .join(ASSET)
                .on(ASSET.ASSET_ID.eq(ASSET_EVENT.ASSET_ID))
                .where(where)
                .orderBy(order.fields())
                .limit(page.limit())
                .offset(page.offset())
                .fetch();
        Map<Long, List<RunRow>> runs = runs(db, rows.getValues(ASSET_EVENT.EVENT_ID), scope);
        return rows.map(r -> new EventRow(
                r.value1(),
                r.value2(),
                r.value3(),
                r.value4(),
                r.value5(),
                r.value6(),
                r.value7(),
                r.value8(),
                r.value9(),
                r.value10(),
                r.value11(),
                runs.getOrDefault(r.value1(), List.of())));
    }

    private static Map<Long, List<RunRow>> runs(DSLContext db, List<Long> eventIds, DagScope scope) {
        record OfEvent(long eventId, RunRow run) {}
        return db
                .select(
                        DAG_RUN_ASSET_EVENT.EVENT_ID,
                        DAG_RUN.DAG_ID,
                        DAG_RUN.RUN_ID,
                        DAG_RUN.STATE,
                        DAG_RUN.QUEUED_AT,
                        DAG_RUN.START_DATE,
                        DAG_RUN.END_DATE)
                .from(DAG_RUN_ASSET_EVENT)
                .join(DAG_RUN)
                .on(DAG_RUN.RUN_NO.eq(DAG_RUN_ASSET_EVENT.RUN_NO))
                .where(DAG_RUN_ASSET_EVENT.EVENT_ID.in(eventIds), scope.on(DAG_RUN.DAG_ID))
                .orderBy(DAG_RUN.RUN_NO)
                .fetch(r -> new OfEvent(
                        r.value1(), new RunRow(r.value2(), r.value3(), r.value4(), r.value5(), r.value6(), r.value7())))
                .stream()
                .collect(groupingBy(OfEvent::eventId, mapping(OfEvent::run, toList())));
    }

    /**
     * Updates that count for DAGs that have had no run for them.
     *
     * @param dagId null: any
     * @param assetId null: any
     * @param scope these DAGs alone
     */
    public List<QueuedRow> queued(@Nullable String dagId, @Nullable Long assetId, DagScope scope, Times at) {
        return transactions.call(db -> db.select(ASSET_PENDING.DAG_ID, ASSET_EVENT.ASSET_ID, ASSET_PENDING.AT)
                .from(ASSET_PENDING)
                .join(ASSET_EVENT)
                .on(ASSET_EVENT.EVENT_ID.eq(ASSET_PENDING.EVENT_ID))
                .where(
                        ASSET_PENDING.IS_QUEUED.isTrue(),
                        dagId == null ? noCondition() : ASSET_PENDING.DAG_ID.eq(dagId),
                        assetId == null ? noCondition() : ASSET_EVENT.ASSET_ID.eq(assetId),
                        scope.on(ASSET_PENDING.DAG_ID),
                        at.within(ASSET_PENDING.AT))
                .orderBy(ASSET_PENDING.DAG_ID, ASSET_EVENT.ASSET_ID)
                .fetch(r -> new QueuedRow(r.value1(), r.value2(), r.value3())));
    }
}
