package dev.rondo.runtime.parse;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads DAG files, each in a JVM of its own that serves this one file. Whatever the file does there (exit, loop, fill
 * the heap, print without end, start threads and processes) costs one failure and nothing else. Source files are
 * compiled there too: a compiler can be made to loop and to fill the heap as well.
 *
 * <p>After {@link #prepare} a started JVM stands by for the next file. It has seen no file yet, so nothing of one file
 * is ever seen by another.
 *
 * <p>May be used by several threads at once.
 */
public final class ParserProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ParserProcess.class);

    private final Settings settings;
    private final AtomicReference<@Nullable ParserJvm> spare = new AtomicReference<>();
    private volatile boolean standsBy;

    // Held while a JVM is started to stand by, so that none is when this is closed meanwhile.
    private final ReentrantLock starting = new ReentrantLock();

    /**
     * How parsers run.
     *
     * @param classPath sdk, core, runtime, built-in operators, SLF4J; source files are compiled against it
     * @param options further JVM options, such as an AOT cache
     * @param timeout longest time one file may take; default 30 s
     * @param heapBytes heap of a parser; default 256 MiB
     * @param workFolder where results and unpacked libraries lie for the time of one parse
     * @param libraries what source files may use besides the class path
     * @param defaultArgs default arguments of the installation, by the names of options such as {@code retries}
     */
    public record Settings(
            Path javaHome,
            List<Path> classPath,
            List<String> options,
            Duration timeout,
            long heapBytes,
            Path workFolder,
            Libraries libraries,
            Map<String, String> defaultArgs) {

        /** A define() that takes longer than this does something else than define. */
        public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

        /** A graph of 20,000 tasks takes a tenth of it. */
        public static final long DEFAULT_HEAP_BYTES = 256L << 20;

        public Settings {
            classPath = List.copyOf(classPath);
            options = List.copyOf(options);
            defaultArgs = Map.copyOf(defaultArgs);
        }
    }

    /** One file to read. */
    record Input(Path jar, @Nullable Path source, @Nullable String sourceName, AskedFrom askedFrom) {}

    public ParserProcess(Settings settings) {
        this.settings = settings;
    }

    /**
     * What the answers depend on besides the file: a short text that changes when the installation's default arguments
     * do. Empty when there are none.
     */
    public String fingerprint() {
        return ParserJob.fingerprint(settings.defaultArgs());
    }

    /**
     * What the jar of a source file depends on besides the source: a short text that changes when the libraries do.
     * Empty when there are none.
     */
    public String libraries() {
        return settings.libraries().state();
    }

    /** Starts a JVM that stands by for the first file, and from now on one for each next file. */
    public void prepare() {
        standsBy = true;
        standBy();
    }

    /**
     * Reads the DAGs of a jar. The file must not change meanwhile.
     *
     * @param askedFrom from when on timetable classes are asked
     * @throws IOException when no process can be started or its result cannot be read
     * @throws InterruptedException when the caller is to stop; the parser is killed
     */
    public ParseResult parse(Path jar, AskedFrom askedFrom) throws IOException, InterruptedException {
        return run(new Input(jar, null, null, askedFrom));
    }

    /**
     * Compiles a source file into a jar and reads its DAGs.
     *
     * @param name the file's name in the dags folder, such as {@code Census.java}: a public class must have its name
     * @param jar where the jar goes; not written when the source does not compile
     * @param askedFrom from when on timetable classes are asked
     * @throws IOException when no process can be started or its result cannot be read
     * @throws InterruptedException when the caller is to stop; the parser is killed
     */
    public ParseResult parseSource(Path source, String name, Path jar, AskedFrom askedFrom)
            throws IOException, InterruptedException {
        return run(new Input(jar, source, name, askedFrom));
    }

    private ParseResult run(Input input) throws IOException, InterruptedException {
        try {
            Optional<ParseResult> result = runInSpare(input);
            if (result.isPresent()) {
                return result.get();
            }
            try (ParserJvm jvm = ParserJvm.start(settings)) {
                return jvm.run(input).orElseGet(jvm::neverBegan);
            }
        } finally {
            if (standsBy) {
                Thread.ofVirtual().name("parser:next").start(this::standBy);
            }
        }
    }

    // Empty also when it was killed or stopped while it stood by, for instance as memory ran out.
    private Optional<ParseResult> runInSpare(Input input) throws IOException, InterruptedException {
        try (ParserJvm waiting = spare.getAndSet(null)) {
            return waiting == null ? Optional.empty() : waiting.run(input);
        }
    }

    private void standBy() {
        starting.lock();
        try {
            if (standsBy && spare.get() == null) {
                spare.set(ParserJvm.start(settings));
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("no parser stands by; the next file starts its own");
        } finally {
            starting.unlock();
        }
    }

    private void closeSpare() {
        ParserJvm waiting = spare.getAndSet(null);
        if (waiting != null) {
            waiting.close();
        }
    }

    /** Ends the JVM that stands by; none is started afterwards. */
    @Override
    public void close() {
        starting.lock();
        try {
            standsBy = false;
            closeSpare();
        } finally {
            starting.unlock();
        }
    }
}
