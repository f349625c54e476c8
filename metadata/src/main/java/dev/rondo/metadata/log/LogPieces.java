package dev.rondo.metadata.log;

import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pieces of one dispatch's log, as a bucket lists them. Each is named by where in the log it begins. Pieces may lie
 * over one another: of some that were composed and are not deleted yet, or that a second scheduler has written. They
 * have the same bytes where they do, so that a log is read from its start on, and of each piece only what is new.
 */
record LogPieces(List<Piece> all) {

    /** Composed objects do not get longer: they are read as a whole, to be checked. */
    static final long SEGMENT_BYTES = 4L << 20;

    // Names are in the order of offsets. No log is so long that these digits do not do for it.
    private static final Pattern FORM = Pattern.compile("([0-9]{18})\\.log");

    LogPieces {
        all = all.stream().sorted(Comparator.comparingLong(Piece::begin)).toList();
    }

    /** One of them, and where in the log it lies. */
    record Piece(BucketObject object, long begin) {
        long end() {
            return begin + object.sizeBytes();
        }
    }

    /** What is read of a piece: its last {@code bytes}, which stand at {@code at} of the log. */
    record Part(BucketObject object, long at, int bytes) {}

    /** The pieces among objects of that folder, which ends in a slash. */
    static LogPieces of(String folder, List<BucketObject> objects) {
        List<Piece> pieces = new ArrayList<>();
        for (BucketObject object : objects) {
            Matcher name = FORM.matcher(object.name().substring(folder.length()));
            if (name.matches()) {
                pieces.add(new Piece(object, Long.parseLong(name.group(1))));
            }
        }
        return new LogPieces(pieces);
    }

    static String name(String folder, long begin) {
        return String.format(Locale.ROOT, "%s%018d.log", folder, begin);
    }

    /** What to read of each; it ends before a gap. */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        long at = 0;
        for (Piece piece : all) {
            if (piece.begin() > at) {
                break;
            }
            if (piece.end() > at) {
                parts.add(new Part(piece.object(), at, (int) (piece.end() - at)));
                at = piece.end();
            }
        }
        return parts;
    }

    /** How long the log is. */
    long bytes() {
        return parts().stream().mapToLong(Part::bytes).sum();
    }

    /** Those that have nothing that is not in others. */
    List<BucketObject> covered() {
        List<BucketObject> read = parts().stream().map(Part::object).toList();
        long end = bytes();
        return all.stream()
                .filter(piece -> piece.end() <= end && !read.contains(piece.object()))
                .map(Piece::object)
                .toList();
    }

    /**
     * Those that are to become one, two or more each: neighbours that do not overlap, and are not too long together.
     */
    List<List<BucketObject>> groups() {
        List<List<BucketObject>> groups = new ArrayList<>();
        List<BucketObject> group = new ArrayList<>();
        long groupBytes = 0;
        for (Part part : parts()) {
            BucketObject object = part.object();
            boolean joins = object.sizeBytes() == part.bytes()
                    && group.size() < Bucket.MAX_PARTS
                    && groupBytes + object.sizeBytes() <= SEGMENT_BYTES;
            if (!joins) {
                groups.add(group);
                group = new ArrayList<>();
                groupBytes = 0;
            }
            group.add(object);
            groupBytes += object.sizeBytes();
        }
        groups.add(group);
        return groups.stream().filter(each -> each.size() > 1).toList();
    }
}
