package dev.rondo.runtime.parse;

import dev.rondo.core.protocol.Wire;
import dev.rondo.core.timetable.CronExpression;
import dev.rondo.runtime.jar.DagJar;
import dev.rondo.runtime.jar.JarProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The JVM that reads one jar, where user code may do what it likes. Arguments: jar, folder to unpack to, result file.
 */
public final class ParserMain {

    private ParserMain() {}

    /** Reads the jar and ends the JVM, whatever threads the jar has started. */
    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        Path result = Path.of(arguments[2]);
        ParseResult found = parse(jar, Path.of(arguments[1]));
        // Renamed into place: a result that is there is whole.
        Path part = result.resolveSibling("result.part");
        Files.write(part, new Wire().encode((Record) found));
        Files.move(part, result, StandardCopyOption.ATOMIC_MOVE);
        Runtime.getRuntime().halt(0);
    }

    private static ParseResult parse(Path file, Path unpackTo) throws IOException {
        try (DagJar jar = DagJar.open(file, unpackTo)) {
            return new JarReader(jar, CronExpression::problemOf).read();
        } catch (JarProblemException e) {
            return new ParseResult.Refused(new ParseResult.Failure(
                    e.code(), String.valueOf(e.getMessage()), null, 0, "", java.util.List.of()));
        }
    }
}
