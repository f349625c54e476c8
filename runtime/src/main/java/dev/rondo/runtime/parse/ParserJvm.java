package dev.rondo.runtime.parse;

import dev.rondo.core.protocol.Wire;
import dev.rondo.runtime.ServerSecrets;
import dev.rondo.runtime.host.SessionProcesses;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One parser JVM with its folder: waits for one job, does it, and is gone with everything it started. */
final class ParserJvm implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ParserJvm.class);

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    // A shell's way to say that a signal ended a process, which Java shares.
    private static final int SIGNALS = 128;

    private static final int LAST_WORDS_BYTES = 8 * 1024;

    // To say where it hangs it needs milliseconds; one whose heap is all but full may need longer.
    private static final Duration TO_SAY_WHERE = Duration.ofSeconds(2);

    // A graph of 20,000 tasks takes 4 MB; what is beyond this would not fit into the scheduler's memory either.
    private static final long MAX_RESULT_BYTES = 64L << 20;

    private final ParserProcess.Settings settings;
    private final Path folder;
    private final String mark;
    private final Process process;
    private final Thread drain;
    private final AtomicReference<String> lastWords = new AtomicReference<>("");

    private ParserJvm(ParserProcess.Settings settings, Path folder, String mark, Process process) {
        this.settings = settings;
        this.folder = folder;
        this.mark = mark;
        this.process = process;
        this.drain =
                Thread.ofVirtual().name("parser:output").start(() -> lastWords.set(endOf(process.getInputStream())));
    }

    static ParserJvm start(ParserProcess.Settings settings) throws IOException {
        Files.createDirectories(settings.workFolder());
        Path folder = Files.createTempDirectory(settings.workFolder(), "parse");
        ProcessBuilder builder = new ProcessBuilder(command(settings, folder))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        ServerSecrets.removeFrom(builder.environment());
        String mark = UUID.randomUUID().toString();
        builder.environment().put(SessionProcesses.MARK, mark);
        try {
            return new ParserJvm(settings, folder, mark, builder.start());
        } catch (IOException e) {
            deleteAll(folder);
            throw e;
        }
    }

    private static List<String> command(ParserProcess.Settings settings, Path folder) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString()); // a session of its own: what it forks can be found and ended
        }
        command.add(settings.javaHome().resolve("bin/java").toString());
        command.add("-Xmx" + settings.heapBytes());
        command.add("-XX:+UnlockDiagnosticVMOptions");
        command.add("-XX:AsyncDeflationInterval=5000"); // one that waits for its job sleeps, its VM threads too
        command.add("-XX:TrimNativeHeapInterval=30000"); // and gives back what its compilers took as it began
        command.add("-Xms16m"); // of which a quarter is filled before the first file
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1"); // it lives for a moment: no time to win back what C2 costs
        command.add("-XX:ErrorFile=" + folder.resolve(CrashFrames.FILE));
        command.add("-Dslf4j.provider=dev.rondo.runtime.log.TaskLogProvider");
        command.addAll(settings.options());
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator,
                settings.classPath().stream().map(Path::toString).toList()));
        command.add(ParserMain.class.getName());
        return command;
    }

    /** Does its one job; empty when it ended before it began with it, which says nothing about the file. */
    Optional<ParseResult> run(ParserProcess.Input input) throws IOException, InterruptedException {
        Path result = folder.resolve("result");
        ParserJob job = new ParserJob(
                input.jar().toString(),
                input.source() == null ? null : input.source().toString(),
                input.sourceName(),
                input.source() == null ? List.of() : libraries(),
                folder.resolve("lib").toString(),
                result.toString(),
                settings.defaultArgs(),
                input.askedFrom());
        try {
            job.send(process.getOutputStream());
        } catch (IOException e) {
            // It died before it was told.
            LOG.atDebug().setCause(e).log("a parser ended before it had a job");
        }
        if (!process.waitFor(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
            askWhere();
            return LastSeen.isIn(folder) ? Optional.of(tookTooLong()) : Optional.empty();
        }
        boolean ignored = drain.join(Duration.ofSeconds(1)); // something it forked may hold the pipe open
        if (Files.exists(result)) {
            return Optional.of(read(result));
        }
        return LastSeen.isIn(folder) ? Optional.of(died(process.exitValue())) : Optional.empty();
    }

    /** What is said of a file that this JVM never began to read. */
    ParseResult neverBegan() {
        return refused(
                "PARSER_FAILED",
                "the parser " + (process.isAlive() ? "did not begin" : "ended with exit code " + process.exitValue())
                        + " before it read this file; look at disk and memory of this machine, then drop it again"
                        + lastWords());
    }

    private ParseResult tookTooLong() {
        return ended(
                LastSeen.in(folder),
                "PARSE_TIMEOUT",
                "reading the DAGs of this file took longer than " + seconds(settings.timeout())
                        + " s and was stopped; define() must be quick: move what waits, loads or loops into a task");
    }

    // It ends by itself when it has said so; that it has ended is all that is waited for.
    private void askWhere() throws InterruptedException {
        try (OutputStream out = process.getOutputStream()) {
            out.write(1);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("a parser ended when its time was up");
        }
        boolean ignored = process.waitFor(TO_SAY_WHERE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private List<String> libraries() throws IOException {
        return settings.libraries().jars().stream().map(Path::toString).toList();
    }

    private static String seconds(Duration duration) {
        return duration.toMillisPart() == 0
                ? Long.toString(duration.toSeconds())
                : Double.toString(duration.toMillis() / 1_000.0);
    }

    private static ParseResult read(Path result) throws IOException {
        long size = Files.size(result);
        if (size > MAX_RESULT_BYTES) {
            return refused(
                    "GRAPH_TOO_LARGE",
                    "the DAGs of this file take " + (size >> 20) + " MiB to describe, more than the "
                            + (MAX_RESULT_BYTES >> 20)
                            + " MiB allowed; use map(id, list), which is one task however long the list is, or split"
                            + " the file");
        }
        try {
            return new Wire().decode(Files.readAllBytes(result), ParseResult.class);
        } catch (Wire.WireException e) {
            return refused(
                    "PARSER_EXITED",
                    "what the parser left is damaged (" + e.getMessage() + "): code in this file wrote over it");
        }
    }

    private String lastWords() {
        String said = lastWords.get();
        return said.isBlank() ? "" : "\nIts last words:\n" + said;
    }

    private ParseResult died(int exitCode) {
        LastSeen seen = LastSeen.in(folder);
        if (exitCode == ParserMain.HEAP_FULL && !isExit(seen)) {
            return ended(
                    seen,
                    "PARSE_HEAP_FULL",
                    "reading the DAGs of this file filled the parser's heap of " + (settings.heapBytes() >> 20)
                            + " MiB; define() must only describe tasks: load data inside a task");
        }
        if (exitCode > SIGNALS) {
            return ended(
                    new LastSeen(seen.dagClass(), 0, CrashFrames.in(folder)),
                    "PARSER_CRASHED",
                    "signal " + (exitCode - SIGNALS) + " ended the parser while it read the DAGs of this file: its code"
                            + " crashed the JVM, or this machine ran out of memory" + lastWords());
        }
        return ended(
                seen,
                "PARSER_EXITED",
                "the parser ended with exit code " + exitCode + " while it read the DAGs of this file: a static"
                        + " initialiser or define() called System.exit; take the call out" + lastWords());
    }

    private static boolean isExit(LastSeen seen) {
        return seen.stack().contains("java.lang.Runtime.exit(");
    }

    private static ParseResult ended(LastSeen seen, String code, String message) {
        String stack = seen.stack().isEmpty() ? "" : code + ": " + message + seen.stack();
        return new ParseResult.Refused(
                new ParseResult.Failure(code, message, seen.dagClass(), seen.line(), stack, List.of()));
    }

    private static ParseResult refused(String code, String message) {
        return new ParseResult.Refused(new ParseResult.Failure(code, message, null, 0, "", List.of()));
    }

    // Reads everything, so that a jar that prints 100 MB is not held up, and keeps the end.
    private static String endOf(InputStream in) {
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

    @Override
    public void close() {
        List<ProcessHandle> forked = process.descendants().toList();
        process.destroyForcibly();
        forked.forEach(ProcessHandle::destroyForcibly);
        if (Files.isExecutable(SETSID)) {
            SessionProcesses.killAll(process.pid(), mark);
        }
        deleteAll(folder);
    }

    // What is not deleted now, because something still writes there, goes with the folder at the next start.
    private static void deleteAll(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            LOG.atDebug().addKeyValue("folder", folder).setCause(e).log("a parser's folder is left over");
        }
    }
}
