package dev.rondo.metadata.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.testing.MemoryBucket;
import org.jspecify.annotations.Nullable;

/** What a process leaves in a bucket that is killed at a crash point: a copy, taken at the first passing. */
final class LeftInBucket {

    private final CrashPoint point;
    private final MemoryBucket bucket = new MemoryBucket();
    private @Nullable MemoryBucket copy;

    LeftInBucket(CrashPoint point) {
        this.point = point;
    }

    /** Where the process that is killed works. */
    MemoryBucket bucket() {
        return bucket;
    }

    synchronized void at(CrashPoint reached) {
        if (reached == point && copy == null) {
            copy = bucket.copy();
        }
    }

    /** Where the next one works. Fails when the first did not come by the point. */
    synchronized MemoryBucket left() {
        MemoryBucket left = copy;
        assertThat(left).as("the story comes by %s", point).isNotNull();
        return left == null ? bucket : left;
    }
}
