package dev.rondo.scheduler.dagprocessor;

import dev.rondo.metadata.blob.BlobStore;
import dev.rondo.runtime.jar.Sha256;
import dev.rondo.runtime.parse.AskedFrom;
import dev.rondo.runtime.parse.ParseResult;
import dev.rondo.runtime.parse.ParserProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From one DAG file to what is in force: copies it, so that a file that is replaced meanwhile does no harm, has it
 * parsed unless the same bytes were before, keeps the jar and publishes what is in it.
 *
 * <p>May be used by several threads at once, for different files.
 */
public final class FileReading {

    private static final String DUPLICATE = "DUPLICATE_DAG_ID";

    // Much less than the store's time of grace, and seldom: it is a call of the bucket.
    private static final Duration KEPT_AGAIN = Duration.ofHours(1);

    private final DagBundle bundle;
    private final DagCatalog catalog;
    private final BlobStore blobs;
    private final ParserProcess parser;
    private final DagProcessorListener listener;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Path workFolder;
    private final Map<String, Long> keptAt = new ConcurrentHashMap<>();

    /**
     * Reads the files of one bundle.
     *
     * @param workFolder where files lie while they are read
     */
    public FileReading(
            DagBundle bundle,
            DagCatalog catalog,
            BlobStore blobs,
            ParserProcess parser,
            DagProcessorListener listener,
            InstantSource clock,
            LongSupplier nanos,
            Path workFolder) {
        this.bundle = bundle;
        this.catalog = catalog;
        this.blobs = blobs;
        this.parser = parser;
        this.listener = listener;
        this.clock = clock;
        this.nanos = nanos;
        this.workFolder = workFolder;
    }

    /** What came of a file. */
    sealed interface Outcome {
        /** It is in force; as it is now, there is nothing more to do. */
        record Settled() implements Outcome {}

        /** It cannot be used, whatever others do. */
        record Unusable() implements Outcome {}

        /** It is refused because of another file, which may change. */
        record Conflicted(Conflicting with) implements Outcome {}

        /** It was still growing, or is gone. */
        record NotYet() implements Outcome {}

        /** Something other than the file failed. */
        record Failed(Throwable cause) implements Outcome {}
    }

    /** A file that waits for another to give up a DAG id. */
    record Conflicting(DagCatalog.FileVersion version, List<ParseResult.ParsedDag> dags) {}

    /**
     * The files there are. What a source file is at the moment says also which libraries there are: it is read anew
     * when they change.
     *
     * @throws IOException when the place cannot be listed
     */
    DagBundle.Listing list() throws IOException {
        DagBundle.Listing listing = bundle.list();
        String libraries = parser.libraries();
        return libraries.isEmpty()
                ? listing
                : new DagBundle.Listing(
                        listing.files().stream()
                                .map(file -> isSource(file) ? with(libraries, file) : file)
                                .toList(),
                        listing.unknown());
    }

    private static DagBundle.Found with(String libraries, DagBundle.Found file) {
        return new DagBundle.Found(file.name(), file.sizeBytes(), file.revision() + " " + libraries);
    }

    private static boolean isSource(DagBundle.Found file) {
        return file.name().toLowerCase(Locale.ROOT).endsWith(".java");
    }

    /**
     * Reads a file.
     *
     * @param knownHash what it was when it was read before; empty: never, or only to be read again
     * @param gone names of files that are no longer there
     * @throws IOException when the store or the disk fails
     * @throws InterruptedException when the processor is to stop
     */
    Outcome read(DagBundle.Found file, String knownHash, Instant firstSeen, Set<String> gone)
            throws IOException, InterruptedException {
        Files.createDirectories(workFolder);
        Path copy = Files.createTempFile(workFolder, "dag", ".copy");
        Path jar = Files.createTempFile(workFolder, "dag", ".jar");
        try {
            return switch (bundle.copy(file, copy)) {
                case DagBundle.Copied.NotYet n -> new Outcome.NotYet();
                case DagBundle.Copied.Unusable unusable -> unusable(file, unusable, knownHash, firstSeen);
                case DagBundle.Copied.Whole w -> {
                    String hash = hashOf(file, copy);
                    yield hash.equals(knownHash)
                            ? new Outcome.Settled()
                            : parse(file, copy, jar, hash, firstSeen, gone);
                }
            };
        } finally {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(jar);
        }
    }

    // Other default arguments of the installation make another graph of the same bytes, other libraries another jar.
    private String hashOf(DagBundle.Found file, Path copy) throws IOException {
        return Stream.of(Sha256.of(copy), parser.fingerprint(), isSource(file) ? parser.libraries() : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("-"));
    }

    private Outcome unusable(
            DagBundle.Found file, DagBundle.Copied.Unusable unusable, String knownHash, Instant firstSeen) {
        // Its bytes are not known; what is known of it tells whether this was said already.
        String said = unusable.code() + " " + file.revision();
        if (!said.equals(knownHash)) {
            refuse(
                    new DagCatalog.FileVersion(
                            bundle.name(), file.name(), said, "", file.sizeBytes(), firstSeen, now(), 0),
                    new ParseResult.Failure(unusable.code(), unusable.message(), null, 0, "", List.of()));
        }
        return new Outcome.Settled();
    }

