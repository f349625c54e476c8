package dev.rondo.operators.gcs;

import dev.rondo.sdk.TaskContext;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.Buckets;
import java.io.IOException;
import java.util.Optional;

/** Copies between buckets, each once, whatever happens on the way. */
final class Copies {

    private final Buckets buckets;
    private final String from;
    private final String to;
    private final TaskContext context;

    Copies(Buckets buckets, String from, String to, TaskContext context) {
        this.buckets = buckets;
        this.from = from;
        this.to = to;
        this.context = context;
    }

    /** What became of one object. */
    enum Outcome {
        /** It is there now. */
        COPIED,
        /** It was there, with the same bytes. */
        SAME,
        /** Another one was there, and stays. */
        LEFT
    }

    /**
     * Copies the object as it was seen.
     *
     * @param replace whether another object of that name is replaced
     */
    Outcome copy(BucketObject object, String name, boolean replace) throws IOException {
        Crc.requireGoingOn(context);
        Optional<BucketObject> there = buckets.bucket(to).find(GcsUri.requireName(name));
        boolean same = there.filter(each -> each.sizeBytes() == object.sizeBytes() && each.crc32c() == object.crc32c())
                .isPresent();
        if (same) {
            return Outcome.SAME;
        }
        if (there.isPresent() && !replace) {
            return Outcome.LEFT;
        }
        BucketObject ignored = buckets.copy(
                from, object, to, name, there.map(BucketObject::generation).orElse(0L));
        return Outcome.COPIED;
    }

    /** Copies it and deletes the source, unless that is the target or has changed since. */
    void move(BucketObject object, String name, boolean replace) throws IOException {
        boolean isItself = from.equals(to) && object.name().equals(name);
        if (!isItself && copy(object, name, replace) != Outcome.LEFT) {
            buckets.bucket(from).delete(object);
        }
    }
}
