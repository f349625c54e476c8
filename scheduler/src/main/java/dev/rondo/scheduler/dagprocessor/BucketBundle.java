package dev.rondo.scheduler.dagprocessor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketNotices;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.BucketUri;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A place in a bucket. It is listed every two seconds, and only objects with another generation than before are read.
 * What cannot be read changes nothing: the DAGs in force stay, and the place itself is told as a file with an error,
 * until it can be read again.
 */
public final class BucketBundle implements DagBundle {

    // Half of it is what a dropped jar waits on average.
    private static final long LIST_EVERY_NANOS = Duration.ofSeconds(2).toNanos();

    // However many notices come: a listing of ten thousand objects takes longer than this.
    private static final long HURRIED_EVERY_NANOS = Duration.ofMillis(250).toNanos();

    // An emptied bucket is an accident until it has been empty for this long: time to put back what was deleted.
    private static final long EMPTY_AFTER_NANOS = Duration.ofMinutes(5).toNanos();

    // Ten thousand objects are listed in a second or two. A listing that takes longer than this is told, and goes on.
    private static final Duration SLOW = Duration.ofSeconds(10);

    // A source file is compiled under its own name; file systems have no longer ones.
    private static final int MAX_SIMPLE_NAME_BYTES = 255;

    private final String name;
    private final BucketUri place;
    private final Bucket bucket;
    private final LongSupplier nanos;
    private final Duration slow;
    private final ExecutorService lister;

    // What who waits for a change is woken by: a notice, or the end.
    private final Semaphore signals = new Semaphore(0);
    private final AtomicBoolean noticed = new AtomicBoolean();
    private volatile boolean closed;

    // Of the thread that makes the passes.
    private Listing listing = new Listing(List.of(), List.of());
    private @Nullable Future<List<BucketObject>> underWay;
    private boolean listed;
    private long emptySince;
    private boolean empty;

    // Files are copied by other threads.
    private volatile long listedAt;
    private volatile long listAgainAt;
    private volatile Map<String, BucketObject> objects = Map.of();
    private volatile Copied.Unusable problem = new Copied.Unusable("", "");

    /** A bundle of what lies there; closes the bucket with it. */
    public BucketBundle(String name, BucketUri place, Bucket bucket, LongSupplier nanos) {
        this(name, place, bucket, nanos, SLOW);
    }

    /** The same with another time after which a listing is slow, for tests. */
    BucketBundle(String name, BucketUri place, Bucket bucket, LongSupplier nanos, Duration slow) {
        this.name = name;
        this.place = place;
        this.bucket = bucket;
        this.nanos = nanos;
        this.slow = slow;
        this.lister = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("list:" + name).factory());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing list() {
        if (!listed || nanosUntilListed() <= 0) {
            noticed.set(false); // before: what is told while it is listed may not be in it
            listing = lookAnew();
            listed = true;
            listedAt = nanos.getAsLong();
            listAgainAt = listedAt + LIST_EVERY_NANOS;
        }
        return listing;
    }

    private long nanosUntilListed() {
        long now = nanos.getAsLong();
        long ordinarily = listAgainAt - now;
        return noticed.get() ? Math.min(ordinarily, listedAt + HURRIED_EVERY_NANOS - now) : ordinarily;
    }

    /** Lists the place soon where the notice is of something in it. */
    void noticed(BucketNotices.Notice notice) {
        if (notice.bucket().equals(place.bucket()) && notice.object().startsWith(place.prefix())) {
            noticed.set(true);
            signals.release();
        }
    }

    private Listing lookAnew() {
        List<BucketObject> all;
        try {
            all = listed();
        } catch (BucketException e) {
            return unknown(codeOf(e.kind()), e.getMessage() + "; the DAGs that came from there stay as they are");
        } catch (TimeoutException e) {
            return unknown(
                    "BUCKET_SLOW",
                    place + " has not listed its objects within " + slow.toSeconds() + " seconds and is waited for;"
                            + " the DAGs that came from there stay as they are");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return listing; // the end of the processor
        }
        Map<String, BucketObject> found = new LinkedHashMap<>();
        for (BucketObject object : all) {
            String relative = object.name().substring(place.prefix().length());
            if (isDagFile(relative)) {
                found.put(printable(relative), object);
            }
        }
        if (!found.isEmpty()) {
            empty = false;
            objects = found;
            return new Listing(
                    found.entrySet().stream()
                            .map(e -> found(e.getKey(), e.getValue()))
                            .toList(),
                    List.of());
        }
        return emptyListing();
    }

