package dev.rondo.metadata.run;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/**
 * What the slow sweep reads: only what is under way, by the partial indexes {@code task_instance_scheduled, _due} and
 * {@code _held}, {@code dag_run_open, _active} and {@code _timeout}.
 */
final class SweepReads {

    private static final List<String> WAITING =
            names(TaskState.UP_FOR_RETRY, TaskState.UP_FOR_RESCHEDULE, TaskState.DEFERRED);
    private static final List<String> WITH_WORKER = names(TaskState.QUEUED, TaskState.RUNNING, TaskState.RESTARTING);
    private static final List<String> UNDER_WAY = Stream.of(WAITING, WITH_WORKER, names(TaskState.SCHEDULED))
            .flatMap(List::stream)
            .toList();

    private final DSLContext context;

    SweepReads(DSLContext context) {
        this.context = context;
    }

    private static List<String> names(TaskState... states) {
        return Stream.of(states).map(TaskState::wireName).toList();
    }

    Set<String> pausedDags() {
        return context.select(DAG.DAG_ID).from(DAG).where(DAG.IS_PAUSED).fetchSet(DAG.DAG_ID);
    }

    Map<Long, Integer> scheduledByRun(int limit) {
        return context.select(TASK_INSTANCE.RUN_NO, count())
                .from(TASK_INSTANCE)
                .where(TASK_INSTANCE.STATE.eq(TaskState.SCHEDULED.wireName()))
                .groupBy(TASK_INSTANCE.RUN_NO)
                .limit(limit)
                .fetchMap(TASK_INSTANCE.RUN_NO, count());
    }

    List<DueRow> due(Instant until, int limit) {
        List<DueRow> due = new ArrayList<>(context.select(
                        TASK_INSTANCE.NEXT_AT, TASK_INSTANCE.RUN_NO, TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX)
                .from(TASK_INSTANCE)
                .where(TASK_INSTANCE.STATE.in(WAITING))
                .and(TASK_INSTANCE.NEXT_AT.lt(until))
                .orderBy(TASK_INSTANCE.NEXT_AT)
                .limit(limit)
                .fetch(row -> new DueRow(row.value1(), row.value2(), row.value3(), row.value4())));
        due.addAll(context.select(DAG_RUN.TIMEOUT_AT, DAG_RUN.RUN_NO)
                .from(DAG_RUN)
                .where(DAG_RUN.STATE.eq(RunState.RUNNING.wireName()))
                .and(DAG_RUN.TIMEOUT_AT.lt(until))
                .orderBy(DAG_RUN.TIMEOUT_AT)
                .limit(limit)
                .fetch(row -> new DueRow(row.value1(), row.value2(), null, -1)));
        return due;
    }

    List<Long> stalled(int limit) {
        return context.select(DAG_RUN.RUN_NO)
                .from(DAG_RUN)
                .where(DAG_RUN.STATE.eq(RunState.RUNNING.wireName()))
                .and(notExists(selectOne()
                        .from(TASK_INSTANCE)
                        .where(TASK_INSTANCE.RUN_NO.eq(DAG_RUN.RUN_NO))
                        .and(TASK_INSTANCE.STATE.in(UNDER_WAY))))
                .limit(limit)
                .fetch(DAG_RUN.RUN_NO);
    }

    Set<String> dagsWithQueuedRuns(Instant now) {
        return context.selectDistinct(DAG_RUN.DAG_ID)
                .from(DAG_RUN)
                .join(DAG)
                .on(DAG.DAG_ID.eq(DAG_RUN.DAG_ID))
                .where(DAG_RUN.STATE.eq(RunState.QUEUED.wireName()))
                .and(DAG_RUN.RUN_AFTER.le(now))
                .and(DAG.IS_PAUSED.isFalse())
                .fetchSet(DAG_RUN.DAG_ID);
    }

    List<HeldRow> heldBy(Collection<String> workerIds) {
        if (workerIds.isEmpty()) {
            return List.of();
        }
        return context.select(
                        TASK_INSTANCE.WORKER_ID,
                        TASK_INSTANCE.RUN_NO,
                        DAG_RUN.DAG_ID,
                        TASK_INSTANCE.TASK_ID,
                        TASK_INSTANCE.MAP_INDEX,
                        TASK_INSTANCE.DISPATCH_ID,
                        TASK_INSTANCE.STATE)
                .from(TASK_INSTANCE)
                .join(DAG_RUN)
                .on(DAG_RUN.RUN_NO.eq(TASK_INSTANCE.RUN_NO))
                .where(TASK_INSTANCE.WORKER_ID.in(workerIds))
                .and(TASK_INSTANCE.STATE.in(WITH_WORKER))
                .fetch(row -> new HeldRow(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        TaskState.ofWireName(row.value7())));
    }
}
