package dev.rondo.metadata.control;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN_ASSET_EVENT;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.TASK_TRY;
import static dev.rondo.metadata.jooq.Tables.XCOM;

import java.util.Collection;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.TableField;

/** What lies in other tables of a run and does not go with its row by itself. */
final class RunRows {

    private RunRows() {}

    static void deleteOf(DSLContext db, Collection<Long> runNos) {
        deleteOf(db, runNo -> runNo.in(runNos));
    }

    /** The same, of the runs whose number, in each table, is such a one. */
    static void deleteOf(DSLContext db, Function<TableField<?, Long>, Condition> which) {
        db.deleteFrom(XCOM).where(which.apply(XCOM.RUN_NO)).execute();
        db.deleteFrom(TASK_TRY).where(which.apply(TASK_TRY.RUN_NO)).execute();
        db.deleteFrom(TASK_INSTANCE).where(which.apply(TASK_INSTANCE.RUN_NO)).execute();
        db.deleteFrom(DAG_RUN_ASSET_EVENT)
                .where(which.apply(DAG_RUN_ASSET_EVENT.RUN_NO))
                .execute();
    }
}
