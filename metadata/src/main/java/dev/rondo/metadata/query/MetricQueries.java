package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.IMPORT_ERROR;
import static dev.rondo.metadata.jooq.Tables.POOL;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;

import dev.rondo.metadata.Transactions;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record4;
import org.jooq.Select;

/** What metrics show of the tables. Its cost follows what is open, not what is stored. */
public final class MetricQueries {

    private final Transactions transactions;

    public MetricQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A pool.
     *
     * @param slots -1: unlimited
     */
    public record PoolUse(String name, int slots, int usedSlots) {}

    /** The instances of a pool that are in one state, and their slots. */
    public record InState(String pool, String state, int count, int slots) {}

    /**
     * All of it.
     *
     * @param pools the first 1,000 by name
     * @param openRuns runs by their state, queued or running
     * @param dags those that are in a file
     * @param workerSlots of the workers that are there
     */
    public record Figures(
            List<PoolUse> pools,
            List<InState> instances,
            Map<String, Integer> openRuns,
            int dags,
            int importErrors,
            int workerSlots) {
        public Figures {
            pools = List.copyOf(pools);
            instances = List.copyOf(instances);
            openRuns = Map.copyOf(openRuns);
        }

        /** How many instances are in the state, over all pools. */
        public int count(String state) {
            return instances.stream()
                    .filter(each -> each.state().equals(state))
                    .mapToInt(InState::count)
                    .sum();
        }

        /** How many slots the instances of a pool ask for that are in the state. */
        public int slots(String pool, String state) {
            return instances.stream()
                    .filter(each -> each.pool().equals(pool) && each.state().equals(state))
                    .mapToInt(InState::slots)
                    .sum();
        }
    }

    /** Reads them. */
    public Figures read() {
        return transactions.call(db -> new Figures(
                db.select(POOL.NAME, POOL.SLOTS, POOL.USED_SLOTS)
                        .from(POOL)
                        .orderBy(POOL.NAME)
                        .limit(1_000)
                        .fetch(r -> new PoolUse(r.value1(), r.value2(), r.value3())),
                instances(db),
                // Index dag_run_open_all.
                db.select(DAG_RUN.STATE, count())
                        .from(DAG_RUN)
                        .where(DAG_RUN.STATE.in(inline("queued"), inline("running")), DAG_RUN.RUN_NO.gt(inline(0L)))
                        .groupBy(DAG_RUN.STATE)
                        .fetchMap(r -> r.value1(), r -> r.value2()),
                db.fetchCount(DAG, DAG.IS_ACTIVE.isTrue()),
                db.fetchCount(IMPORT_ERROR),
                db.select(coalesce(sum(WORKER.SLOTS), inline(BigDecimal.ZERO)))
                        .from(WORKER)
                        .where(WORKER.STATE.eq(inline("online")))
                        .fetchSingle()
                        .value1()
                        .intValue()));
    }

    private static List<InState> instances(DSLContext db) {
        // Indexes task_instance_held, task_instance_scheduled, task_instance_due: literals, or none could be used.
        return inState(db, TASK_INSTANCE.STATE.in(inline("queued"), inline("running"), inline("restarting")))
                .unionAll(inState(db, TASK_INSTANCE.STATE.eq(inline("scheduled"))))
                .unionAll(inState(db, TASK_INSTANCE.STATE.eq(inline("deferred"))))
                .fetch(r -> new InState(
                        r.value1(), r.value2(), r.value3(), r.value4().intValue()));
    }

    private static Select<Record4<String, String, Integer, BigDecimal>> inState(DSLContext db, Condition state) {
        return db.select(TASK_INSTANCE.POOL, TASK_INSTANCE.STATE, count(), sum(TASK_INSTANCE.POOL_SLOTS))
                .from(TASK_INSTANCE)
                .where(state)
                .groupBy(TASK_INSTANCE.POOL, TASK_INSTANCE.STATE);
    }
}
