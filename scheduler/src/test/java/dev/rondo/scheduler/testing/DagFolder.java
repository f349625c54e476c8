package dev.rondo.scheduler.testing;

import dev.rondo.metadata.Database;
import dev.rondo.metadata.blob.FileBlobStore;
import dev.rondo.metadata.dag.DagStore;
import dev.rondo.metadata.query.DagQueries;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.runtime.parse.Libraries;
import dev.rondo.runtime.parse.ParseResult;
import dev.rondo.runtime.parse.ParserProcess;
import dev.rondo.scheduler.dagprocessor.DagCatalog;
import dev.rondo.scheduler.dagprocessor.DagProcessor;
import dev.rondo.scheduler.dagprocessor.DagProcessorListener;
import dev.rondo.scheduler.dagprocessor.FileReading;
import dev.rondo.scheduler.dagprocessor.FolderBundle;
import dev.rondo.scheduler.dagprocessor.StoredCatalog;
import dev.rondo.scheduler.engine.CrashPoint;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.spec.DagSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A watched folder with all that is behind it in production: forked parsers, the DAG processor, tables and store. */
public final class DagFolder implements AutoCloseable {

    private static final long NEVER_REACHED_SECONDS = 180;

    private final Path folder;
    private final Path libraries;
    private final String bundle;
    private final Database database;
    private final DagQueries queries;
    private final ParserProcess parser;
    private final FolderBundle files;
    private final Thread thread;
    private final AtomicLong skippedNanos = new AtomicLong();
    private final Map<String, BlockingQueue<Event>> events = new ConcurrentHashMap<>();

    /** What became of a file. */
    public sealed interface Event {
        /** In force. */
        record Published(DagCatalog.Published.Done done) implements Event {}

        /** Refused. */
        record Refused(ParseResult.Failure failure) implements Event {}

        /** Gone. */
        record Removed(List<String> dagIds) implements Event {}
    }

    /** Watches {@code home/dags}. */
    public DagFolder(TestDatabase test, Path home, String bundle, Duration timeout, Map<String, String> defaultArgs)
            throws IOException {
        this(test, home, bundle, timeout, defaultArgs, InstantSource.system());
    }

    /** The same by a clock of the test, which says what lies ahead. */
    public DagFolder(
            TestDatabase test,
            Path home,
            String bundle,
            Duration timeout,
            Map<String, String> defaultArgs,
            InstantSource clock)
            throws IOException {
        this(test, home, bundle, timeout, defaultArgs, clock, CrashPoint.Injector.NONE);
    }

    /** The same with a processor that dies where it is told to. */
    public DagFolder(
            TestDatabase test,
            Path home,
            String bundle,
            Duration timeout,
            Map<String, String> defaultArgs,
            InstantSource clock,
            CrashPoint.Injector crashes)
            throws IOException {
        this.folder = home.resolve("dags");
        this.libraries = Files.createDirectories(home.resolve("lib"));
        this.bundle = bundle;
        this.database = test.open(4);
        this.queries = new DagQueries(database.transactions());
        this.parser = new ParserProcess(new ParserProcess.Settings(
                Path.of(System.getProperty("java.home")),
                TestJars.hostClassPath(),
                List.of(),
                timeout,
                ParserProcess.Settings.DEFAULT_HEAP_BYTES,
                home.resolve("parse"),
                new Libraries(libraries),
                defaultArgs));
        parser.prepare();
        this.files = new FolderBundle(bundle, folder, InstantSource.system());
        var catalog = new StoredCatalog(new DagStore(database.transactions()), Set.of(), crashes);
        var listener = new Listener();
        var reading = new FileReading(
                files,
                catalog,
                new FileBlobStore(home.resolve("store")),
                parser,
                listener,
                clock,
                System::nanoTime,
                home.resolve("parse"));
        var processor = new DagProcessor(
                files, catalog, reading, listener, clock, () -> System.nanoTime() + skippedNanos.get());
        this.thread = Thread.ofPlatform().name("dags").start(processor::run);
    }

