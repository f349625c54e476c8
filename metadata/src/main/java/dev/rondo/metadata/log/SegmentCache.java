package dev.rondo.metadata.log;

import dev.rondo.storage.BucketObject;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Objects that were read last: a long log is read in pages, several of which lie in one object. */
final class SegmentCache {

    // Four whole segments: a few readers at once.
    private static final long MAX_BYTES = 4 * LogPieces.SEGMENT_BYTES;

    private final Map<BucketObject, byte[]> kept =
            new LinkedHashMap<>(/* initialCapacity= */ 16, /* loadFactor= */ 0.75f, /* accessOrder= */ true);
    private long keptBytes;

    interface Reading {
        byte[] whole(BucketObject object) throws IOException;
    }

    byte[] get(BucketObject object, Reading reading) throws IOException {
        byte[] known = find(object);
        if (known != null) {
            return known;
        }
        byte[] read = reading.whole(object);
        keep(object, read);
        return read;
    }

    private synchronized byte @org.jspecify.annotations.Nullable [] find(BucketObject object) {
        return kept.get(object);
    }

    private synchronized void keep(BucketObject object, byte[] bytes) {
        byte[] before = kept.put(object, bytes);
        keptBytes += bytes.length - (before == null ? 0 : before.length);
        Iterator<byte[]> eldest = kept.values().iterator();
        while (keptBytes > MAX_BYTES && kept.size() > 1) {
            keptBytes -= eldest.next().length;
            eldest.remove();
        }
    }
}
