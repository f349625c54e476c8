package dev.rondo.metadata.asset;

import static dev.rondo.metadata.jooq.Tables.ASSET;
import static dev.rondo.metadata.jooq.Tables.ASSET_ALIAS;
import static dev.rondo.metadata.jooq.Tables.ASSET_EVENT;
import static dev.rondo.metadata.jooq.Tables.ASSET_EVENT_ALIAS;
import static dev.rondo.metadata.jooq.Tables.ASSET_PENDING;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_ASSET;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import dev.rondo.core.asset.AssetLeaf;
import dev.rondo.core.dagrun.RunType;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetAlias;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Keeps what DAGs have to do with assets, as their files are put in force. */
public final class AssetUses {

    private AssetUses() {}

    /** A DAG, which is locked, is in force with this. */
    public static void put(DSLContext db, String dagId, AssetUse use, Instant now) {
        db.update(DAG)
                .set(DAG.ASSET_EXPRESSION, use.expression())
                .where(DAG.DAG_ID.eq(dagId), DAG.ASSET_EXPRESSION.isDistinctFrom(use.expression()))
                .execute();
        // In order of their names: two files with assets in common do not wait for each other in a circle.
        use.assets().stream()
                .sorted(java.util.Comparator.comparing(Asset::name))
                .forEach(asset -> put(db, asset, now));
        use.named().stream()
                .map(AssetUse.Named::ref)
                .filter(AssetAlias.class::isInstance)
                .distinct()
                .sorted(java.util.Comparator.comparing(dev.rondo.sdk.AssetRef::name))
                .forEach(alias -> putAlias(db, alias.name(), alias.group()));
        Set<List<String>> before =
                new HashSet<>(db.select(DAG_ASSET.ROLE, DAG_ASSET.TASK_ID, DAG_ASSET.KIND, DAG_ASSET.NAME)
                        .from(DAG_ASSET)
                        .where(DAG_ASSET.DAG_ID.eq(dagId))
                        .fetch(r -> List.of(r.value1(), r.value2(), r.value3(), r.value4())));
        for (AssetUse.Named each : use.named()) {
            boolean known = before.remove(List.of(
                    each.role(), each.taskId(), each.leaf().kind(), each.leaf().name()));
            if (!known) {
                add(db, dagId, each, use.catchup(), now);
            }
        }
        before.forEach(gone -> remove(db, dagId, gone));
    }

    private static void put(DSLContext db, Asset asset, Instant now) {
        String extra = asset.extraJson();
        db.insertInto(ASSET)
                .set(ASSET.NAME, asset.name())
                .set(ASSET.URI, asset.uri())
                .set(ASSET.GROUP_NAME, asset.group())
                .set(ASSET.EXTRA, extra)
                .set(ASSET.CREATED_AT, now)
                .set(ASSET.UPDATED_AT, now)
                .onConflict(ASSET.NAME)
                .doUpdate()
                .set(ASSET.URI, asset.uri())
                .set(ASSET.GROUP_NAME, asset.group())
                .set(ASSET.EXTRA, extra)
                .set(ASSET.UPDATED_AT, now)
                .where(row(ASSET.URI, ASSET.GROUP_NAME, ASSET.EXTRA).ne(row(asset.uri(), asset.group(), extra)))
                .execute();
    }

    static void putAlias(DSLContext db, String name, String group) {
        db.insertInto(ASSET_ALIAS)
                .set(ASSET_ALIAS.NAME, name)
                .set(ASSET_ALIAS.GROUP_NAME, group)
                .onConflictDoNothing()
                .execute();
    }

