package dev.rondo.metadata.asset;

import static dev.rondo.metadata.jooq.Sequences.ASSET_EVENT_ID_SEQ;
import static dev.rondo.metadata.jooq.Tables.ASSET;
import static dev.rondo.metadata.jooq.Tables.ASSET_EVENT;
import static dev.rondo.metadata.jooq.Tables.ASSET_EVENT_ALIAS;
import static dev.rondo.metadata.jooq.Tables.ASSET_PENDING;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_ASSET;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN_ASSET_EVENT;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectOne;

import dev.rondo.core.asset.AssetLeaf;
import dev.rondo.core.dagrun.RunIds;
import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.newrun.AssetFacts;
import dev.rondo.core.newrun.DagFacts;
import dev.rondo.core.newrun.RunsByAssets;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.dagrun.CreatedRun;
import dev.rondo.metadata.dagrun.NewRun;
import dev.rondo.metadata.dagrun.NewRuns;
import dev.rondo.metadata.jooq.tables.AssetPending;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.specjson.AssetJson;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * Takes updates of assets down and makes the runs they call for, within the transaction of whatever made the update. As
 * Airflow does it: of each asset the first update since the last run counts; a run is due when the DAG's expression
 * holds, may start from the newest update that counted, and takes every update up to then with it.
 *
 * <p>The DAGs concerned must be locked: of two updates at once that are enough together, the second then sees the
 * first.
 */
public final class AssetRuns {

    private final NewRuns newRuns = new NewRuns();
    private final RandomGenerator random;

    /** Makes runs with ids that end in random letters. */
    public AssetRuns(RandomGenerator random) {
        this.random = random;
    }

    /** DAGs that wait for what is updated; to be locked before {@link #record}. */
    public SortedSet<String> waiting(DSLContext db, List<AssetUpdate> updates) {
        Set<AssetLeaf> leaves = updates.stream()
                .flatMap(each -> each.alias() == null
                        ? Stream.of(each.asset())
                        : Stream.of(each.asset(), new AssetLeaf(AssetLeaf.ALIAS, each.alias())))
                .collect(toCollection(HashSet::new));
        return new TreeSet<>(AssetUses.waiting(db, leaves));
    }

    /**
     * Takes updates down, for DAGs that wait for them too.
     *
     * @return numbers of the events, in the order of the updates
     */
    public List<Long> record(DSLContext db, List<AssetUpdate> updates, Instant now) {
        if (updates.isEmpty()) {
            return List.of();
        }
        Map<String, Long> assets = assets(db, updates, now);
        List<Long> ids = db.nextvals(ASSET_EVENT_ID_SEQ, updates.size());
        var events = db.insertInto(
                ASSET_EVENT,
                ASSET_EVENT.EVENT_ID,
                ASSET_EVENT.ASSET_ID,
                ASSET_EVENT.EXTRA,
                ASSET_EVENT.AT,
                ASSET_EVENT.SOURCE_DAG_ID,
                ASSET_EVENT.SOURCE_TASK_ID,
                ASSET_EVENT.SOURCE_RUN_ID,
                ASSET_EVENT.SOURCE_MAP_INDEX,
                ASSET_EVENT.POSTED_BY);
        var aliases = db.insertInto(ASSET_EVENT_ALIAS, ASSET_EVENT_ALIAS.ALIAS, ASSET_EVENT_ALIAS.EVENT_ID);
        boolean underAlias = false;
        for (int i = 0; i < updates.size(); i++) {
            AssetUpdate update = updates.get(i);
            events = events.values(
                    ids.get(i),
                    assets.get(update.name()),
                    update.extra(),
                    now,
                    update.dagId(),
                    update.taskId(),
                    update.runId(),
                    update.mapIndex(),
                    update.postedBy());
            String alias = update.alias();
            if (alias != null) {
                AssetUses.putAlias(db, alias, update.group());
                aliases = aliases.values(alias, ids.get(i));
                underAlias = true;
            }
        }
        events.execute();
        if (underAlias) {
            aliases.execute();
        }
        keepForDags(db, ids);
        return ids;
    }

