package dev.rondo.metadata.control;

import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_FILE;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.jooq.impl.DSL.select;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.notice.Notice;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.Select;

/**
 * Deletes a DAG with all that is known of it: versions, runs, task instances, values, deadlines, backfills; its logs go
 * after that, see {@link LogRemoval}. What stays is what people asked for (the audit record), and of assets what became
 * of them.
 */
public final class DagRemoval {

    // What a worker has, or what has a place in a pool: both would be lost sight of.
    private static final List<String> HELD = List.of("queued", "running", "restarting", "deferred");

    private final Transactions transactions;

    public DagRemoval(Transactions transactions) {
        this.transactions = transactions;
    }

    /** What deleting has led to. */
    public sealed interface Outcome {
        /** It is gone. */
        record Done(int runs) implements Outcome {}

        /** There is no such DAG. */
        record Missing() implements Outcome {}

        /** Some of it is under way, and nothing is deleted. */
        record UnderWay(int runs, int tasks) implements Outcome {}
    }

    /**
     * Deletes it in one transaction. A file that still defines it is read anew, and brings it back as one that was
     * never there.
     */
    public Outcome delete(String dagId) {
        return transactions.call(db -> {
            // In the order of locks: runs, DAG, and then what a new run refers to, so that none can come any more.
            lockRuns(db, dagId);
            Optional<FileOf> file = db.select(DAG.BUNDLE_NAME, DAG.FILE_NAME)
                    .from(DAG)
                    .where(DAG.DAG_ID.eq(dagId))
                    .forUpdate()
                    .fetchOptional(r -> new FileOf(r.value1(), r.value2()));
            if (file.isEmpty()) {
                return new Outcome.Missing();
            }
            db.select(DAG_VERSION.VERSION_ID)
                    .from(DAG_VERSION)
                    .where(DAG_VERSION.DAG_ID.eq(dagId))
                    .orderBy(DAG_VERSION.VERSION_ID)
                    .forUpdate()
                    .execute();
            List<String> states = lockRuns(db, dagId); // with those that came meanwhile
            int running = Collections.frequency(states, "running");
            int held =
                    db.fetchCount(TASK_INSTANCE, TASK_INSTANCE.RUN_NO.in(runsOf(dagId)), TASK_INSTANCE.STATE.in(HELD));
            if (running + held > 0) {
                return new Outcome.UnderWay(running, held);
            }
            deleteAll(db, dagId);
            readAgain(db, file.get());
            Notice.DAG.send(db, dagId);
            return new Outcome.Done(states.size());
        });
    }

    private record FileOf(String bundle, String name) {}

    private static List<String> lockRuns(DSLContext db, String dagId) {
        return db.select(DAG_RUN.STATE)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId))
                .orderBy(DAG_RUN.RUN_NO)
                .forUpdate()
                .fetch(DAG_RUN.STATE);
    }

    private static Select<Record1<Long>> runsOf(String dagId) {
        return select(DAG_RUN.RUN_NO).from(DAG_RUN).where(DAG_RUN.DAG_ID.eq(dagId));
    }

    private static void deleteAll(DSLContext db, String dagId) {
        RunRows.deleteOf(db, runNo -> runNo.in(runsOf(dagId)));
        db.deleteFrom(OUTBOX).where(OUTBOX.RUN_NO.in(runsOf(dagId))).execute();
        db.deleteFrom(DAG_RUN).where(DAG_RUN.DAG_ID.eq(dagId)).execute();
        db.deleteFrom(BACKFILL).where(BACKFILL.DAG_ID.eq(dagId)).execute();
        db.deleteFrom(DAG).where(DAG.DAG_ID.eq(dagId)).execute();
        db.deleteFrom(DAG_VERSION).where(DAG_VERSION.DAG_ID.eq(dagId)).execute();
        LogRemoval.ask(db, dagId, null);
    }

    // Not deleted: when the file goes away while no DAG processor runs, its other DAGs have to be put out of force.
    private static void readAgain(DSLContext db, FileOf file) {
        db.update(DAG_FILE)
                .setNull(DAG_FILE.HASH)
                .where(DAG_FILE.BUNDLE_NAME.eq(file.bundle()), DAG_FILE.FILE_NAME.eq(file.name()))
                .execute();
    }
}