    private static void add(DSLContext db, String dagId, AssetUse.Named named, boolean catchup, Instant now) {
        AssetLeaf leaf = named.leaf();
        db.insertInto(DAG_ASSET)
                .set(DAG_ASSET.DAG_ID, dagId)
                .set(DAG_ASSET.ROLE, named.role())
                .set(DAG_ASSET.TASK_ID, named.taskId())
                .set(DAG_ASSET.KIND, leaf.kind())
                .set(DAG_ASSET.NAME, leaf.name())
                .set(DAG_ASSET.CREATED_AT, now)
                .execute();
        if (named.role().equals(AssetUse.SCHEDULE) && catchup) {
            addEarlier(db, dagId, leaf);
        }
    }

    /** With catchup, what was updated before the DAG was scheduled by it goes into its next run, but makes none. */
    private static void addEarlier(DSLContext db, String dagId, AssetLeaf leaf) {
        @Nullable
        Instant since = db.select(max(DAG_RUN.RUN_AFTER))
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId), DAG_RUN.RUN_TYPE.eq(RunType.ASSET_TRIGGERED.wireName()))
                .fetchOne(0, Instant.class);
        var events = select(
                        inline(dagId),
                        inline(leaf.kind()),
                        inline(leaf.name()),
                        ASSET_EVENT.EVENT_ID,
                        ASSET_EVENT.AT,
                        inline(false))
                .from(ASSET_EVENT)
                .where(leaf.kind().equals(AssetLeaf.ASSET) ? ofAsset(leaf.name()) : underAlias(leaf.name()))
                .and(since == null ? DSL.noCondition() : ASSET_EVENT.AT.gt(since));
        db.insertInto(
                        ASSET_PENDING,
                        ASSET_PENDING.DAG_ID,
                        ASSET_PENDING.KIND,
                        ASSET_PENDING.NAME,
                        ASSET_PENDING.EVENT_ID,
                        ASSET_PENDING.AT,
                        ASSET_PENDING.IS_QUEUED)
                .select(events)
                .onConflictDoNothing()
                .execute();
    }

    private static org.jooq.Condition ofAsset(String name) {
        return ASSET_EVENT.ASSET_ID.in(select(ASSET.ASSET_ID).from(ASSET).where(ASSET.NAME.eq(name)));
    }

    private static org.jooq.Condition underAlias(String name) {
        return ASSET_EVENT.EVENT_ID.in(
                select(ASSET_EVENT_ALIAS.EVENT_ID).from(ASSET_EVENT_ALIAS).where(ASSET_EVENT_ALIAS.ALIAS.eq(name)));
    }

    private static void remove(DSLContext db, String dagId, List<String> named) {
        String role = Objects.requireNonNull(named.get(0));
        db.deleteFrom(DAG_ASSET)
                .where(
                        DAG_ASSET.DAG_ID.eq(dagId),
                        DAG_ASSET.ROLE.eq(role),
                        DAG_ASSET.TASK_ID.eq(named.get(1)),
                        DAG_ASSET.KIND.eq(named.get(2)),
                        DAG_ASSET.NAME.eq(named.get(3)))
                .execute();
        if (role.equals(AssetUse.SCHEDULE)) {
            db.deleteFrom(ASSET_PENDING)
                    .where(
                            ASSET_PENDING.DAG_ID.eq(dagId),
                            ASSET_PENDING.KIND.eq(named.get(2)),
                            ASSET_PENDING.NAME.eq(named.get(3)))
                    .execute();
        }
    }

    /** DAGs that wait for one of these. */
    static Set<String> waiting(DSLContext db, Collection<AssetLeaf> leaves) {
        if (leaves.isEmpty()) {
            return Set.of();
        }
        return db.selectDistinct(DAG_ASSET.DAG_ID)
                .from(DAG_ASSET)
                .where(
                        DAG_ASSET.ROLE.eq(AssetUse.SCHEDULE),
                        row(DAG_ASSET.NAME, DAG_ASSET.KIND)
                                .in(leaves.stream()
                                        .map(leaf -> row(leaf.name(), leaf.kind()))
                                        .toList()))
                .fetchSet(DAG_ASSET.DAG_ID);
    }
}
