package dev.rondo.runtime.parse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The Java frames in the report that a JVM writes when it crashes. */
final class CrashFrames {

    /** The report, in the parser's folder. */
    static final String FILE = "crash.log";

    // "j  D.define()Ldev/rondo/sdk/Dag;+12", with a capital for compiled code.
    private static final Pattern FRAME = Pattern.compile("[jJ] .*");

    private CrashFrames() {}

    /** A line for each frame of the thread that crashed; empty: nothing was left, as after a signal from outside. */
    static String in(Path folder) {
        Path report = folder.resolve(FILE);
        if (!Files.exists(report)) {
            return "";
        }
        try {
            // The report quotes names and memory of native code, in whatever encoding.
            List<String> lines = Files.readAllLines(report, StandardCharsets.ISO_8859_1);
            return lines.stream()
                    .dropWhile(line -> !FRAME.matcher(line).matches())
                    .takeWhile(line -> !line.isBlank())
                    .filter(line -> FRAME.matcher(line).matches())
                    .map(line -> "\n\t" + line)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            return "";
        }
    }
}
