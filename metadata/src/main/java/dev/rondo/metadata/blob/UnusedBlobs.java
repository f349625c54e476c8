package dev.rondo.metadata.blob;

import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static dev.rondo.metadata.jooq.Tables.XCOM;

import dev.rondo.metadata.Transactions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What of the store neither a version of a DAG nor a value between tasks refers to. Whoever writes such a row puts the
 * blob first, and so has the time of grace for it: only what nobody has put for so long is looked at, the tables are
 * asked after the store was listed, and what is put again after that is not deleted. So any number of processes may
 * clear away beside all other work.
 */
public final class UnusedBlobs {

    // A transaction takes seconds. The rest is for a process that is frozen between putting a blob and its row.
    private static final Duration GRACE = Duration.ofDays(1);

    // One listing each; a store of a million blobs is no more than a tenth of it in memory.
    private static final List<String> FIRST =
            List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f");

    // As many hashes go into one question.
    private static final int AT_ONCE = 1_000;

    private final Transactions transactions;
    private final BlobStore store;
    private final Duration grace;

    public UnusedBlobs(Transactions transactions, BlobStore store) {
        this(transactions, store, GRACE);
    }

    /** The same with another time of grace, for tests. */
    UnusedBlobs(Transactions transactions, BlobStore store, Duration grace) {
        this.transactions = transactions;
        this.store = store;
        this.grace = grace;
    }

    /** So many of them, and so much. */
    public record Some(int blobs, long bytes) {
        Some and(BlobStore.Old blob) {
            return new Some(blobs + 1, bytes + blob.sizeBytes());
        }
    }

    private interface Step {
        boolean counts(BlobStore.Old blob) throws IOException;
    }

    /**
     * What there is.
     *
     * @throws UncheckedIOException when the store cannot be listed
     */
    public Some find() {
        return each(blob -> true);
    }

    /**
     * Deletes it.
     *
     * @return what is deleted
     * @throws UncheckedIOException when the store cannot be listed, or a blob not be deleted; others may be
     */
    public Some clear() {
        return each(BlobStore.Old::delete);
    }

    private Some each(Step step) {
        Some all = new Some(0, 0);
        try {
            Instant before = store.now().minus(grace);
            for (String first : FIRST) {
                List<BlobStore.Old> old = store.old(first, before);
                for (int from = 0; from < old.size(); from += AT_ONCE) {
                    for (BlobStore.Old blob : unused(old.subList(from, Math.min(old.size(), from + AT_ONCE)))) {
                        all = step.counts(blob) ? all.and(blob) : all;
                    }
                }
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("the store cannot be cleared of what nothing refers to: " + e, e);
        }
    }

    private List<BlobStore.Old> unused(List<BlobStore.Old> old) {
        List<String> hashes = old.stream().map(BlobStore.Old::hash).toList();
        Set<String> used = transactions.call(db -> {
            Set<String> found = new HashSet<>(db.selectDistinct(DAG_VERSION.JAR_HASH)
                    .from(DAG_VERSION)
                    .where(DAG_VERSION.JAR_HASH.in(hashes))
                    .fetch(DAG_VERSION.JAR_HASH));
            // By the index of large values.
            found.addAll(db.selectDistinct(XCOM.BLOB_HASH)
                    .from(XCOM)
                    .where(XCOM.BLOB_HASH.in(hashes))
                    .fetch(XCOM.BLOB_HASH));
            return found;
        });
        List<BlobStore.Old> unused = new ArrayList<>(old);
        unused.removeIf(blob -> used.contains(blob.hash()));
        return unused;
    }
}