    /** An update that was posted, and the DAGs that have a new run for it. */
    public record Posted(long eventId, List<String> dagIds) {
        public Posted {
            dagIds = List.copyOf(dagIds);
        }
    }

    /**
     * Takes an update down that somebody posted, and makes the runs it calls for. Locks the DAGs that wait for it.
     *
     * @param extra JSON object
     * @return empty: there is no such asset
     */
    public Optional<Posted> post(DSLContext db, long assetId, String extra, String postedBy, Instant now) {
        return db.selectFrom(ASSET)
                .where(ASSET.ASSET_ID.eq(assetId))
                .fetchOptional()
                .map(asset -> new AssetUpdate(
                        asset.getName(),
                        asset.getUri(),
                        asset.getGroupName(),
                        null,
                        extra,
                        null,
                        null,
                        null,
                        -1,
                        postedBy))
                .map(update -> post(db, update, now));
    }

    private Posted post(DSLContext db, AssetUpdate update, Instant now) {
        SortedSet<String> waiting = waiting(db, List.of(update));
        var ignored = db.select(DAG.DAG_ID)
                .from(DAG)
                .where(DAG.DAG_ID.in(waiting))
                .orderBy(DAG.DAG_ID)
                .forNoKeyUpdate()
                .fetch();
        long eventId = record(db, List.of(update), now).getFirst();
        return new Posted(eventId, create(db, waiting, now));
    }

    private static Map<String, Long> assets(DSLContext db, List<AssetUpdate> updates, Instant now) {
        SortedSet<String> names = updates.stream().map(AssetUpdate::name).collect(toCollection(TreeSet::new));
        Map<String, Long> known = numbers(db, names);
        if (known.size() == names.size()) {
            return known;
        }
        Map<String, AssetUpdate> byName =
                updates.stream().collect(toMap(AssetUpdate::name, each -> each, (first, again) -> first));
        for (String name : names) {
            AssetUpdate update = byName.get(name);
            if (!known.containsKey(name) && update != null) {
                db.insertInto(ASSET)
                        .set(ASSET.NAME, name)
                        .set(ASSET.URI, update.uri())
                        .set(ASSET.GROUP_NAME, update.group())
                        .set(ASSET.EXTRA, "{}")
                        .set(ASSET.CREATED_AT, now)
                        .set(ASSET.UPDATED_AT, now)
                        .onConflictDoNothing()
                        .execute();
            }
        }
        return numbers(db, names);
    }

    private static Map<String, Long> numbers(DSLContext db, Collection<String> names) {
        return db.select(ASSET.NAME, ASSET.ASSET_ID)
                .from(ASSET)
                .where(ASSET.NAME.in(names))
                .fetchMap(ASSET.NAME, ASSET.ASSET_ID);
    }

    private static void keepForDags(DSLContext db, List<Long> ids) {
        insertPending(db, ids, DAG_ASSET.KIND.eq(inline(AssetLeaf.ASSET)).and(DAG_ASSET.NAME.eq(ASSET.NAME)));
        insertPending(
                db,
                ids,
                DAG_ASSET
                        .KIND
                        .eq(inline(AssetLeaf.ALIAS))
                        .and(DAG_ASSET.NAME.in(select(ASSET_EVENT_ALIAS.ALIAS)
                                .from(ASSET_EVENT_ALIAS)
                                .where(ASSET_EVENT_ALIAS.EVENT_ID.eq(ASSET_EVENT.EVENT_ID)))));
    }

