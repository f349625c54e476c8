package dev.rondo.metadata.log;

import dev.rondo.metadata.crash.CrashPoint;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.Together;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logs as objects of a bucket, {@code attempt=N.DISPATCH/OFFSET.log} where {@link LogPlace} says. Objects do not
 * grow: each piece is one, and they are composed as they become many, and when nothing more comes.
 */
public final class BucketLogStore implements LogStore {

    private static final Logger LOG = LoggerFactory.getLogger(BucketLogStore.class);

    /** A try that said nothing for so long is over, or has time to be composed. */
    public static final Duration QUIET = Duration.ofSeconds(5);

    // Another writer of the same log takes a turn each time: two schedulers, for as long as a worker reconnects.
    private static final int MAX_TURNS = 5;

    private static final int UNKNOWN = -1;

    private static final Pattern DISPATCH = Pattern.compile("([0-9]{1,18})/");

    private static final Pattern ANY_DISPATCH = Pattern.compile("/attempt=[0-9]+\\.([0-9]{1,18})/");

    private final Bucket bucket;
    private final String prefix;
    private final LongSupplier nanos;
    private final CrashPoint.Injector crashes;
    private final Map<String, Tail> tails = new ConcurrentHashMap<>();
    private final SegmentCache segments = new SegmentCache();

    /**
     * Logs in the bucket.
     *
     * @param prefix what names of objects begin with: empty, or ending in {@code /}
     * @param nanos monotonic
     */
    public BucketLogStore(Bucket bucket, String prefix, LongSupplier nanos) {
        this(bucket, prefix, nanos, CrashPoint.Injector.NONE);
    }

