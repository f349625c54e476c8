package dev.rondo.scheduler.dagprocessor;

import dev.rondo.metadata.blob.BlobStore;
import dev.rondo.runtime.compile.CompileFailedException;
import dev.rondo.runtime.compile.SourceCompiler;
import dev.rondo.runtime.jar.Sha256;
import dev.rondo.runtime.parse.ParseResult;
import dev.rondo.runtime.parse.ParserProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the DAGs in force equal to the files of one bundle. A pass lists the files and reads those whose content is not
 * known yet; each is copied first, so that a file that is replaced while it is read does no harm, and each costs a
 * parser JVM of its own. The same bytes are parsed once, also over restarts.
 */
public final class DagProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(DagProcessor.class);

    // Events tell of changes at once; a slow look repairs what they missed (a network file system sends none).
    private static final Duration SLOW_LOOK = Duration.ofSeconds(10);

    // A file that was still growing is looked at again soon.
    private static final Duration SOON = Duration.ofMillis(50);

    private final DagBundle bundle;
    private final DagCatalog catalog;
    private final BlobStore blobs;
    private final ParserProcess parser;
    private final SourceCompiler compiler;
    private final DagProcessorListener listener;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Path workFolder;

    private final Map<String, String> revisions = new HashMap<>();
    private final Map<String, Instant> seen = new HashMap<>();
    private Map<String, String> hashes = Map.of();

    /**
     * A processor of one bundle.
     *
     * @param workFolder where files lie while they are read
     */
    public DagProcessor(
            DagBundle bundle,
            DagCatalog catalog,
            BlobStore blobs,
            ParserProcess parser,
            SourceCompiler compiler,
            DagProcessorListener listener,
            InstantSource clock,
            LongSupplier nanos,
            Path workFolder) {
        this.bundle = bundle;
        this.catalog = catalog;
        this.blobs = blobs;
        this.parser = parser;
        this.compiler = compiler;
        this.listener = listener;
        this.clock = clock;
        this.nanos = nanos;
        this.workFolder = workFolder;
    }

    /** Works until the thread is interrupted; outlives every failure of a pass. */
    public void run() {
        boolean failedBefore = false;
        try {
            while (true) {
                Duration pause = SLOW_LOOK;
                try {
                    pause = pass() ? SLOW_LOOK : SOON;
                    failedBefore = false;
                } catch (IOException | RuntimeException e) {
                    LOG.atLevel(failedBefore ? org.slf4j.event.Level.DEBUG : org.slf4j.event.Level.WARN)
                            .addKeyValue("bundle", bundle.name())
                            .setCause(e)
                            .log("DAG files could not be looked at; the DAGs in force stay as they are");
                    failedBefore = true;
                }
                bundle.awaitChange(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the end of the processor
        }
    }

    /**
     * Looks at every file once.
     *
     * @return whether nothing is left to do: no file was still growing
     */
    public boolean pass() throws IOException, InterruptedException {
        Files.createDirectories(workFolder);
        hashes = catalog.knownFiles(bundle.name());
        List<DagBundle.Found> files = bundle.list();
        boolean settled = true;
        for (DagBundle.Found file : files) {
            if (!file.revision().equals(revisions.get(file.name()))) {
                settled &= read(file);
            }
        }
        removeMissing(files);
        return settled;
    }

    private void removeMissing(List<DagBundle.Found> files) {
        Set<String> gone = new HashSet<>(hashes.keySet());
        files.forEach(f -> gone.remove(f.name()));
        for (String name : gone) {
            List<String> dagIds = catalog.remove(bundle.name(), name);
            revisions.clear(); // a file that was refused because of this one may be right now
            listener.removed(bundle.name(), name, dagIds);
        }
    }

    private boolean read(DagBundle.Found file) throws IOException, InterruptedException {
        Instant firstSeen = seen.computeIfAbsent(file.name() + "\n" + file.revision(), k -> now());
        Path copy = Files.createTempFile(workFolder, "dag", file.name().endsWith(".java") ? ".java" : ".jar");
        try {
            if (!bundle.copy(file, copy)) {
                return false;
            }
            String hash = Sha256.of(copy);
            if (!hash.equals(hashes.get(file.name()))) {
                process(file, copy, hash, firstSeen);
            }
            revisions.put(file.name(), file.revision());
            seen.keySet().removeIf(k -> k.startsWith(file.name() + "\n"));
            return true;
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private void process(DagBundle.Found file, Path copy, String hash, Instant firstSeen)
            throws IOException, InterruptedException {
        long start = nanos.getAsLong();
        Path jar = copy;
        Path compiled = Files.createTempFile(workFolder, "compiled", ".jar");
        try {
            ParseResult result;
            try {
                if (file.name().endsWith(".java")) {
                    Files.write(compiled, compiler.compile(simpleName(file.name()), SourceCompiler.read(copy)));
                    jar = compiled;
                }
                result = parser.parse(jar);
            } catch (CompileFailedException e) {
                result = new ParseResult.Refused(new ParseResult.Failure(
                        "COMPILE_FAILED",
                        e.text(),
                        null,
                        e.problems().getFirst().line(),
                        "",
                        List.of()));
            } catch (CharacterCodingException e) {
                result = new ParseResult.Refused(new ParseResult.Failure(
                        "COMPILE_FAILED",
                        file.name() + " is not UTF-8; save it in that encoding",
                        null,
                        0,
                        "",
                        List.of()));
            }
            String jarHash = Sha256.of(jar);
            DagCatalog.FileVersion version = new DagCatalog.FileVersion(
                    bundle.name(),
                    file.name(),
                    hash,
                    jarHash,
                    Files.size(jar),
                    firstSeen,
                    now(),
                    (nanos.getAsLong() - start) / 1_000_000);
            finish(version, jar, result);
        } finally {
            Files.deleteIfExists(compiled);
        }
    }

    private void finish(DagCatalog.FileVersion version, Path jar, ParseResult result) throws IOException {
        switch (result) {
            case ParseResult.Parsed parsed -> {
                // The bytes first: a version in the tables always has its jar in the store.
                try (InputStream in = Files.newInputStream(jar)) {
                    blobs.put(version.jarHash(), in);
                }
                switch (catalog.publish(version, parsed.dags())) {
                    case DagCatalog.Published.Done done -> listener.published(version, done);
                    case DagCatalog.Published.Conflict conflict -> refuse(version, conflictOf(version, conflict));
                }
            }
            case ParseResult.Refused refused -> refuse(version, refused.failure());
        }
    }

    private static ParseResult.Failure conflictOf(
            DagCatalog.FileVersion version, DagCatalog.Published.Conflict conflict) {
        return new ParseResult.Failure(
                "DUPLICATE_DAG_ID",
                "dag '" + conflict.dagId() + "' is defined by " + version.fileName() + " and by " + conflict.otherFile()
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
