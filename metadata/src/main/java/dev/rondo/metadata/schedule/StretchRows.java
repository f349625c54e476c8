package dev.rondo.metadata.schedule;

import static dev.rondo.metadata.jooq.Tables.ASKED_STRETCH;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.TOLD_RUN;

import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.RunInfo;
import dev.rondo.core.timetable.Stretch;
import dev.rondo.core.timetable.ToldStretch;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/** Stretches that timetable classes are asked for, in the tables. */
public final class StretchRows {

    private static final int ROWS_AT_ONCE = 1_000;

    // Longer than a file may take to be read, once with the question and once without.
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(90);

    private StretchRows() {}

    /** What the class of a version told of a stretch; empty: it was not asked, or has not told yet. */
    public static Optional<ToldStretch> told(DSLContext db, String dagId, long versionId, Stretch stretch) {
        return db.selectFrom(ASKED_STRETCH)
                .where(
                        ASKED_STRETCH.DAG_ID.eq(dagId),
                        ASKED_STRETCH.VERSION_ID.eq(versionId),
                        ASKED_STRETCH.FIRST_DATE.eq(stretch.first()),
                        ASKED_STRETCH.LAST_DATE.eq(stretch.last()),
                        ASKED_STRETCH.TOLD_AT.isNotNull())
                .fetchOptional()
                .map(row -> new ToldStretch(stretch, runs(db, dagId), row.getComplete(), row.getProblem()));
    }

    private static List<RunInfo> runs(DSLContext db, String dagId) {
        // Index: primary key.
        return db.selectFrom(TOLD_RUN)
                .where(TOLD_RUN.DAG_ID.eq(dagId))
                .orderBy(TOLD_RUN.LOGICAL_DATE)
                .fetch(row -> new RunInfo(
                        row.getLogicalDate(),
                        new DataInterval(row.getDataIntervalStart(), row.getDataIntervalEnd()),
                        row.getRunAfter(),
                        row.getLogicalDate()));
    }

    /**
     * Asks. A question that was asked before and is not told yet stays as it is for {@link #ANSWERED_WITHIN}; then it
     * is asked anew, as the DAG processor may have been unable to read the file.
     */
    public static void ask(DSLContext db, String dagId, long versionId, Stretch stretch, Instant now) {
        boolean isAsked = db.fetchExists(
                ASKED_STRETCH,
                ASKED_STRETCH.DAG_ID.eq(dagId),
                ASKED_STRETCH.VERSION_ID.eq(versionId),
                ASKED_STRETCH.FIRST_DATE.eq(stretch.first()),
                ASKED_STRETCH.LAST_DATE.eq(stretch.last()),
                ASKED_STRETCH.ASKED_AT.gt(now.minus(ANSWERED_WITHIN)));
        if (isAsked) {
            return;
        }
        forget(db, dagId);
        db.insertInto(ASKED_STRETCH)
                .set(ASKED_STRETCH.DAG_ID, dagId)
                .set(ASKED_STRETCH.VERSION_ID, versionId)
                .set(ASKED_STRETCH.FIRST_DATE, stretch.first())
                .set(ASKED_STRETCH.LAST_DATE, stretch.last())
                .set(ASKED_STRETCH.ASKED_AT, now)
                .onConflictDoNothing() // another asks at this moment: one of them asks again
                .execute();
    }

    /** Lets go of what a DAG was asked for, and of what it told. */
    public static void forget(DSLContext db, String dagId) {
        db.deleteFrom(ASKED_STRETCH).where(ASKED_STRETCH.DAG_ID.eq(dagId)).execute();
    }

    /** The files of a bundle with open questions, and when the newest of each was asked. */
    public static Map<String, Instant> openFiles(DSLContext db, String bundle) {
        Map<String, Instant> files = new HashMap<>();
        db.select(DAG.FILE_NAME, ASKED_STRETCH.ASKED_AT)
                .from(ASKED_STRETCH)
                .join(DAG)
                .on(DAG.DAG_ID.eq(ASKED_STRETCH.DAG_ID))
                .where(DAG.BUNDLE_NAME.eq(bundle), DAG.IS_ACTIVE.isTrue(), ASKED_STRETCH.TOLD_AT.isNull())
                .forEach(row ->
                        files.merge(row.value1(), row.value2(), (one, other) -> one.isAfter(other) ? one : other));
        return files;
    }

    /** The open questions about the DAGs of a file. */
    public static Map<String, Stretch> open(DSLContext db, String bundle, String fileName) {
        Map<String, Stretch> open = new HashMap<>();
        db.select(ASKED_STRETCH.DAG_ID, ASKED_STRETCH.FIRST_DATE, ASKED_STRETCH.LAST_DATE)
                .from(ASKED_STRETCH)
                .join(DAG)
                .on(DAG.DAG_ID.eq(ASKED_STRETCH.DAG_ID))
                .where(DAG.BUNDLE_NAME.eq(bundle), DAG.FILE_NAME.eq(fileName), ASKED_STRETCH.TOLD_AT.isNull())
                .forEach(row -> open.put(row.value1(), new Stretch(row.value2(), row.value3())));
        return open;
    }

    /**
     * Keeps what was told of a DAG, unless another question has taken the place of this one.
     *
     * @param versionId of the class that was asked
     */
    public static void tell(DSLContext db, String dagId, long versionId, ToldStretch told, Instant now) {
        int open = db.update(ASKED_STRETCH)
                .set(ASKED_STRETCH.VERSION_ID, versionId)
                .set(ASKED_STRETCH.TOLD_AT, now)
                .set(ASKED_STRETCH.COMPLETE, told.complete())
                .set(ASKED_STRETCH.PROBLEM, told.problem())
                .where(
                        ASKED_STRETCH.DAG_ID.eq(dagId),
                        ASKED_STRETCH.FIRST_DATE.eq(told.of().first()),
                        ASKED_STRETCH.LAST_DATE.eq(told.of().last()),
                        ASKED_STRETCH.TOLD_AT.isNull())
                .execute();
        if (open == 0) {
            return;
        }
        for (int from = 0; from < told.runs().size(); from += ROWS_AT_ONCE) {
            var insert = db.insertInto(
                    TOLD_RUN,
                    TOLD_RUN.DAG_ID,
                    TOLD_RUN.LOGICAL_DATE,
                    TOLD_RUN.DATA_INTERVAL_START,
                    TOLD_RUN.DATA_INTERVAL_END,
                    TOLD_RUN.RUN_AFTER);
            for (RunInfo run : told.runs().subList(from, Math.min(told.runs().size(), from + ROWS_AT_ONCE))) {
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
}
