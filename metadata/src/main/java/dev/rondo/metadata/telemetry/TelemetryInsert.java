package dev.rondo.metadata.telemetry;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.TELEMETRY;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;

import dev.rondo.metadata.Pipeline;
import dev.rondo.metadata.sets.Columns;
import dev.rondo.metadata.sets.SetStatement;
import java.util.List;
import org.jooq.Query;

/** Writes down what is to be told, in the transaction of what it tells of. */
public final class TelemetryInsert {

    private final SetStatement<TelemetryWrite> insert;

    public TelemetryInsert() {
        Columns<TelemetryWrite> given = new Columns<TelemetryWrite>()
                .text("receiver", w -> w.receiver().wireName())
                .text("moment", w -> w.moment().wireName())
                .bigint("run_no", TelemetryWrite::runNo)
                .integer("clear_number", TelemetryWrite::clearNumber)
                .text("task_id", TelemetryWrite::taskId)
                .integer("map_index", TelemetryWrite::mapIndex)
                .integer("try_number", TelemetryWrite::tryNumber)
                .integer("lost_tries", TelemetryWrite::lostTries)
                .text("state", TelemetryWrite::state)
                .text("reason", TelemetryWrite::reason)
                .moment("start_date", TelemetryWrite::start)
                .moment("end_date", TelemetryWrite::end)
                .moment("next_at", TelemetryWrite::at);
        this.insert = new SetStatement<>(given, of(given));
    }

    /** The moment of queueing is that of the row as the last transaction left it. By primary keys. */
    private static Query of(Columns<TelemetryWrite> given) {
        return insertInto(
                        TELEMETRY,
                        TELEMETRY.RECEIVER,
                        TELEMETRY.MOMENT,
                        TELEMETRY.RUN_NO,
                        TELEMETRY.CLEAR_NUMBER,
                        TELEMETRY.TASK_ID,
                        TELEMETRY.MAP_INDEX,
                        TELEMETRY.TRY_NUMBER,
                        TELEMETRY.LOST_TRIES,
                        TELEMETRY.STATE,
                        TELEMETRY.REASON,
                        TELEMETRY.QUEUED_AT,
                        TELEMETRY.START_DATE,
                        TELEMETRY.END_DATE,
                        TELEMETRY.NEXT_AT)
                .select(select(
                                given.text("receiver"),
                                given.text("moment"),
                                given.bigint("run_no"),
                                given.integer("clear_number"),
                                given.text("task_id"),
                                given.integer("map_index"),
                                given.integer("try_number"),
                                given.integer("lost_tries"),
                                given.text("state"),
                                given.text("reason"),
                                coalesce(TASK_INSTANCE.QUEUED_AT, DAG_RUN.QUEUED_AT),
                                given.moment("start_date"),
                                given.moment("end_date"),
                                given.moment("next_at"))
                        .from(given.given())
                        .leftJoin(TASK_INSTANCE)
                        .on(
                                TASK_INSTANCE.RUN_NO.eq(given.bigint("run_no")),
                                TASK_INSTANCE.TASK_ID.eq(given.text("task_id")),
                                TASK_INSTANCE.MAP_INDEX.eq(given.integer("map_index")))
                        .leftJoin(DAG_RUN)
                        .on(
                                DAG_RUN.RUN_NO.eq(given.bigint("run_no")),
                                given.text("task_id").isNull()));
    }

    /** Writes these with what the transaction asks or writes next, before the rows change that they are about. */
    public void addTo(Pipeline transaction, List<TelemetryWrite> writes) {
        insert.addTo(transaction, writes);
    }
}
