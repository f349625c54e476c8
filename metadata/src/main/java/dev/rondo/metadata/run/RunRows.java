package dev.rondo.metadata.run;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.dagrun.TaskIds;
import java.util.List;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;

/** Rows of runs and instances as records. */
final class RunRows {

    static final List<Field<?>> RUN = List.of(
            DAG_RUN.RUN_NO,
            DAG_RUN.DAG_ID,
            DAG_RUN.RUN_ID,
            DAG_RUN.LOGICAL_DATE,
            DAG_RUN.DATA_INTERVAL_START,
            DAG_RUN.DATA_INTERVAL_END,
            DAG_RUN.RUN_AFTER,
            DAG_RUN.RUN_TYPE,
            DAG_RUN.STATE,
            DAG_RUN.VERSION_ID,
            DAG_RUN.CONF,
            DAG_RUN.START_DATE,
            DAG_RUN.END_DATE,
            DAG_RUN.TIMEOUT_AT,
            DAG_RUN.BACKFILL_ID,
            DAG_RUN.BACKFILL_ORDINAL,
            DAG_RUN.ONLY_TASKS,
            DAG_RUN.CLEAR_NUMBER,
            DAG_RUN.ROW_VERSION);

    static final List<Field<?>> INSTANCE = List.of(
            TASK_INSTANCE.RUN_NO,
            TASK_INSTANCE.TASK_ID,
            TASK_INSTANCE.MAP_INDEX,
            TASK_INSTANCE.STATE,
            TASK_INSTANCE.TRY_NUMBER,
            TASK_INSTANCE.MAX_TRIES,
            TASK_INSTANCE.LOST_TRIES,
            TASK_INSTANCE.DISPATCH_ID,
            TASK_INSTANCE.WORKER_ID,
            TASK_INSTANCE.NEXT_AT,
            TASK_INSTANCE.START_DATE,
            TASK_INSTANCE.END_DATE,
            TASK_INSTANCE.RESULT_LENGTH,
            TASK_INSTANCE.FOLLOWED,
            TASK_INSTANCE.FIRST_LOOK_AT,
            TASK_INSTANCE.LOOK_STATE);

    private RunRows() {}

    static RunRow run(Record row) {
        return new RunRow(
                row.get(DAG_RUN.RUN_NO),
                row.get(DAG_RUN.DAG_ID),
                row.get(DAG_RUN.RUN_ID),
                row.get(DAG_RUN.LOGICAL_DATE),
                row.get(DAG_RUN.DATA_INTERVAL_START),
                row.get(DAG_RUN.DATA_INTERVAL_END),
                row.get(DAG_RUN.RUN_AFTER),
                RunType.ofWireName(row.get(DAG_RUN.RUN_TYPE)),
                RunState.ofWireName(row.get(DAG_RUN.STATE)),
                row.get(DAG_RUN.VERSION_ID),
                row.get(DAG_RUN.CONF),
                row.get(DAG_RUN.START_DATE),
                row.get(DAG_RUN.END_DATE),
                row.get(DAG_RUN.TIMEOUT_AT),
                row.get(DAG_RUN.BACKFILL_ID),
                row.get(DAG_RUN.BACKFILL_ORDINAL),
                Set.copyOf(TaskIds.listed(row.get(DAG_RUN.ONLY_TASKS))),
                row.get(DAG_RUN.CLEAR_NUMBER),
                row.get(DAG_RUN.ROW_VERSION));
    }

    static InstanceRow instance(Record row) {
        String state = row.get(TASK_INSTANCE.STATE);
        String followed = row.get(TASK_INSTANCE.FOLLOWED);
        return new InstanceRow(
                row.get(TASK_INSTANCE.RUN_NO),
                row.get(TASK_INSTANCE.TASK_ID),
                row.get(TASK_INSTANCE.MAP_INDEX),
                state == null ? TaskState.NONE : TaskState.ofWireName(state),
                row.get(TASK_INSTANCE.TRY_NUMBER),
                row.get(TASK_INSTANCE.MAX_TRIES),
                row.get(TASK_INSTANCE.LOST_TRIES),
                row.get(TASK_INSTANCE.DISPATCH_ID),
                row.get(TASK_INSTANCE.WORKER_ID),
                row.get(TASK_INSTANCE.NEXT_AT),
                row.get(TASK_INSTANCE.START_DATE),
                row.get(TASK_INSTANCE.END_DATE),
                row.get(TASK_INSTANCE.RESULT_LENGTH),
                followed == null ? null : followed.isEmpty() ? List.of() : List.of(followed.split(",")),
                row.get(TASK_INSTANCE.FIRST_LOOK_AT),
                row.get(TASK_INSTANCE.LOOK_STATE));
    }
}
