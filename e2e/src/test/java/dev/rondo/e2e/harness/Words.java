package dev.rondo.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the processes of a home said, printed when a test fails. */
public final class Words {

    // The end says why; a gigabyte of it helps nobody.
    private static final int LINES = 200;

    private Words() {}

    /** Prints the last lines of what was said in a home. */
    public static void tell(TestHome home) {
        try (Stream<Path> files = Files.list(home.folder())) {
            files.filter(Words::isOutput).sorted().forEach(Words::print);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + home.folder(), e);
        }
    }

    /** All lines that were said in a home. */
    static Stream<String> of(TestHome home) {
        try (Stream<Path> files = Files.list(home.folder())) {
            List<String> lines = new ArrayList<>();
            for (Path file : files.filter(Words::isOutput).sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
            return lines.stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + home.folder(), e);
        }
    }

    private static boolean isOutput(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".out") || name.endsWith(".log");
    }

    private static void print(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            System.err.println("----- " + file);
            lines.stream().skip(Math.max(0, lines.size() - LINES)).forEach(System.err::println);
        } catch (IOException e) {
            System.err.println("----- " + file + " cannot be read: " + e.getMessage());
        }
    }
}
