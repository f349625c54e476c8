package dev.rondo.metadata.control;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN_ASSET_EVENT;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.TASK_TRY;
import static dev.rondo.metadata.jooq.Tables.XCOM;

import java.util.Collection;
import org.jooq.DSLContext;

/** What lies in other tables of a run and does not go with its row by itself. */
final class RunRows {

    private RunRows() {}

    static void deleteOf(DSLContext db, Collection<Long> runNos) {
        db.deleteFrom(XCOM).where(XCOM.RUN_NO.in(runNos)).execute();
        db.deleteFrom(TASK_TRY).where(TASK_TRY.RUN_NO.in(runNos)).execute();
        db.deleteFrom(TASK_INSTANCE).where(TASK_INSTANCE.RUN_NO.in(runNos)).execute();
        db.deleteFrom(DAG_RUN_ASSET_EVENT)
                .where(DAG_RUN_ASSET_EVENT.RUN_NO.in(runNos))
                .execute();
    }
}