    private final class Listener implements DagProcessorListener {
        @Override
        public void published(DagCatalog.FileVersion file, DagCatalog.Published.Done result) {
            of(file.fileName()).add(new Event.Published(result));
        }

        @Override
        public void refused(DagCatalog.FileVersion file, ParseResult.Failure failure) {
            of(file.fileName()).add(new Event.Refused(failure));
        }

        @Override
        public void postponed(String bundleName, String fileName, Throwable why) {
            // Nothing is decided of the file.
        }

        @Override
        public void removed(String bundleName, String fileName, List<String> dagIds) {
            of(fileName).add(new Event.Removed(dagIds));
        }
    }

    private BlockingQueue<Event> of(String fileName) {
        return events.computeIfAbsent(fileName, k -> new LinkedBlockingQueue<>());
    }

    public Path path(String fileName) {
        return folder.resolve(fileName);
    }

    /** Makes the processor believe that so much time has passed. */
    public void skip(Duration time) {
        skippedNanos.addAndGet(time.toNanos());
    }

    public Database database() {
        return database;
    }

    /** Where the libraries of source files lie. */
    public Path libraries() {
        return libraries;
    }

    /** Puts a file into the folder as careful people do: under another name, then renamed. */
    public void drop(String fileName, byte[] content) throws IOException {
        Path part = folder.resolve("." + fileName.hashCode() + ".part");
        Files.write(part, content);
        Path target = path(fileName);
        Files.createDirectories(target.getParent());
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The next thing that becomes of the file. */
    public Event next(String fileName) throws InterruptedException {
        Event event = of(fileName).poll(NEVER_REACHED_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("nothing became of " + fileName + "; there were " + events);
        }
        return event;
    }

    /** Whether something became of the file that {@link #next} has not given. */
    public boolean hasNext(String fileName) {
        return !of(fileName).isEmpty();
    }

    /** Waits for the file to be in force. */
    public DagCatalog.Published.Done published(String fileName) throws InterruptedException {
        return switch (next(fileName)) {
            case Event.Published p -> p.done();
            case Event.Refused r -> throw new AssertionError(fileName + " was refused: " + r.failure());
            case Event.Removed r -> throw new AssertionError(fileName + " was removed");
        };
    }

    /** Waits for the file to be refused; the error as the API lists it. */
    public DagQueries.ImportErrorRow refused(String fileName) throws InterruptedException {
        return switch (next(fileName)) {
            case Event.Published p -> throw new AssertionError(fileName + " was taken: " + p.done());
            case Event.Refused r -> importError(fileName);
            case Event.Removed r -> throw new AssertionError(fileName + " was removed");
        };
    }

    public DagQueries.ImportErrorRow importError(String fileName) {
        return queries.findImportError(bundle, fileName)
                .orElseThrow(() -> new AssertionError("no import error of " + fileName));
    }

    public boolean hasImportError(String fileName) {
        return queries.findImportError(bundle, fileName).isPresent();
    }

    /** Waits for the file to be gone; the ids of its DAGs. */
    public List<String> removed(String fileName) throws InterruptedException {
        return switch (next(fileName)) {
            case Event.Removed r -> r.dagIds();
            case Event.Published p -> throw new AssertionError(fileName + " was taken: " + p.done());
            case Event.Refused r -> throw new AssertionError(fileName + " was refused: " + r.failure());
        };
    }

    public DagQueries queries() {
        return queries;
    }

    public DagQueries.DagRow dag(String dagId) {
        return queries.find(dagId).orElseThrow(() -> new AssertionError("there is no dag " + dagId));
    }

    /** The graph in force. */
    public DagSpec graph(String dagId) {
        return SpecJson.read(queries.findGraph(dag(dagId).versionId()).orElseThrow());
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        files.close();
        parser.close();
        database.close();
    }
}
