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

    private ParserMain() {}

    /** Reads the file and ends the JVM, whatever threads the user's code has started. */
    public static void main(String[] arguments) throws IOException {
        InputStream in = System.in;
        System.setIn(InputStream.nullInputStream());
        WarmUp.run();
        Optional<ParserJob> job = ParserJob.receive(in);
        if (job.isPresent()) {
            Thread.ofPlatform().daemon().name("parser:parent").start(() -> endWith(in));
            write(parse(job.get()), job.get().result());
        }
        Runtime.getRuntime().halt(0);
    }

    private static void endWith(InputStream in) {
        try {
            while (in.read() >= 0) {
                // Nothing is said after the job.
            }
        } catch (IOException e) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(1);
    }

    // Renamed into place: a result that is there is whole. Not by a channel: user code may have interrupted this
    // thread, and a channel would close on that.
    private static void write(ParseResult found, String result) throws IOException {
        File part = new File(result + ".part");
        try (FileOutputStream out = new FileOutputStream(part)) {
            out.write(new Wire().encode((Record) found));
        }
        if (!part.renameTo(new File(result))) {
            throw new IOException("cannot rename " + part + " to " + result);
        }
    }

    private static ParseResult parse(ParserJob job) {
        try {
            DefaultArgs environment = EnvironmentArgs.of(job.defaultArgs());
            Path file = Path.of(job.jar());
            if (job.source() != null && job.sourceName() != null) {
                compile(Path.of(job.source()), job.sourceName(), job.libraries(), file);
            }
            try (DagJar jar = DagJar.open(file, Path.of(job.unpackTo()))) {
                return new JarReader(jar, CronExpression::problemOf, environment, job.askedFrom()).read();
            }
        } catch (JarProblemException e) {
            return refused(e.code(), String.valueOf(e.getMessage()), 0);
        } catch (CompileFailedException e) {
            return refused("COMPILE_FAILED", e.text(), e.problems().getFirst().line());
        } catch (CharacterCodingException e) {
            return refused("COMPILE_FAILED", job.sourceName() + " is not UTF-8; save it in that encoding", 0);
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
