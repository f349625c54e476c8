package dev.rondo.operators.gcs;

import dev.rondo.sdk.TaskContext;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.Buckets;
import dev.rondo.storage.Buckets.Listed;
import dev.rondo.storage.Buckets.Settings;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Brings a file into a bucket. A large one goes up in parts, {@code NAME.parts/SIZE-CRC32C/0000} and so on, which a
 * later try finds again, and is composed of them; the name has the old object or the whole new one, and nothing else.
 */
final class Upload {

    /** A file that is not larger goes up at once; so many bytes of a try that fails are sent again at the most. */
    static final long PART_BYTES = 32L << 20;

    // Two levels of composing.
    private static final int MOST_PARTS = Bucket.MAX_PARTS * Bucket.MAX_PARTS;

    // Parts of a file that was never brought up: no try goes on with them after so long.
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private final Buckets buckets;
    private final String bucket;
    private final TaskContext context;
    private final long partBytes;

    Upload(Buckets buckets, String bucket, TaskContext context, long partBytes) {
        this.buckets = buckets;
        this.bucket = bucket;
        this.context = context;
        this.partBytes = partBytes;
    }

    /** Brings the file to that name; an object there with the same bytes is left. */
    BucketObject bring(Path file, String name, Settings settings) throws IOException {
        long each = Math.max(partBytes, Math.ceilDiv(Files.size(file), MOST_PARTS));
        Crc.Hashed hashed = Crc.of(file, each, context);
        Optional<BucketObject> before = buckets.bucket(bucket).find(GcsUri.requireName(name));
        if (before.isPresent() && isSame(before.get(), hashed)) {
            say(name + " is there already, with the same bytes");
            return before.get();
        }
        long generation = before.map(BucketObject::generation).orElse(0L);
        if (hashed.pieces().size() == 1) {
            return buckets.write(
                    bucket,
                    name,
                    () -> piece(file, 0, hashed.sizeBytes()),
                    hashed.sizeBytes(),
                    hashed.crc32c(),
                    settings,
                    generation);
        }
        return inParts(file, each, hashed, name, settings, generation);
    }

    private BucketObject inParts(
            Path file, long each, Crc.Hashed hashed, String name, Settings settings, long generation)
            throws IOException {
        String all = name + ".parts/";
        String own = all + hashed.sizeBytes() + "-" + HexFormat.of().toHexDigits(hashed.crc32c()) + "/";
        String ignored = GcsUri.requireName(partOf(own, 0));
        Map<String, BucketObject> there = new TreeMap<>();
        buckets.list(bucket, Listed.all(own)).forEach(part -> there.put(part.name(), part));
        List<BucketObject> parts = new ArrayList<>();
        int kept = 0;
        for (int i = 0; i < hashed.pieces().size(); i++) {
            long offset = i * each;
            long size = Math.min(each, hashed.sizeBytes() - offset);
            int crc32c = hashed.pieces().get(i);
            BucketObject known = there.get(partOf(own, i));
            if (known != null && known.sizeBytes() == size && known.crc32c() == crc32c) {
                parts.add(known);
                kept++;
                continue;
            }
            parts.add(buckets.write(
                    bucket,
                    partOf(own, i),
                    () -> piece(file, offset, size),
                    size,
                    crc32c,
                    Settings.bytes(),
                    known == null ? 0 : known.generation()));
        }
        say(name + " went up in " + parts.size() + " parts, of which " + kept + " were there");
        BucketObject whole = composed(parts, own, name, hashed, settings, generation);
        deleteParts(all, own, whole.changedAt());
        return whole;
    }

    private static String partOf(String folder, int number) {
        return folder + String.format(Locale.ROOT, "%04d", number);
    }

    private BucketObject composed(
            List<BucketObject> parts, String folder, String name, Crc.Hashed hashed, Settings settings, long generation)
            throws IOException {
        List<BucketObject> last = parts;
        if (parts.size() > Bucket.MAX_PARTS) {
            last = new ArrayList<>();
            for (int from = 0; from < parts.size(); from += Bucket.MAX_PARTS) {
                String group = folder + "group-" + last.size();
                long there = buckets.bucket(bucket)
                        .find(group)
                        .map(BucketObject::generation)
                        .orElse(0L);
                List<BucketObject> some = parts.subList(from, Math.min(parts.size(), from + Bucket.MAX_PARTS));
                last.add(buckets.compose(bucket, some, group, Settings.bytes(), there));
            }
        }
        BucketObject whole;
        try {
            whole = buckets.compose(bucket, last, name, settings, generation);
        } catch (BucketException e) {
            // An attempt whose answer was lost has done it, or somebody else with the same bytes.
            if (e.kind() != Kind.CHANGED) {
                throw e;
            }
            whole = buckets.bucket(bucket)
                    .find(name)
                    .filter(there -> isSame(there, hashed))
                    .orElseThrow(() -> e);
        }
        if (!isSame(whole, hashed)) {
            throw new IOException(GcsUri.of(bucket, name) + " has other bytes than the file after all its parts were"
                    + " compared; somebody changes them");
        }
        return whole;
    }

    // What cannot be deleted now is deleted by the next upload to this name.
    private void deleteParts(String all, String own, Instant now) {
        try {
            for (BucketObject part : buckets.list(bucket, Listed.all(all))) {
                if (part.name().startsWith(own) || part.changedAt().isBefore(now.minus(FORGOTTEN))) {
                    Deletions.delete(buckets.bucket(bucket), part);
                }
            }
        } catch (IOException e) {
            context.log().log(
                    System.Logger.Level.WARNING,
                    "some parts stay in " + GcsUri.of(bucket, all) + " for now: " + e.getMessage());
        }
    }

    private static boolean isSame(BucketObject object, Crc.Hashed hashed) {
        return object.sizeBytes() == hashed.sizeBytes() && object.crc32c() == hashed.crc32c();
    }

    private InputStream piece(Path file, long offset, long size) throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(file);
        channel.position(offset);
        return new Piece(Channels.newInputStream(channel), size);
    }

    private final class Piece extends FilterInputStream {
        private long left;

        Piece(InputStream in, long size) {
            super(in);
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            Crc.requireGoingOn(context);
            int n = left == 0 ? -1 : in.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(0, n);
            return n;
        }
    }

    private void say(String text) {
        context.log().log(System.Logger.Level.INFO, text);
    }
}
