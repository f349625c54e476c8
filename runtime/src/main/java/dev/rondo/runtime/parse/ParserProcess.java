package dev.rondo.runtime.parse;

import dev.rondo.core.protocol.Wire;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs a parser JVM for one jar. Whatever the jar does there (exit, loop, fill the heap, print without end, start
 * threads) costs one failure and nothing else.
 */
public final class ParserProcess {

    // What -XX:+ExitOnOutOfMemoryError exits with.
    private static final int OUT_OF_MEMORY = 3;

    private static final int LAST_WORDS_BYTES = 8 * 1024;

    private final Settings settings;
    private final Wire wire = new Wire();

    /**
     * How parsers run.
     *
     * @param classPath sdk, core, runtime, built-in operators, SLF4J
     * @param options further JVM options, such as an AOT cache
     * @param timeout longest time one jar may take; default 30 s
     * @param heapBytes heap of a parser; default 256 MiB
     * @param workFolder where results and unpacked libraries lie for the time of one parse
     */
    public record Settings(
            Path javaHome,
            List<Path> classPath,
            List<String> options,
            Duration timeout,
            long heapBytes,
            Path workFolder) {

        /** A define() that takes longer than this does something else than define. */
        public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

        /** A graph of 20,000 tasks takes a tenth of it. */
        public static final long DEFAULT_HEAP_BYTES = 256L << 20;

        public Settings {
            classPath = List.copyOf(classPath);
            options = List.copyOf(options);
        }
    }

    public ParserProcess(Settings settings) {
        this.settings = settings;
    }

    /**
     * Parses the jar. The file must not change meanwhile.
     *
     * @throws IOException when no process can be started or its result cannot be read
     * @throws InterruptedException when the caller is to stop; the parser is killed
     */
    public ParseResult parse(Path jar) throws IOException, InterruptedException {
        Files.createDirectories(settings.workFolder());
        Path work = Files.createTempDirectory(settings.workFolder(), "parse");
        try {
            return run(jar, work);
        } finally {
            deleteAll(work);
        }
    }

    private ParseResult run(Path jar, Path work) throws IOException, InterruptedException {
        Path result = work.resolve("result");
        Process process = new ProcessBuilder(command(jar, work, result))
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        AtomicReference<String> lastWords = new AtomicReference<>("");
        Thread drain = Thread.ofVirtual().start(() -> lastWords.set(drain(process.getInputStream())));
        try {
            if (!process.waitFor(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                return refused(
                        "PARSE_TIMEOUT",
                        "reading the DAGs of this file took longer than "
                                + settings.timeout().toSeconds()
                                + " s and was stopped; define() must be quick: move what waits, loads or loops into a task");
            }
            drain.join(Duration.ofSeconds(1));
            if (Files.exists(result)) {
                return wire.decode(Files.readAllBytes(result), ParseResult.class);
            }
            return died(process.exitValue(), lastWords.get());
        } finally {
            List<ProcessHandle> forked = process.descendants().toList();
            process.destroyForcibly();
            forked.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private ParseResult died(int exitCode, String lastWords) {
        if (exitCode == OUT_OF_MEMORY) {
            return refused(
                    "PARSE_HEAP_FULL",
                    "reading the DAGs of this file filled the parser's heap of " + (settings.heapBytes() >> 20)
                            + " MiB; define() must only describe tasks: load data inside a task");
        }
        return refused(
                "PARSER_EXITED",
                "the parser ended with exit code " + exitCode
                        + " while it read the DAGs of this file: a static initialiser"
                        + " or define() called System.exit, or crashed the JVM"
                        + (lastWords.isBlank() ? "" : "\nIts last words:\n" + lastWords));
    }

    private static ParseResult refused(String code, String message) {
        return new ParseResult.Refused(new ParseResult.Failure(code, message, null, 0, "", List.of()));
    }

    private List<String> command(Path jar, Path work, Path result) {
        List<String> command = new ArrayList<>();
        command.add(settings.javaHome().resolve("bin/java").toString());
        command.add("-Xmx" + settings.heapBytes());
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1"); // it lives for a moment: no time to win back what C2 costs
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-Dslf4j.provider=dev.rondo.runtime.log.TaskLogProvider");
        command.addAll(settings.options());
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator,
                settings.classPath().stream().map(Path::toString).toList()));
        command.add("dev.rondo.runtime.parse.ParserMain");
        command.add(jar.toString());
        command.add(work.resolve("lib").toString());
        command.add(result.toString());
        return command;
    }

    // Reads everything, so that a jar that prints 100 MB is not held up, and keeps the end.
    private static String drain(InputStream in) {
        byte[] kept = new byte[LAST_WORDS_BYTES];
        int length = 0;
        byte[] buffer = new byte[LAST_WORDS_BYTES];
        try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                int keep = Math.min(length, LAST_WORDS_BYTES - n);
                System.arraycopy(kept, length - keep, kept, 0, keep);
                System.arraycopy(buffer, 0, kept, keep, n);
                length = keep + n;
            }
        } catch (IOException e) {
            // The process was killed with the pipe open; what was read is what there is.
        }
        return new String(kept, 0, length, StandardCharsets.UTF_8).strip();
    }

    private static void deleteAll(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
