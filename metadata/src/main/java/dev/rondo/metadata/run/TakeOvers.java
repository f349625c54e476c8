package dev.rondo.metadata.run;

import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.BACKFILL_TAKE_OVER;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.jooq.tables.Backfill;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Finished runs on their way into a backfill, in its order: which are next, and what is written of them. */
final class TakeOvers {

    private final DSLContext context;

    TakeOvers(DSLContext context) {
        this.context = context;
    }

    boolean reopen(long backfillId, Instant now) {
        Backfill other = BACKFILL.as("other");
        return context.update(BACKFILL)
                        .set(
                                BACKFILL.IS_PAUSED,
                                field(BACKFILL.IS_PAUSED.isTrue().and(BACKFILL.COMPLETED_AT.isNull())))
                        .setNull(BACKFILL.COMPLETED_AT)
                        .set(BACKFILL.UPDATED_AT, now)
                        .where(BACKFILL.BACKFILL_ID.eq(backfillId))
                        .andNotExists(select(inline(1))
                                .from(other)
                                .where(other.DAG_ID.eq(BACKFILL.DAG_ID))
                                .and(other.BACKFILL_ID.ne(BACKFILL.BACKFILL_ID))
                                .and(other.COMPLETED_AT.isNull()))
                        .execute()
                == 1;
    }

    ChosenRuns next(int limit) {
        List<Long> backfills = context.selectDistinct(BACKFILL_TAKE_OVER.BACKFILL_ID)
                .from(BACKFILL_TAKE_OVER)
                .fetch(BACKFILL_TAKE_OVER.BACKFILL_ID);
        // Held until the commit: who cancels a backfill meanwhile waits, and then finds these runs.
        Map<Long, String> locked = context.select(BACKFILL.BACKFILL_ID, BACKFILL.DAG_ID)
                .from(BACKFILL)
                .where(BACKFILL.BACKFILL_ID.in(backfills), BACKFILL.COMPLETED_AT.isNull())
                .orderBy(BACKFILL.BACKFILL_ID)
                .forShare()
                .fetchMap(BACKFILL.BACKFILL_ID, BACKFILL.DAG_ID);
        Map<Long, @Nullable Long> versions = new LinkedHashMap<>();
        context.select(BACKFILL_TAKE_OVER.RUN_NO, BACKFILL_TAKE_OVER.VERSION_ID)
                .from(BACKFILL_TAKE_OVER)
                .where(BACKFILL_TAKE_OVER.BACKFILL_ID.in(locked.keySet()))
                .orderBy(BACKFILL_TAKE_OVER.BACKFILL_ID, BACKFILL_TAKE_OVER.ORDINAL)
                .limit(limit)
                .forUpdate()
                .skipLocked()
                .forEach(row -> versions.put(row.value1(), row.value2()));
        return new ChosenRuns(versions, Set.copyOf(locked.values()));
    }

    Map<Long, Long> take(ChosenRuns chosen) {
        Set<Long> runNos = chosen.versions().keySet();
        Map<Long, Long> versions = take(runNos);
        chosen.versions().forEach((runNo, other) -> {
            if (other != null) {
                versions.computeIfPresent(runNo, (no, own) -> other);
            }
        });
        leave(runNos);
        return versions;
    }

    int leave(Collection<Long> runNos) {
        return context.deleteFrom(BACKFILL_TAKE_OVER)
                .where(BACKFILL_TAKE_OVER.RUN_NO.in(runNos))
                .execute();
    }

    /**
     * Locks in ascending order, as all do: the sort lies below the locking. By the primary key.
     *
     * @return by number of the run: its own version
     */
    private Map<Long, Long> take(Collection<Long> runNos) {
        var locked = select(
                        DAG_RUN.RUN_NO,
                        BACKFILL_TAKE_OVER.BACKFILL_ID,
                        BACKFILL_TAKE_OVER.ORDINAL,
                        BACKFILL.CONF,
                        BACKFILL.ONLY_TASKS)
                .from(DAG_RUN)
                .join(BACKFILL_TAKE_OVER)
                .on(BACKFILL_TAKE_OVER.RUN_NO.eq(DAG_RUN.RUN_NO))
                .join(BACKFILL)
                .on(BACKFILL.BACKFILL_ID.eq(BACKFILL_TAKE_OVER.BACKFILL_ID))
                .where(
                        DAG_RUN.RUN_NO.in(runNos),
                        DAG_RUN.STATE.in(inline(RunState.SUCCESS.wireName()), inline(RunState.FAILED.wireName())))
                .orderBy(DAG_RUN.RUN_NO)
                .forNoKeyUpdate()
                .of(DAG_RUN)
                .asTable("locked");
        Map<Long, Long> taken = new HashMap<>();
        context.update(DAG_RUN)
                .set(DAG_RUN.BACKFILL_ID, requireNonNull(locked.field(BACKFILL_TAKE_OVER.BACKFILL_ID)))
                .set(DAG_RUN.BACKFILL_ORDINAL, requireNonNull(locked.field(BACKFILL_TAKE_OVER.ORDINAL)))
                .set(DAG_RUN.RUN_TYPE, RunType.BACKFILL.wireName())
                .set(DAG_RUN.CONF, requireNonNull(locked.field(BACKFILL.CONF)))
                .set(DAG_RUN.ONLY_TASKS, requireNonNull(locked.field(BACKFILL.ONLY_TASKS)))
                .set(DAG_RUN.ROW_VERSION, DAG_RUN.ROW_VERSION.add(inline(1)))
                .from(locked)
                .where(DAG_RUN.RUN_NO.eq(locked.field(DAG_RUN.RUN_NO)))
                .returningResult(DAG_RUN.RUN_NO, DAG_RUN.VERSION_ID)
                .forEach(row -> taken.put(row.value1(), row.value2()));
        return taken;
    }
}
