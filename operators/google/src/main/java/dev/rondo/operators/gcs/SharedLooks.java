package dev.rondo.operators.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.storage.BucketObject;
import dev.rondo.storage.Buckets.Listed;
import dev.rondo.storage.GoogleAccess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for single objects, which sensors of this host share: a few look for their object each; when more than these
 * ask for objects of one folder within a second, the folder is listed, and what the listing says is good for that
 * second; so it is at once in the next, while they are so many.
 */
final class SharedLooks {

    /** For the life of the host: its looks come one after another, each from another body. */
    static final SharedLooks OF_THIS_HOST = new SharedLooks();

    // A sensor looks every few seconds at the soonest, so this is not noticed.
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);

    // A listing costs as much as some looks; Google's price for it is that of twelve.
    private static final int LOOKS_ALONE = 4;

    // One page: the next ones of a large folder would cost more than the looks do, so names beyond it are looked for.
    private static final int PAGE = 1_000;

    private static final int MOST_FOLDERS = 1_000;

    private final Map<Folder, Recent> recent = new HashMap<>();

    private record Folder(GoogleAccess access, String bucket, String prefix) {}

    /** What happened in a folder since a moment. */
    private static final class Recent {
        final Instant since;
        final boolean manyBefore;
        final Set<String> asked = new HashSet<>();

        @Nullable
        Map<String, BucketObject> listed;
        // No name after it is in the listing; null: all names are.
        byte @Nullable [] upTo;

        Recent(Instant since, boolean manyBefore) {
            this.since = since;
            this.manyBefore = manyBefore;
        }

        // A clock that was put back does not make it good for longer.
        boolean isOver(Instant now) {
            return now.isBefore(since) || !now.isBefore(since.plus(GOOD_FOR));
        }

        boolean hasMany() {
            return asked.size() > LOOKS_ALONE;
        }

        boolean covers(String name) {
            return upTo == null || Arrays.compareUnsigned(name.getBytes(UTF_8), upTo) <= 0;
        }
    }

    /**
     * The object as it is, or was a second ago at the longest.
     *
     * @param now the moment of the look
     */
    synchronized Optional<BucketObject> find(Gcs.Opened gcs, Instant now, String bucket, String name)
            throws IOException {
        String prefix = name.substring(0, name.lastIndexOf('/') + 1);
        Recent folder = recent(new Folder(gcs.access(), bucket, prefix), now);
        folder.asked.add(name);
        if (folder.listed == null && (folder.hasMany() || folder.manyBefore)) {
            list(folder, gcs.buckets().list(bucket, new Listed(prefix, "", Optional.empty(), "", PAGE)));
        }
        Map<String, BucketObject> listed = folder.listed;
        return listed != null && folder.covers(name)
                ? Optional.ofNullable(listed.get(name))
                : gcs.buckets().bucket(bucket).find(name);
    }

    private static void list(Recent folder, List<BucketObject> objects) {
        Map<String, BucketObject> listed = new HashMap<>();
        objects.forEach(each -> listed.put(each.name(), each));
        folder.listed = listed;
        folder.upTo = objects.size() < PAGE ? null : objects.getLast().name().getBytes(UTF_8);
    }

    private Recent recent(Folder folder, Instant now) {
        Recent known = recent.get(folder);
        if (known != null && !known.isOver(now)) {
            return known;
        }
        if (recent.size() >= MOST_FOLDERS) {
            recent.values().removeIf(each -> each.isOver(now));
        }
        Recent made = new Recent(now, known != null && known.hasMany());
        recent.put(folder, made);
        return made;
    }
}
