package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_FILE;
import static dev.rondo.metadata.jooq.Tables.IMPORT_ERROR;

import dev.rondo.metadata.Transactions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of DAG files. */
public final class DagFileQueries {

    /** Name of the bundle of the first dags folder: that is where uploads go. */
    public static final String FIRST_BUNDLE = "dags-folder";

    // Behind it in the hash of a file is what else it was read with.
    private static final int SHA256_LENGTH = 64;

    // Of one file; more than a page shows.
    private static final int MAX_DAGS = 10_000;

    private final Transactions transactions;

    public DagFileQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A file as it was read last.
     *
     * @param sha256 of its bytes; null: it was not read, or could not be
     * @param dagIds of its DAGs that are in force, in their order
     * @param seenAt when it was seen as it was read last; null: it was never seen
     * @param readAt when that had been read, and was in force if nothing is wrong with it; null: it was not
     * @param problem why what was read last is not in force; null: it is
     */
    public record FileRow(
            @Nullable String sha256,
            @Nullable Instant seenAt,
            @Nullable Instant readAt,
            List<String> dagIds,
            @Nullable Problem problem) {}

    /** Why a file is not in force; {@code line} 0: not known. */
    public record Problem(
            String code, String message, @Nullable String dagClass, int line) {}

    /** What is known of a file of a bundle; nothing, where it was never seen. */
    public FileRow find(String bundle, String fileName) {
        return transactions.call(db -> {
            var file = db.select(DAG_FILE.HASH, DAG_FILE.SEEN_AT, DAG_FILE.PARSED_AT)
                    .from(DAG_FILE)
                    .where(DAG_FILE.BUNDLE_NAME.eq(bundle), DAG_FILE.FILE_NAME.eq(fileName))
                    .fetchOne();
            List<String> dagIds = db.select(DAG.DAG_ID)
                    .from(DAG)
                    .where(DAG.BUNDLE_NAME.eq(bundle), DAG.FILE_NAME.eq(fileName), DAG.IS_ACTIVE.isTrue())
                    .orderBy(DAG.DAG_ID)
                    .limit(MAX_DAGS)
                    .fetch(DAG.DAG_ID);
            Problem problem = db.select(
                            IMPORT_ERROR.CODE, IMPORT_ERROR.MESSAGE, IMPORT_ERROR.DAG_CLASS, IMPORT_ERROR.LINE)
                    .from(IMPORT_ERROR)
                    .where(IMPORT_ERROR.BUNDLE_NAME.eq(bundle), IMPORT_ERROR.FILE_NAME.eq(fileName))
                    .fetchOne(
                            r -> new Problem(r.value1(), r.value2(), r.value3(), r.value4() == null ? 0 : r.value4()));
            return file == null
                    ? new FileRow(null, null, null, dagIds, problem)
                    : new FileRow(sha256(file.value1()), file.value2(), file.value3(), dagIds, problem);
        });
    }

    private static @Nullable String sha256(@Nullable String hash) {
        return hash == null || !hash.matches("[0-9a-f]{64}(-.*)?") ? null : hash.substring(0, SHA256_LENGTH);
    }
}
