package dev.rondo.metadata.asset;

import static dev.rondo.metadata.jooq.Tables.ASSET;
import static dev.rondo.metadata.jooq.Tables.ASSET_EVENT;
import static dev.rondo.metadata.jooq.Tables.ASSET_EVENT_ALIAS;
import static dev.rondo.metadata.jooq.Tables.ASSET_PENDING;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_ASSET;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN_ASSET_EVENT;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import dev.rondo.core.asset.AssetLeaf;
import dev.rondo.metadata.Transactions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.OrderField;
import org.jspecify.annotations.Nullable;

/** What is asked about updates of assets, and what waits for a run. */
public final class AssetStore {

    // What a body gets at once; a run of more updates is one whose DAG was paused for long.
    private static final int MOST_OF_A_RUN = 10_000;

    private final Transactions transactions;
    private final AssetRuns runs = new AssetRuns(new SplittableRandom());

    public AssetStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** An update, as bodies may ask for it. */
    public record Event(
            String asset,
            String uri,
            Instant at,
            String extra,
            @Nullable String dagId,
            @Nullable String taskId,
            @Nullable String runId,
            int mapIndex) {}

    /**
     * Takes an update down that somebody posts, and makes the runs it calls for.
     *
     * @param extra JSON object
     * @return empty: there is no such asset
     */
    public Optional<AssetRuns.Posted> post(long assetId, String extra, String actor, Instant now) {
        return transactions.call(db -> runs.post(db, assetId, extra, actor, now));
    }

    /**
     * Lets updates count no more that a DAG has had no run for. Locks the DAG, as an update does: of an update at the
     * same moment, what came first is so for both.
     *
     * @param dagId null: of every DAG
     * @param assetId null: of every asset
     * @param before only those that were queued earlier than this; null: all
     * @return how many counted
     */
    public int forgetQueued(@Nullable String dagId, @Nullable Long assetId, @Nullable Instant before) {
        return transactions.call(db -> {
            lock(db, dagId, assetId);
            Condition ofDag = dagId == null ? noCondition() : ASSET_PENDING.DAG_ID.eq(dagId);
            Condition ofAsset = assetId == null
                    ? noCondition()
                    : ASSET_PENDING.EVENT_ID.in(
                            select(ASSET_EVENT.EVENT_ID).from(ASSET_EVENT).where(ASSET_EVENT.ASSET_ID.eq(assetId)));
            return db.update(ASSET_PENDING)
                    .set(ASSET_PENDING.IS_QUEUED, false)
                    .where(
                            ASSET_PENDING.IS_QUEUED.isTrue(),
                            ofDag,
                            ofAsset,
                            before == null ? noCondition() : ASSET_PENDING.AT.lt(before))
                    .execute();
        });
    }

    /** Not those whose updates are queued, but those that wait: an update under way is not to be seen yet. */
    private static void lock(DSLContext db, @Nullable String dagId, @Nullable Long assetId) {
        Condition which = dagId == null ? noCondition() : DAG.DAG_ID.eq(dagId);
        if (dagId == null && assetId != null) {
            var name = select(ASSET.NAME).from(ASSET).where(ASSET.ASSET_ID.eq(assetId));
            var aliases = select(ASSET_EVENT_ALIAS.ALIAS)
                    .from(ASSET_EVENT_ALIAS)
                    .join(ASSET_EVENT)
                    .on(ASSET_EVENT.EVENT_ID.eq(ASSET_EVENT_ALIAS.EVENT_ID))
                    .where(ASSET_EVENT.ASSET_ID.eq(assetId));
            Condition leaf = DAG_ASSET
                    .KIND
                    .eq(AssetLeaf.ASSET)
                    .and(DAG_ASSET.NAME.in(name))
                    .or(DAG_ASSET.KIND.eq(AssetLeaf.ALIAS).and(DAG_ASSET.NAME.in(aliases)));
            which = DAG.DAG_ID.in(select(DAG_ASSET.DAG_ID)
                    .from(DAG_ASSET)
                    .where(DAG_ASSET.ROLE.eq(AssetUse.SCHEDULE))
                    .and(leaf));
        }
        var ignored = db.select(DAG.DAG_ID)
                .from(DAG)
                .where(which)
                .orderBy(DAG.DAG_ID)
                .forNoKeyUpdate()
                .fetch();
    }

    /** What a run was made for, oldest first. */
    public List<Event> triggering(long runNo) {
        return events(
                ASSET_EVENT.EVENT_ID.in(select(DAG_RUN_ASSET_EVENT.EVENT_ID)
                        .from(DAG_RUN_ASSET_EVENT)
                        .where(DAG_RUN_ASSET_EVENT.RUN_NO.eq(runNo))),
                ASSET_EVENT.EVENT_ID.asc(),
                MOST_OF_A_RUN);
    }

    /** The newest updates of an asset, or under an alias, newest first. */
    public List<Event> newest(AssetLeaf leaf, int limit) {
        Condition which = leaf.kind().equals(AssetLeaf.ASSET)
                ? ASSET_EVENT.ASSET_ID.in(select(ASSET.ASSET_ID).from(ASSET).where(ASSET.NAME.eq(leaf.name())))
                : ASSET_EVENT.EVENT_ID.in(select(ASSET_EVENT_ALIAS.EVENT_ID)
                        .from(ASSET_EVENT_ALIAS)
                        .where(ASSET_EVENT_ALIAS.ALIAS.eq(leaf.name())));
        return events(which, ASSET_EVENT.EVENT_ID.desc(), limit);
    }

    private List<Event> events(Condition which, OrderField<Long> order, int limit) {
        return transactions.call(db -> db.select(
                        ASSET.NAME,
                        ASSET.URI,
                        ASSET_EVENT.AT,
                        ASSET_EVENT.EXTRA,
                        ASSET_EVENT.SOURCE_DAG_ID,
                        ASSET_EVENT.SOURCE_TASK_ID,
                        ASSET_EVENT.SOURCE_RUN_ID,
                        ASSET_EVENT.SOURCE_MAP_INDEX)
                .from(ASSET_EVENT)
                .join(ASSET)
                .on(ASSET.ASSET_ID.eq(ASSET_EVENT.ASSET_ID))
                .where(which)
                .orderBy(order)
                .limit(limit)
                .fetch(r -> new Event(
                        r.value1(),
                        r.value2(),
                        r.value3(),
                        r.value4(),
                        r.value5(),
                        r.value6(),
                        r.value7(),
                        r.value8())));
    }
}
