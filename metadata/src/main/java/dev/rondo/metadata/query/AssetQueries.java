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
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.SortField;
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

    /** Which assets; null: any. */
    public record AssetFilter(
            @Nullable String name, @Nullable String uri, List<String> dagIds, boolean onlyActive) {
        public AssetFilter {
            dagIds = List.copyOf(dagIds);
        }
    }

    /** Which updates; null: any. */
    public record EventFilter(
            @Nullable Long assetId,
            @Nullable String dagId,
            @Nullable String taskId,
            @Nullable String runId,
            @Nullable Integer mapIndex,
            @Nullable String name,
            Times at) {}

    /** Assets in an order. */
    public Listed<AssetRow> list(AssetFilter filter, String order, Page page) {
        Condition where = noCondition();
        where = filter.name() == null ? where : where.and(ASSET.NAME.likeIgnoreCase("%" + filter.name() + "%"));
        where = filter.uri() == null ? where : where.and(ASSET.URI.likeIgnoreCase("%" + filter.uri() + "%"));
        where = filter.dagIds().isEmpty() ? where : where.and(used(DAG_ASSET.DAG_ID.in(filter.dagIds())));
        Condition all = filter.onlyActive() ? where.and(used(noCondition())) : where;
        return transactions.call(db -> {
            List<AssetRecord> rows = db.selectFrom(ASSET)
                    .where(all)
                    .orderBy(orderOf(order))
                    .limit(page.limit())
                    .offset(page.offset())
                    .fetch();
            return new Listed<>(views(db, rows), db.fetchCount(ASSET, all));
        });
    }

    private static SortField<?> orderOf(String order) {
        boolean down = order.startsWith("-");
        var field = switch (down ? order.substring(1) : order) {
            case "name" -> ASSET.NAME;
            case "uri" -> ASSET.URI;
            case "created_at" -> ASSET.CREATED_AT;
            case "updated_at" -> ASSET.UPDATED_AT;
            default -> ASSET.ASSET_ID;
        };
        return down ? field.desc() : field.asc();
    }

    private static Condition used(Condition by) {
        return exists(selectOne()
                .from(DAG_ASSET)
                .join(DAG)
                .on(DAG.DAG_ID.eq(DAG_ASSET.DAG_ID))
                .where(DAG_ASSET.KIND.eq(AssetLeaf.ASSET), DAG_ASSET.NAME.eq(ASSET.NAME), DAG.IS_ACTIVE.isTrue(), by));
    }

    /** One asset. */
    public Optional<AssetRow> find(long id) {
        return transactions.call(db -> views(
                        db, db.selectFrom(ASSET).where(ASSET.ASSET_ID.eq(id)).fetch())
                .stream()
                .findFirst());
    }

    private static List<AssetRow> views(DSLContext db, Collection<AssetRecord> assets) {
        List<String> names = assets.stream().map(AssetRecord::getName).toList();
        List<Long> ids = assets.stream().map(AssetRecord::getAssetId).toList();
        Map<String, List<Use>> uses = new HashMap<>();
        db.select(DAG_ASSET.NAME, DAG_ASSET.ROLE, DAG_ASSET.DAG_ID, DAG_ASSET.TASK_ID, DAG_ASSET.CREATED_AT)
                .from(DAG_ASSET)
                .join(DAG)
                .on(DAG.DAG_ID.eq(DAG_ASSET.DAG_ID))
                .where(DAG_ASSET.NAME.in(names), DAG_ASSET.KIND.eq(AssetLeaf.ASSET), DAG.IS_ACTIVE.isTrue())
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

    /** Aliases by name; {@code pattern} is a part of it, null: any. */
    public Listed<AliasRow> aliases(@Nullable String pattern, Page page) {
        Condition where = pattern == null ? noCondition() : ASSET_ALIAS.NAME.likeIgnoreCase("%" + pattern + "%");
        return transactions.call(db -> new Listed<>(
                db.selectFrom(ASSET_ALIAS)
                        .where(where)
                        .orderBy(ASSET_ALIAS.NAME)
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(r -> new AliasRow(r.getAliasId(), r.getName(), r.getGroupName())),
                db.fetchCount(ASSET_ALIAS, where)));
    }

    /** One alias. */
    public Optional<AliasRow> alias(long id) {
        return transactions.call(db -> db.selectFrom(ASSET_ALIAS)
                .where(ASSET_ALIAS.ALIAS_ID.eq(id))
                .fetchOptional(r -> new AliasRow(r.getAliasId(), r.getName(), r.getGroupName())));
    }

    /** Updates, in the order they were taken down or the newest first. */
    public Listed<EventRow> events(EventFilter f, boolean newestFirst, Page page) {
        Condition where = f.assetId() == null ? noCondition() : ASSET_EVENT.ASSET_ID.eq(f.assetId());
        where = f.dagId() == null ? where : where.and(ASSET_EVENT.SOURCE_DAG_ID.eq(f.dagId()));
        where = f.taskId() == null ? where : where.and(ASSET_EVENT.SOURCE_TASK_ID.eq(f.taskId()));
        where = f.runId() == null ? where : where.and(ASSET_EVENT.SOURCE_RUN_ID.eq(f.runId()));
        where = f.mapIndex() == null ? where : where.and(ASSET_EVENT.SOURCE_MAP_INDEX.eq(f.mapIndex()));
        where = f.name() == null
                ? where
                : where.and(ASSET_EVENT.ASSET_ID.in(
                        select(ASSET.ASSET_ID).from(ASSET).where(ASSET.NAME.likeIgnoreCase("%" + f.name() + "%"))));
        Condition all = where.and(f.at().within(ASSET_EVENT.AT));
        return transactions.call(db -> new Listed<>(
                events(db, all, newestFirst ? ASSET_EVENT.EVENT_ID.desc() : ASSET_EVENT.EVENT_ID.asc(), page),
                db.fetchCount(ASSET_EVENT, all)));
    }

    /** One update. */
    public Optional<EventRow> event(long id) {
        return transactions.call(
                db -> events(db, ASSET_EVENT.EVENT_ID.eq(id), ASSET_EVENT.EVENT_ID.asc(), new Page(1, 0)).stream()
                        .findFirst());
    }

    /** What a run was made for, oldest first. */
    public Listed<EventRow> upstream(long runNo) {
        Condition where = ASSET_EVENT.EVENT_ID.in(select(DAG_RUN_ASSET_EVENT.EVENT_ID)
                .from(DAG_RUN_ASSET_EVENT)
                .where(DAG_RUN_ASSET_EVENT.RUN_NO.eq(runNo)));
        return transactions.call(db -> new Listed<>(
                events(db, where, ASSET_EVENT.EVENT_ID.asc(), new Page(Page.MAX_LIMIT, 0)),
                db.fetchCount(ASSET_EVENT, where)));
    }

    private static List<EventRow> events(DSLContext db, Condition where, SortField<Long> order, Page page) {
        var rows = db.select(
                        ASSET_EVENT.EVENT_ID,
                        ASSET_EVENT.ASSET_ID,
                        ASSET.NAME,
                        ASSET.URI,
                        ASSET.GROUP_NAME,
                        ASSET_EVENT.EXTRA,
                        ASSET_EVENT.AT,
                        ASSET_EVENT.SOURCE_DAG_ID,
                        ASSET_EVENT.SOURCE_TASK_ID,
                        ASSET_EVENT.SOURCE_RUN_ID,
                        ASSET_EVENT.SOURCE_MAP_INDEX)
                .from(ASSET_EVENT)
                .join(ASSET)
                .on(ASSET.ASSET_ID.eq(ASSET_EVENT.ASSET_ID))
                .where(where)
                .orderBy(order)
                .limit(page.limit())
                .offset(page.offset())
                .fetch();
        Map<Long, List<RunRow>> runs = runs(db, rows.getValues(ASSET_EVENT.EVENT_ID));
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

    private static Map<Long, List<RunRow>> runs(DSLContext db, List<Long> eventIds) {
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
                .where(DAG_RUN_ASSET_EVENT.EVENT_ID.in(eventIds))
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
     */
    public List<QueuedRow> queued(@Nullable String dagId, @Nullable Long assetId, Times at) {
        return transactions.call(db -> db.select(ASSET_PENDING.DAG_ID, ASSET_EVENT.ASSET_ID, ASSET_PENDING.AT)
                .from(ASSET_PENDING)
                .join(ASSET_EVENT)
                .on(ASSET_EVENT.EVENT_ID.eq(ASSET_PENDING.EVENT_ID))
                .where(
                        ASSET_PENDING.IS_QUEUED.isTrue(),
                        dagId == null ? noCondition() : ASSET_PENDING.DAG_ID.eq(dagId),
                        assetId == null ? noCondition() : ASSET_EVENT.ASSET_ID.eq(assetId),
                        at.within(ASSET_PENDING.AT))
                .orderBy(ASSET_PENDING.DAG_ID, ASSET_EVENT.ASSET_ID)
                .fetch(r -> new QueuedRow(r.value1(), r.value2(), r.value3())));
    }
}
