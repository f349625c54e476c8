package dev.rondo.metadata.schedule;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.STORED_RUN;

import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.RunInfo;
import dev.rondo.core.timetable.Timetables;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** What timetable classes told of, in the tables. */
public final class StoredRunRows {

    /** With fewer runs left ahead than this, the class is asked again. */
    public static final int FEWEST_AHEAD = 100;

    private static final int ROWS_AT_ONCE = 1_000;

    private StoredRunRows() {}

    /**
     * Puts what was told in the place of what was told before.
     *
     * @param stored nothing: the DAG has no timetable class
     * @param now when it was asked
     */
    public static void put(DSLContext db, String dagId, Timetables.Stored stored, Instant now) {
        boolean none = stored.equals(Timetables.Stored.NOTHING);
        db.deleteFrom(STORED_RUN).where(STORED_RUN.DAG_ID.eq(dagId)).execute();
        db.update(DAG)
                .set(DAG.STORED_RUNS_END, none ? null : stored.ends())
                .set(DAG.RENEW_AT, none ? null : renewAt(stored, now))
                .where(DAG.DAG_ID.eq(dagId))
                .execute();
        for (int from = 0; from < stored.runs().size(); from += ROWS_AT_ONCE) {
            var insert = db.insertInto(
                    STORED_RUN,
                    STORED_RUN.DAG_ID,
                    STORED_RUN.LOGICAL_DATE,
                    STORED_RUN.DATA_INTERVAL_START,
                    STORED_RUN.DATA_INTERVAL_END,
                    STORED_RUN.RUN_AFTER);
            for (RunInfo run :
                    stored.runs().subList(from, Math.min(stored.runs().size(), from + ROWS_AT_ONCE))) {
                insert = insert.values(
                        dagId,
                        run.logicalDate(),
                        run.interval().start(),
                        run.interval().end(),
                        run.runAfter());
            }
            insert.execute();
        }
    }

    private static @Nullable Instant renewAt(Timetables.Stored stored, Instant now) {
        if (stored.ends()) {
            return null;
        }
        int runs = stored.runs().size();
        return runs < FEWEST_AHEAD
                ? now
                : stored.runs().get(runs - FEWEST_AHEAD).runAfter();
    }

    /**
     * What is stored of a DAG; nothing where it has no timetable class.
     *
     * @param after only runs with a later logical date; null: all
     */
    public static Timetables.Stored of(DSLContext db, String dagId, @Nullable Instant after) {
        Boolean ends = db.select(DAG.STORED_RUNS_END)
                .from(DAG)
                .where(DAG.DAG_ID.eq(dagId))
                .fetchOne(DAG.STORED_RUNS_END);
        if (ends == null) {
            return Timetables.Stored.NOTHING;
        }
        // Index: primary key.
        List<RunInfo> runs = db.selectFrom(STORED_RUN)
                .where(
                        STORED_RUN.DAG_ID.eq(dagId),
                        after == null ? org.jooq.impl.DSL.noCondition() : STORED_RUN.LOGICAL_DATE.gt(after))
                .orderBy(STORED_RUN.LOGICAL_DATE)
                .fetch(row -> new RunInfo(
                        row.getLogicalDate(),
                        new DataInterval(row.getDataIntervalStart(), row.getDataIntervalEnd()),
                        row.getRunAfter(),
                        row.getLogicalDate()));
        return new Timetables.Stored(runs, ends);
    }
}