    // A bucket may answer a byte a second for hours: the listing has a thread of its own, and is never begun twice.
    private List<BucketObject> listed() throws BucketException, TimeoutException, InterruptedException {
        Future<List<BucketObject>> before = underWay;
        Future<List<BucketObject>> future = before != null ? before : lister.submit(() -> bucket.list(place.prefix()));
        underWay = future;
        try {
            List<BucketObject> all = future.get(before != null ? 0 : slow.toNanos(), TimeUnit.NANOSECONDS);
            underWay = null;
            return all;
        } catch (ExecutionException e) {
            underWay = null;
            if (e.getCause() instanceof BucketException said) {
                throw said;
            }
            throw new IllegalStateException("cannot list " + place, e.getCause());
        }
    }

    private Listing emptyListing() {
        if (!empty) {
            empty = true;
            emptySince = nanos.getAsLong();
        }
        if (nanos.getAsLong() - emptySince < EMPTY_AFTER_NANOS) {
            return unknown(
                    "BUCKET_EMPTY",
                    place + " has no DAG file; the DAGs that came from there are gone when it has had none for "
                            + Duration.ofNanos(EMPTY_AFTER_NANOS).toMinutes() + " minutes");
        }
        objects = Map.of();
        return new Listing(List.of(), List.of());
    }

    private Listing unknown(String code, String message) {
        problem = new Copied.Unusable(code, message);
        return new Listing(List.of(new Found(place.toString(), 0, code)), List.of(Listing.EVERYTHING));
    }

    private static String codeOf(BucketException.Kind kind) {
        return switch (kind) {
            case FORBIDDEN -> "BUCKET_FORBIDDEN";
            case MISSING -> "BUCKET_MISSING";
            case UNREACHABLE, CHANGED -> "BUCKET_UNREACHABLE";
        };
    }

    private static Found found(String fileName, BucketObject object) {
        return new Found(fileName, object.sizeBytes(), Long.toString(object.generation()));
    }

    private static boolean isDagFile(String relative) {
        List<String> parts = Arrays.asList(relative.split("/", -1));
        boolean hidden = parts.stream().anyMatch(part -> DagFileNames.isHidden(part) && !part.equals(".."));
        return !hidden && DagFileNames.isDagFile(parts.getLast());
    }

    private static String printable(String name) {
        StringBuilder text = new StringBuilder(name);
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                text.setCharAt(i, '\uFFFD');
            }
        }
        return text.toString();
    }

    @Override
    public Copied copy(Found file, Path target) throws IOException {
        if (file.name().equals(place.toString())) {
            return problem;
        }
        BucketObject object = objects.get(file.name());
        if (object == null || !found(file.name(), object).revision().equals(revisionOf(file))) {
            return new Copied.NotYet(); // replaced or gone since
        }
        if (!isUsable(object.name().substring(place.prefix().length()))) {
            return new Copied.Unusable(
                    "NAME_UNUSABLE",
                    file.name()
                            + " is no name of a DAG file: it has control characters, '..', an empty part or more than "
                            + MAX_SIMPLE_NAME_BYTES + " bytes after the last '/'; give the object another name");
        }
        if (object.sizeBytes() > DagFileNames.MAX_BYTES) {
            return DagFileNames.tooLarge(file.name(), object.sizeBytes());
        }
        try (InputStream in = bucket.read(object)) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
            return new Copied.Whole();
        } catch (BucketException e) {
            if (e.kind() == BucketException.Kind.CHANGED) {
                listAgainAt = nanos.getAsLong();
                return new Copied.NotYet();
            }
            throw e; // of a source file and a jar alike: what is in force stays, and it is tried again
        }
    }

    // What the reading adds to the revision of a source file comes after a space.
    private static String revisionOf(Found file) {
        int space = file.revision().indexOf(' ');
        return space < 0 ? file.revision() : file.revision().substring(0, space);
    }

    private static boolean isUsable(String relative) {
        List<String> parts = new ArrayList<>(Arrays.asList(relative.split("/", -1)));
        return printable(relative).equals(relative)
                && parts.stream().noneMatch(part -> part.isEmpty() || part.equals(".."))
                && parts.getLast().getBytes(UTF_8).length <= MAX_SIMPLE_NAME_BYTES;
    }

    @Override
    public void awaitChange(Duration atMost) throws InterruptedException {
        long untilListed = nanosUntilListed();
        long wait = untilListed > 0 ? Math.min(atMost.toNanos(), untilListed) : noticed.get() ? 0 : atMost.toNanos();
        if (signals.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
            int ignored = signals.drainPermits();
        }
        if (closed) {
            throw new InterruptedException(place + " is no longer looked at");
        }
    }

    @Override
    public Optional<Path> pathOf(String fileName) {
        return Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        signals.release();
        lister.shutdownNow();
        bucket.close();
    }
}