    private static void insertPending(DSLContext db, List<Long> ids, Condition leaf) {
        AssetPending before = ASSET_PENDING.as("before");
        Condition first = rowNumber()
                .over()
                .partitionBy(DAG_ASSET.DAG_ID, DAG_ASSET.KIND, DAG_ASSET.NAME)
                .orderBy(ASSET_EVENT.EVENT_ID)
                .eq(1);
        Condition queued = DAG.IS_PAUSED
                .isFalse()
                .and(first)
                .and(notExists(selectOne()
                        .from(before)
                        .where(
                                before.DAG_ID.eq(DAG_ASSET.DAG_ID),
                                before.KIND.eq(DAG_ASSET.KIND),
                                before.NAME.eq(DAG_ASSET.NAME),
                                before.IS_QUEUED.isTrue())));
        db.insertInto(
                        ASSET_PENDING,
                        ASSET_PENDING.DAG_ID,
                        ASSET_PENDING.KIND,
                        ASSET_PENDING.NAME,
                        ASSET_PENDING.EVENT_ID,
                        ASSET_PENDING.AT,
                        ASSET_PENDING.IS_QUEUED)
                .select(select(
                                DAG_ASSET.DAG_ID,
                                DAG_ASSET.KIND,
                                DAG_ASSET.NAME,
                                ASSET_EVENT.EVENT_ID,
                                ASSET_EVENT.AT,
                                field(queued))
                        .from(ASSET_EVENT)
                        .join(ASSET)
                        .on(ASSET.ASSET_ID.eq(ASSET_EVENT.ASSET_ID))
                        .join(DAG_ASSET)
                        .on(leaf)
                        .join(DAG)
                        .on(DAG.DAG_ID.eq(DAG_ASSET.DAG_ID))
                        .where(
                                ASSET_EVENT.EVENT_ID.in(ids),
                                DAG_ASSET.ROLE.eq(inline(AssetUse.SCHEDULE)),
                                DAG.IS_ACTIVE.isTrue()))
                .onConflictDoNothing()
                .execute();
    }

    /**
     * Makes a run of each of these DAGs for which updates are enough and that has a place for it.
     *
     * @param dagIds locked
     * @return DAGs that have a new run
     */
    public List<String> create(DSLContext db, Collection<String> dagIds, Instant now) {
        if (dagIds.isEmpty()) {
            return List.of();
        }
        Map<String, Map<AssetLeaf, Instant>> queued = queued(db, dagIds);
        if (queued.isEmpty()) {
            return List.of();
        }
        List<NewRun> due = new ArrayList<>();
        for (Waiting dag : waiting(db, queued)) {
            if (RunsByAssets.isDue(dag.facts())) {
                due.add(run(
                        dag,
                        queued.getOrDefault(dag.dagId(), Map.of()).values().stream()
                                .max(Instant::compareTo)
                                .orElseThrow(),
                        now));
            }
        }
        List<CreatedRun> created = newRuns.create(db, due);
        consume(db, created.stream().map(CreatedRun::runNo).toList());
        return created.stream().map(CreatedRun::dagId).toList();
    }

    /** What decides about the runs of a DAG by updates, read without a lock; empty: it waits for no assets. */
    public static Optional<AssetFacts> find(DSLContext db, String dagId) {
        Map<AssetLeaf, Instant> queued = queued(db, List.of(dagId)).getOrDefault(dagId, Map.of());
        return waiting(db, Map.of(dagId, queued)).stream().findFirst().map(Waiting::facts);
    }

    private record Waiting(long versionId, AssetFacts facts) {
        String dagId() {
            return facts.dag().dagId();
        }
    }

    private static List<Waiting> waiting(DSLContext db, Map<String, Map<AssetLeaf, Instant>> queued) {
        Map<String, Integer> open = open(db, queued.keySet());
        return db.select(
                        DAG.VERSION_ID,
                        DAG.DAG_ID,
                        DAG.FILE_NAME,
                        DAG.IS_ACTIVE,
                        DAG.IS_PAUSED,
                        DAG.ASSET_EXPRESSION,
                        DAG.MAX_ACTIVE_RUNS)
                .from(DAG)
                .where(DAG.DAG_ID.in(queued.keySet()), DAG.ASSET_EXPRESSION.isNotNull())
                .orderBy(DAG.DAG_ID)
                .fetch(r -> new Waiting(
                        r.value1(),
                        new AssetFacts(
                                new DagFacts(r.value2(), r.value3(), r.value4(), r.value5()),
                                AssetJson.read((JsonObject) JsonValue.parse(r.value6())),
                                queued.getOrDefault(r.value2(), Map.of()).keySet(),
                                open.getOrDefault(r.value2(), 0),
                                r.value7())));
    }

