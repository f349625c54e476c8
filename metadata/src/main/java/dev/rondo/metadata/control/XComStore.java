package dev.rondo.metadata.control;

import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.XCOM;

import dev.rondo.metadata.Transactions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jooq.Condition;

/** Values between tasks, as people change them. */
public final class XComStore {

    private final Transactions transactions;

    public XComStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Where a value belongs. */
    public record XComKey(long runNo, String taskId, int mapIndex, String key) {}

    /** Whether the run has that instance. */
    public boolean hasInstance(XComKey key) {
        return transactions.call(db -> db.fetchExists(
                TASK_INSTANCE,
                TASK_INSTANCE
                        .RUN_NO
                        .eq(key.runNo())
                        .and(TASK_INSTANCE.TASK_ID.eq(key.taskId()))
                        .and(TASK_INSTANCE.MAP_INDEX.eq(key.mapIndex()))));
    }

    /** Makes a value; false when there is one. */
    public boolean create(XComKey key, String json, Instant now) {
        return transactions.call(db -> db.insertInto(XCOM)
                        .set(XCOM.RUN_NO, key.runNo())
                        .set(XCOM.TASK_ID, key.taskId())
                        .set(XCOM.MAP_INDEX, key.mapIndex())
                        .set(XCOM.KEY, key.key())
                        .set(XCOM.VALUE, json)
                        .set(XCOM.SIZE_BYTES, sizeOf(json))
                        .set(XCOM.CREATED_AT, now)
                        .onConflictDoNothing()
                        .execute()
                == 1);
    }

    /** Changes a value, which is then of no type in particular; false when there is none. */
    public boolean change(XComKey key, String json) {
        return transactions.call(db -> db.update(XCOM)
                        .set(XCOM.VALUE, json)
                        .setNull(XCOM.BLOB_HASH)
                        .setNull(XCOM.TYPE_NAME)
                        .set(XCOM.SIZE_BYTES, sizeOf(json))
                        .where(at(key))
                        .execute()
                == 1);
    }

    /** Deletes a value; false when there is none. */
    public boolean delete(XComKey key) {
        return transactions.call(db -> db.deleteFrom(XCOM).where(at(key)).execute() == 1);
    }

    private static long sizeOf(String json) {
        return json.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Condition at(XComKey key) {
        return XCOM.RUN_NO
                .eq(key.runNo())
                .and(XCOM.TASK_ID.eq(key.taskId()))
                .and(XCOM.MAP_INDEX.eq(key.mapIndex()))
                .and(XCOM.KEY.eq(key.key()));
    }
}
