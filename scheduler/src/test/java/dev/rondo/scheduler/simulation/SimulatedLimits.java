package dev.rondo.scheduler.simulation;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.POOL;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;

/** What the tables must never show. */
final class SimulatedLimits {

    /** Limits that are exceeded, and pools that count something else than what is in them. */
    List<String> broken(DSLContext db) {
        List<String> broken = new ArrayList<>();
        var taken = coalesce(
                field(select(sum(TASK_INSTANCE.POOL_SLOTS))
                        .from(TASK_INSTANCE)
                        .where(TASK_INSTANCE.POOL.eq(POOL.NAME))
                        .and(TASK_INSTANCE.STATE.in("queued", "running", "restarting"))),
                inline(BigDecimal.ZERO));
        db.select(POOL.NAME, POOL.SLOTS, POOL.USED_SLOTS, taken).from(POOL).forEach(row -> {
            if (row.value3() > row.value2() || row.value4().intValue() != row.value3()) {
                broken.add("pool " + row.value1() + " of " + row.value2() + " counts " + row.value3() + ", and has "
                        + row.value4());
            }
        });
        db.select(DAG_RUN.DAG_ID, count(), DAG.MAX_ACTIVE_RUNS)
                .from(DAG_RUN)
                .join(DAG)
                .on(DAG.DAG_ID.eq(DAG_RUN.DAG_ID))
                .where(DAG_RUN.STATE.eq("running"))
                .groupBy(DAG_RUN.DAG_ID, DAG.MAX_ACTIVE_RUNS)
                .having(count().gt(DAG.MAX_ACTIVE_RUNS))
                .forEach(row -> broken.add("too many runs: " + row));
        db.select(DAG_RUN.RUN_ID, count(), DAG.MAX_ACTIVE_TASKS)
                .from(DAG_RUN)
                .join(DAG)
                .on(DAG.DAG_ID.eq(DAG_RUN.DAG_ID))
                .join(TASK_INSTANCE)
                .on(TASK_INSTANCE.RUN_NO.eq(DAG_RUN.RUN_NO))
                .where(TASK_INSTANCE.STATE.in("queued", "running", "restarting"))
                .groupBy(DAG_RUN.RUN_ID, DAG.MAX_ACTIVE_TASKS)
                .having(count().gt(DAG.MAX_ACTIVE_TASKS))
                .forEach(row -> broken.add("too many tasks: " + row));
        return broken;
    }

    /** What is not given back when all is over. */
    List<String> leftBehind(DSLContext db) {
        return db.select(POOL.NAME, POOL.USED_SLOTS)
                .from(POOL)
                .where(POOL.USED_SLOTS.ne(0))
                .fetch(row -> "pool " + row.value1() + " still counts " + row.value2());
    }
}