    /** The same, for tests of a process that dies. */
    public BucketLogStore(Bucket bucket, String prefix, LongSupplier nanos, CrashPoint.Injector crashes) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.nanos = nanos;
        this.crashes = crashes;
    }

    /** What this process knows of a log that it writes: one thread does so at a time. */
    private static final class Tail {
        private final ReentrantLock lock = new ReentrantLock();
        private long bytes;
        // Since it was composed, with what that made one; not all of a long log, which has ever more segments.
        private int pieces = UNKNOWN;
        private volatile long writtenAt;

        Tail(long now) {
            writtenAt = now;
        }
    }

    @Override
    public List<Long> append(List<Piece> pieces) throws IOException {
        return Together.each(pieces, piece -> append(piece.key(), piece.dispatchId(), piece.offset(), piece.bytes()));
    }

    @Override
    public long append(LogKey key, long dispatchId, long offset, byte[] piece) throws IOException {
        String folder = attempt(key) + dispatchId + "/";
        while (true) {
            Tail tail = tails.computeIfAbsent(folder, f -> new Tail(nanos.getAsLong()));
            tail.lock.lock();
            try {
                if (tails.get(folder) == tail) { // else it was forgotten while this waited for it
                    return append(folder, tail, offset, piece);
                }
            } finally {
                tail.writtenAt = nanos.getAsLong();
                tail.lock.unlock();
            }
        }
    }

    private long append(String folder, Tail tail, long offset, byte[] piece) throws BucketException {
        for (int turn = 1; ; turn++) {
            boolean looked = tail.pieces == UNKNOWN;
            if (looked) {
                look(folder, tail);
            }
            long known = tail.bytes - offset;
            if (known < 0 && !looked) {
                tail.pieces = UNKNOWN; // another scheduler has what is missing here
                continue;
            }
            if (known < 0 || known >= piece.length) {
                return tail.bytes;
            }
            try {
                BucketObject ignored = bucket.write(
                        LogPieces.name(folder, tail.bytes), Arrays.copyOfRange(piece, (int) known, piece.length), 0);
                crashes.at(CrashPoint.LOG_APPENDED);
                tail.bytes = offset + piece.length;
                if (++tail.pieces >= Bucket.MAX_PARTS) {
                    tail.pieces = tryToCompose(folder) ? 1 : 2; // else tried again when there are nearly as many more
                }
                return tail.bytes;
            } catch (BucketException e) {
                tail.pieces = UNKNOWN;
                if (e.kind() != Kind.CHANGED || turn == MAX_TURNS) {
                    throw e;
                }
            }
        }
    }

    private void look(String folder, Tail tail) throws BucketException {
        LogPieces pieces = LogPieces.of(folder, bucket.list(folder));
        tail.bytes = pieces.bytes();
        tail.pieces = pieces.all().size();
    }

    /**
     * Composes the logs to which nothing has come for a while; a timer calls it. Where the bucket does not answer, they
     * are composed the next time.
     */
    public void composeQuiet() {
        long quietSince = nanos.getAsLong() - QUIET.toNanos();
        List<String> quiet = tails.entrySet().stream()
                .filter(each -> each.getValue().writtenAt - quietSince <= 0)
                .map(Map.Entry::getKey)
                .toList();
        try {
            List<Boolean> ignored = Together.each(quiet, this::composeAndForget);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("logs are not composed now");
        }
    }

    private boolean composeAndForget(String folder) throws IOException {
        Tail tail = tails.get(folder);
        if (tail == null || !tail.lock.tryLock()) {
            return false;
        }
        try {
            if (tail.pieces != 1) { // most logs are no more than that
                compose(folder);
            }
            // Whether pieces are left is looked at anew when more comes.
            return tails.remove(folder, tail);
        } catch (BucketException e) {
            return switch (e.kind()) {
                case UNREACHABLE -> throw e;
                case CHANGED -> false; // another scheduler composes it, or an attempt of ours did: looked at once more
                case FORBIDDEN, MISSING -> tails.remove(folder, tail); // the log is whole, of more objects
            };
        } finally {
            tail.lock.unlock();
        }
    }

    private void compose(String folder) throws IOException {
        LogPieces pieces = LogPieces.of(folder, bucket.list(folder));
        List<BucketObject> done = new ArrayList<>(pieces.covered());
        for (List<BucketObject> group : pieces.groups()) {
            BucketObject first = group.getFirst();
            BucketObject ignored = bucket.compose(group, first.name(), first.generation());
            crashes.at(CrashPoint.LOG_COMPOSED);
            done.addAll(group.subList(1, group.size()));
        }
        delete(done, CrashPoint.LOG_PIECE_DELETED);
    }

    // The log is whole before and after: that it cannot be composed now is nothing to tell who appends.
    private boolean tryToCompose(String folder) {
        try {
            compose(folder);
            return true;
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("the log in " + folder + " is not composed now");
            return false;
        }
    }

    private void delete(List<BucketObject> objects, CrashPoint afterEach) throws IOException {
        List<String> ignored = Together.each(objects, object -> {
            bucket.delete(object);
            crashes.at(afterEach);
            return object.name();
        });
    }

    @Override
    public Slice read(LogKey key, long offset, int maxBytes) throws IOException {
        for (int turn = 1; ; turn++) {
            try {
                return readNow(key, offset, maxBytes);
            } catch (BucketException e) {
                // Composed between the listing and the reading: what was listed is in another object now.
                if (e.kind() != Kind.CHANGED || turn == MAX_TURNS) {
                    throw e;
                }
            }
        }
    }

    private Slice readNow(LogKey key, long offset, int maxBytes) throws IOException {
        List<LogPieces.Part> wanted = new ArrayList<>();
        List<Long> begins = new ArrayList<>();
        long total = 0;
        for (LogPieces pieces : dispatches(attempt(key))) {
            for (LogPieces.Part part : pieces.parts()) {
                if (total + part.bytes() > offset && total < offset + maxBytes) {
                    wanted.add(part);
                    begins.add(total);
                }
                total += part.bytes();
            }
        }
        List<byte[]> read = Together.each(wanted, part -> segments.get(part.object(), this::whole));
        ByteBuffer out = ByteBuffer.allocate((int) Math.min(maxBytes, Math.max(0, total - offset)));
        for (int i = 0; i < read.size(); i++) {
            byte[] bytes = read.get(i);
            int own = bytes.length - wanted.get(i).bytes();
            int from = (int) Math.max(0, offset - begins.get(i));
            out.put(bytes, own + from, Math.min(out.remaining(), bytes.length - own - from));
        }
        return WholeLines.slice(Arrays.copyOf(out.array(), out.position()), offset, total);
    }

    private byte[] whole(BucketObject object) throws IOException {
        try (InputStream in = bucket.read(object)) {
            return in.readAllBytes();
        }
    }

    /** The logs of a try's dispatches, in their order. */
    private Iterable<LogPieces> dispatches(String attempt) throws BucketException {
        Map<Long, List<BucketObject>> byDispatch = new TreeMap<>();
        for (BucketObject object : bucket.list(attempt)) {
            String rest = object.name().substring(attempt.length());
            Matcher dispatch = DISPATCH.matcher(rest);
            if (dispatch.lookingAt()) {
                byDispatch
                        .computeIfAbsent(Long.parseLong(dispatch.group(1)), id -> new ArrayList<>())
                        .add(object);
            }
        }
        Map<Long, LogPieces> pieces = new LinkedHashMap<>();
        byDispatch.forEach((id, objects) -> pieces.put(id, LogPieces.of(attempt + id + "/", objects)));
        return pieces.values();
    }

    @Override
    public void deleteRun(String dagId, String runId, Supplier<Set<Long>> inUse) throws IOException {
        deleteAll(LogPlace.ofRun(dagId, runId), inUse);
    }

    @Override
    public void deleteDag(String dagId, Supplier<Set<Long>> inUse) throws IOException {
        deleteAll(LogPlace.ofDag(dagId), inUse);
    }

    private void deleteAll(String place, Supplier<Set<Long>> inUse) throws IOException {
        String below = prefix + place + "/";
        tails.keySet().removeIf(folder -> folder.startsWith(below));
        for (int turn = 1; ; turn++) {
            try {
                List<BucketObject> there = bucket.list(below);
                delete(there.isEmpty() ? there : others(there, inUse.get()), CrashPoint.LOG_DELETED);
                return;
            } catch (BucketException e) {
                if (e.kind() != Kind.CHANGED || turn == MAX_TURNS) {
                    throw e;
                }
            }
        }
    }

    private static List<BucketObject> others(List<BucketObject> objects, Set<Long> inUse) {
        return objects.stream()
                .filter(object -> {
                    Matcher dispatch = ANY_DISPATCH.matcher(object.name());
                    return !dispatch.find() || !inUse.contains(Long.parseLong(dispatch.group(1)));
                })
                .toList();
    }

    private String attempt(LogKey key) {
        return prefix + LogPlace.of(key) + "/attempt=" + key.tryNumber() + ".";
    }
}