    private Outcome parse(
            DagBundle.Found file, Path copy, Path jarOfSource, String hash, Instant firstSeen, Set<String> gone)
            throws IOException, InterruptedException {
        long start = nanos.getAsLong();
        Path jar = isSource(file) ? jarOfSource : copy;
        AskedFrom askedFrom = new AskedFrom(
                now(),
                catalog.lastRuns(bundle.name(), file.name()),
                catalog.askedStretches(bundle.name(), file.name()));
        ParseResult result = parse(file, copy, jar, askedFrom);
        if (result instanceof ParseResult.Refused refused
                && !askedFrom.stretches().isEmpty()
                && parse(file, copy, jar, askedFrom.withoutStretches()) instanceof ParseResult.Parsed parsed) {
            // A timetable class that loops or ends the JVM over dates of long ago may be right for those to come.
            result =
                    parsed.unableToTell(askedFrom.stretches(), refused.failure().message());
        }
        long parseMillis = (nanos.getAsLong() - start) / 1_000_000;
        String jarHash = Sha256.of(jar);
        if (result instanceof ParseResult.Parsed) {
            // The bytes first: a version in the tables always has its jar in the store.
            try (InputStream in = Files.newInputStream(jar)) {
                blobs.put(jarHash, in);
            }
        }
        DagCatalog.FileVersion version = new DagCatalog.FileVersion(
                bundle.name(), file.name(), hash, jarHash, Files.size(jar), firstSeen, now(), parseMillis);
        return switch (result) {
            case ParseResult.Parsed parsed -> publish(new Conflicting(version, parsed.dags()), gone);
            case ParseResult.Refused refused -> {
                refuse(version, refused.failure());
                yield new Outcome.Unusable();
            }
        };
    }

    private ParseResult parse(DagBundle.Found file, Path copy, Path jar, AskedFrom askedFrom)
            throws IOException, InterruptedException {
        return isSource(file)
                ? parser.parseSource(copy, simpleName(file.name()), jar, askedFrom)
                : parser.parse(jar, askedFrom);
    }

    private Outcome publish(Conflicting read, Set<String> gone) throws IOException {
        return switch (published(read, gone)) {
            case DagCatalog.Published.Done done -> {
                listener.published(read.version(), done);
                yield new Outcome.Settled();
            }
            case DagCatalog.Published.Conflict conflict -> {
                refuse(read.version(), conflictOf(read.version(), conflict));
                yield new Outcome.Conflicted(read);
            }
        };
    }

    // What stands in the way may have been renamed to this file since it was looked for what is gone.
    private DagCatalog.Published published(Conflicting read, Set<String> gone) throws IOException {
        DagCatalog.Published first = catalog.publish(read.version(), read.dags(), gone);
        if (!(first instanceof DagCatalog.Published.Conflict)) {
            return first;
        }
        Set<String> known = catalog.knownFiles(bundle.name()).keySet();
        Set<String> goneByNow = known.stream().filter(bundle.list().lacking()).collect(Collectors.toSet());
        return gone.containsAll(goneByNow) ? first : catalog.publish(read.version(), read.dags(), goneByNow);
    }

    /** Publishes what another file stood in the way of; answers whether it no longer does. */
    boolean retry(Conflicting read, Set<String> gone) throws IOException {
        keep(read.version().jarHash());
        return switch (catalog.publish(read.version(), read.dags(), gone)) {
            case DagCatalog.Published.Done done -> {
                listener.published(read.version(), done);
                yield true;
            }
            case DagCatalog.Published.Conflict c -> false;
        };
    }

    // Nothing refers to the jar while it waits.
    private void keep(String jarHash) throws IOException {
        long now = nanos.getAsLong();
        if (now - keptAt.computeIfAbsent(jarHash, hash -> now) > KEPT_AGAIN.toNanos()) {
            boolean ignored = blobs.keep(jarHash);
            keptAt.put(jarHash, now);
        }
    }

    private static ParseResult.Failure conflictOf(
            DagCatalog.FileVersion version, DagCatalog.Published.Conflict conflict) {
        String other = conflict.otherBundle().equals(version.bundle())
                ? conflict.otherFile()
                : conflict.otherFile() + " of " + conflict.otherBundle();
        return new ParseResult.Failure(
                DUPLICATE,
                "dag '" + conflict.dagId() + "' is defined by " + version.fileName() + " and by " + other
                        + "; the one that was there first stays in force. Remove one of the files, or give one of the DAGs"
                        + " another id",
                null,
                0,
                "",
                List.of());
    }

    private void refuse(DagCatalog.FileVersion version, ParseResult.Failure failure) {
        catalog.refuse(version, failure);
        listener.refused(version, failure);
    }

    private static String simpleName(String fileName) {
        return fileName.substring(fileName.lastIndexOf('/') + 1);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
