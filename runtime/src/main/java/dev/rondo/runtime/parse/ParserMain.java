package dev.rondo.runtime.parse;

import dev.rondo.core.protocol.Wire;
import dev.rondo.core.timetable.CronExpression;
import dev.rondo.runtime.compile.CompileFailedException;
import dev.rondo.runtime.compile.SourceCompiler;
import dev.rondo.runtime.jar.DagJar;
import dev.rondo.runtime.jar.JarProblemException;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.internal.EnvironmentArgs;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The JVM that reads one file, where user code may do what it likes. It starts, warms up, waits on its standard input
 * for a {@link ParserJob}, does that one job and ends; it also ends when that input does, so that none outlives the
 * process that asked.
 */
public final class ParserMain {

    /** Exit code when the heap is full, as of a JVM that ends itself for that. */
    static final int HEAP_FULL = 3;

    private ParserMain() {}

    /** Reads the file and ends the JVM, whatever threads the user's code has started. */
    public static void main(String[] arguments) throws IOException {
        InputStream in = System.in;
        System.setIn(InputStream.nullInputStream());
        WarmUp.run();
        Optional<ParserJob> job = ParserJob.receive(in);
        if (job.isPresent()) {
            File result = new File(job.get().result());
            Whereabouts whereabouts = new Whereabouts(result.getParentFile(), Thread.currentThread());
            whereabouts.begins();
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("parser:exit").unstarted(whereabouts::exits));
            Thread.ofPlatform().daemon().name("parser:parent").start(() -> endWith(in, whereabouts));
            read(job.get(), whereabouts, result);
        }
        Runtime.getRuntime().halt(0);
    }

    // All that is said after the job is that time is up, in one byte.
    private static void endWith(InputStream in, Whereabouts whereabouts) {
        try {
            while (in.read() >= 0) {
                whereabouts.hangs();
            }
        } catch (IOException e) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(1);
    }

    // Not left to the JVM's own -XX:+ExitOnOutOfMemoryError: that shows no stack.
    private static void read(ParserJob job, Whereabouts whereabouts, File result) throws IOException {
        try {
            write(parse(job, whereabouts), result);
        } catch (OutOfMemoryError e) {
            try {
                whereabouts.threw(e);
            } finally {
                Runtime.getRuntime().halt(HEAP_FULL);
            }
        }
    }

    // Renamed into place: a result that is there is whole. Not by a channel: user code may have interrupted this
    // thread, and a channel would close on that.
    private static void write(ParseResult found, File result) throws IOException {
        File part = new File(result + ".part");
        try (FileOutputStream out = new FileOutputStream(part)) {
            out.write(new Wire().encode((Record) found));
        }
        if (!part.renameTo(result)) {
            throw new IOException("cannot rename " + part + " to " + result);
        }
    }

    private static ParseResult parse(ParserJob job, Whereabouts whereabouts) {
        try {
            DefaultArgs environment = EnvironmentArgs.of(job.defaultArgs());
            Path file = Path.of(job.jar());
            if (job.source() != null && job.sourceName() != null) {
                compile(Path.of(job.source()), job.sourceName(), job.libraries(), file);
            }
            try (DagJar jar = DagJar.open(file, Path.of(job.unpackTo()))) {
                return new JarReader(jar, CronExpression::problemOf, environment, job.askedFrom(), whereabouts).read();
            }
        } catch (JarProblemException e) {
            return refused(e.code(), String.valueOf(e.getMessage()), 0);
        } catch (CompileFailedException e) {
            return refused("COMPILE_FAILED", e.text(), e.problems().getFirst().line());
        } catch (CharacterCodingException e) {
            return refused("COMPILE_FAILED", job.sourceName() + " is not UTF-8; save it in that encoding", 0);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) { // the outermost frame: whatever it is must reach the person who dropped the file
            return new ParseResult.Refused(new ParseResult.Failure(
                    "PARSER_FAILED",
                    "the parser itself failed on this file: " + Thrown.text(e)
                            + "; look at the disk and the memory of this machine, then drop the file again",
                    null,
                    0,
                    Thrown.stack(e),
                    List.of()));
        }
    }

    private static void compile(Path source, String name, List<String> libraries, Path jar)
            throws CompileFailedException, IOException {
        List<Path> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        new SourceCompiler(classPath, libraries.stream().map(Path::of).toList())
                .compile(name, SourceCompiler.read(source), jar);
    }

    private static ParseResult refused(String code, String message, int line) {
        return new ParseResult.Refused(new ParseResult.Failure(code, message, null, line, "", List.of()));
    }
}
