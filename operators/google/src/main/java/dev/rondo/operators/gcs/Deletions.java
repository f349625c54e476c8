package dev.rondo.operators.gcs;

import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketObject;
import java.io.IOException;
import java.util.Optional;

/** Deletes objects whatever generation they have by now. */
final class Deletions {

    // Somebody writes it again and again; who deletes it is told so in the end.
    private static final int MOST_TURNS = 5;

    private Deletions() {}

    /** Deletes the object as it was seen; if it was replaced meanwhile, as it is then. */
    static void delete(Bucket bucket, BucketObject seen) throws IOException {
        Optional<BucketObject> there = Optional.of(seen);
        for (int turn = 1; there.isPresent(); turn++) {
            try {
                bucket.delete(there.get());
                return;
            } catch (BucketException e) {
                if (e.kind() != Kind.CHANGED || turn == MOST_TURNS) {
                    throw e;
                }
                there = bucket.find(seen.name());
            }
        }
    }
}