    private static Map<String, Map<AssetLeaf, Instant>> queued(DSLContext db, Collection<String> dagIds) {
        Map<String, Map<AssetLeaf, Instant>> queued = new HashMap<>();
        db.select(ASSET_PENDING.DAG_ID, ASSET_PENDING.KIND, ASSET_PENDING.NAME, ASSET_PENDING.AT)
                .from(ASSET_PENDING)
                .where(ASSET_PENDING.DAG_ID.in(dagIds), ASSET_PENDING.IS_QUEUED.isTrue())
                .forEach(r -> queued.computeIfAbsent(r.value1(), dag -> new HashMap<>())
                        .put(new AssetLeaf(r.value2(), r.value3()), r.value4()));
        return queued;
    }

    private static Map<String, Integer> open(DSLContext db, Collection<String> dagIds) {
        return db.select(DAG_RUN.DAG_ID, count())
                .from(DAG_RUN)
                .where(
                        DAG_RUN.DAG_ID.in(dagIds),
                        DAG_RUN.STATE.in(inline(RunState.QUEUED.wireName()), inline(RunState.RUNNING.wireName())),
                        DAG_RUN.BACKFILL_ID.isNull())
                .groupBy(DAG_RUN.DAG_ID)
                .fetchMap(DAG_RUN.DAG_ID, count());
    }

    private NewRun run(Waiting dag, Instant runAfter, Instant now) {
        return new NewRun(
                dag.dagId(),
                dag.versionId(),
                RunIds.unique(RunType.ASSET_TRIGGERED, runAfter.atOffset(ZoneOffset.UTC), random),
                null,
                null,
                null,
                runAfter,
                RunType.ASSET_TRIGGERED,
                "{}",
                now,
                "asset",
                null,
                null,
                null,
                null);
    }

    /** What came up to the moment of a run belongs to it; what came later waits, and counts no more by itself. */
    private static void consume(DSLContext db, List<Long> runNos) {
        if (runNos.isEmpty()) {
            return;
        }
        Condition taken = DAG_RUN.RUN_NO
                .in(runNos)
                .and(ASSET_PENDING.DAG_ID.eq(DAG_RUN.DAG_ID))
                .and(ASSET_PENDING.AT.le(DAG_RUN.RUN_AFTER));
        db.insertInto(DAG_RUN_ASSET_EVENT, DAG_RUN_ASSET_EVENT.RUN_NO, DAG_RUN_ASSET_EVENT.EVENT_ID)
                .select(selectDistinct(DAG_RUN.RUN_NO, ASSET_PENDING.EVENT_ID)
                        .from(DAG_RUN, ASSET_PENDING)
                        .where(taken))
                .execute();
        db.deleteFrom(ASSET_PENDING).using(DAG_RUN).where(taken).execute();
        db.update(ASSET_PENDING)
                .set(ASSET_PENDING.IS_QUEUED, false)
                .from(DAG_RUN)
                .where(
                        DAG_RUN.RUN_NO.in(runNos),
                        ASSET_PENDING.DAG_ID.eq(DAG_RUN.DAG_ID),
                        ASSET_PENDING.IS_QUEUED.isTrue())
                .execute();
    }

    /**
     * Locks DAGs for which updates are queued and that are not locked already, in order. Whether their expressions hold
     * is not asked: so a pass must go through all of them, or those behind many that only wait are never looked at.
     *
     * @param after only DAGs whose ids come after this one; empty: from the first on
     * @return those that are locked now; fewer than {@code limit}: there are no more
     */
    public List<String> lockWaiting(DSLContext db, String after, int limit) {
        return db.select(DAG.DAG_ID)
                .from(DAG)
                .where(
                        DAG.DAG_ID.gt(after),
                        DAG.IS_ACTIVE.isTrue(),
                        DAG.IS_PAUSED.isFalse(),
                        DAG.ASSET_EXPRESSION.isNotNull(),
                        DAG.DAG_ID.in(select(ASSET_PENDING.DAG_ID)
                                .from(ASSET_PENDING)
                                .where(ASSET_PENDING.IS_QUEUED.isTrue())))
                .orderBy(DAG.DAG_ID)
                .limit(limit)
                .forNoKeyUpdate()
                .skipLocked()
                .fetch(DAG.DAG_ID);
    }
}
