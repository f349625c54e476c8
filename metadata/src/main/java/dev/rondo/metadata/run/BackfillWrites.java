package dev.rondo.metadata.run;

import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.dagrun.NewBackfill;
import dev.rondo.metadata.sets.Columns;
import dev.rondo.metadata.sets.SetStatement;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Query;

/** Makes backfills, and existing runs theirs. */
final class BackfillWrites {

    private final SetStatement<TakenRun> takeOver;

    private record TakenRun(long runNo, long backfillId, int ordinal, String conf) {}

    BackfillWrites() {
        Columns<TakenRun> given = new Columns<TakenRun>()
                .bigint("run_no", TakenRun::runNo)
                .bigint("backfill_id", TakenRun::backfillId)
                .integer("ordinal", TakenRun::ordinal)
                .text("conf", TakenRun::conf);
        this.takeOver = new SetStatement<>(given, takeOverOf(given));
    }

    /** Locks in ascending order, as all do: the sort lies below the locking. By the primary key. */
    private static Query takeOverOf(Columns<TakenRun> given) {
        var locked = select(DAG_RUN.RUN_NO, given.bigint("backfill_id"), given.integer("ordinal"), given.text("conf"))
                .from(given.given())
                .join(DAG_RUN)
                .on(DAG_RUN.RUN_NO.eq(given.bigint("run_no")))
                .where(DAG_RUN.STATE.in(inline(RunState.SUCCESS.wireName()), inline(RunState.FAILED.wireName())))
                .orderBy(DAG_RUN.RUN_NO)
                .forNoKeyUpdate()
                .of(DAG_RUN)
                .asTable("locked");
        return update(DAG_RUN)
                .set(DAG_RUN.BACKFILL_ID, requireNonNull(locked.field(given.bigint("backfill_id"))))
                .set(DAG_RUN.BACKFILL_ORDINAL, requireNonNull(locked.field(given.integer("ordinal"))))
                .set(DAG_RUN.RUN_TYPE, inline(RunType.BACKFILL.wireName()))
                .set(DAG_RUN.CONF, requireNonNull(locked.field(given.text("conf"))))
                .set(DAG_RUN.ROW_VERSION, DAG_RUN.ROW_VERSION.add(inline(1)))
                .from(locked)
                .where(DAG_RUN.RUN_NO.eq(locked.field(DAG_RUN.RUN_NO)))
                .returning(DAG_RUN.RUN_NO);
    }

    OptionalLong add(DSLContext context, NewBackfill backfill, Instant now) {
        Long id = context.insertInto(BACKFILL)
                .set(BACKFILL.DAG_ID, backfill.dagId())
                .set(BACKFILL.FROM_DATE, backfill.from())
                .set(BACKFILL.TO_DATE, backfill.to())
                .set(BACKFILL.REPROCESS, backfill.reprocess())
                .set(BACKFILL.IS_BACKWARDS, backfill.backwards())
                .set(BACKFILL.MAX_ACTIVE_RUNS, backfill.maxActiveRuns())
                .set(BACKFILL.CONF, backfill.conf())
                .set(BACKFILL.IS_PAUSED, false)
                .set(BACKFILL.CREATED_AT, now)
                .set(BACKFILL.UPDATED_AT, now)
                .set(BACKFILL.TRIGGERED_BY, backfill.triggeredBy())
                .onConflictDoNothing()
                .returningResult(BACKFILL.BACKFILL_ID)
                .fetchOne(BACKFILL.BACKFILL_ID);
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    Set<Long> takeOver(DSLContext context, long backfillId, String conf, Map<Long, Integer> ordinals) {
        // Held until the commit: who cancels the backfill meanwhile waits, and then finds these runs.
        boolean isUnderWay = context.select(BACKFILL.BACKFILL_ID)
                .from(BACKFILL)
                .where(BACKFILL.BACKFILL_ID.eq(backfillId), BACKFILL.COMPLETED_AT.isNull())
                .forShare()
                .fetchOptional()
                .isPresent();
        if (!isUnderWay) {
            return Set.of();
        }
        List<TakenRun> rows = ordinals.entrySet().stream()
                .map(each -> new TakenRun(each.getKey(), backfillId, each.getValue(), conf))
                .toList();
        return new HashSet<>(takeOver.query(context, rows, row -> row.getLong(1)));
    }
}
