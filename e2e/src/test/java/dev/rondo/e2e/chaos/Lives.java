package dev.rondo.e2e.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the bodies left, see the resource {@code chaos/Chaos.java}. */
final class Lives {

    private Lives() {}

    /** Which instance: the run by its id without the characters that file names lack. */
    record Which(String dag, String run, String task, int map) {

        static String clean(String runId) {
            return runId.replaceAll("[^A-Za-z0-9_-]", "-");
        }

        @Override
        public String toString() {
            return dag + " " + run + " " + task + (map < 0 ? "" : "[" + map + "]");
        }
    }

    /**
     * One time that a body ran.
     *
     * @param from first sign of life, by the clock that counts from the machine's start
     * @param to the last one
     * @param end {@code ok}, {@code fail}, {@code skip}, {@code look}; empty when it did not end by itself
     */
    record Life(Which key, int tryNumber, long from, long to, String end) {
        boolean overlaps(Life other) {
            return from < other.to && other.from < to;
        }
    }

    /** Those of each instance in the order of their begin. */
    static Map<Which, List<Life>> read(Path folder) {
        Map<Which, List<Life>> lives = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                List<String> lines = Files.readAllLines(file);
                if (!lines.isEmpty()) {
                    Life life = life(file.getFileName().toString(), lines);
                    lives.computeIfAbsent(life.key, k -> new ArrayList<>()).add(life);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what the bodies left", e);
        }
        lives.values().forEach(all -> all.sort(Comparator.comparingLong(Life::from)));
        return lives;
    }

    private static Life life(String name, List<String> lines) {
        String[] parts = name.substring(0, name.indexOf('.')).split("~");
        Which key = new Which(parts[0], parts[1], parts[2].replace('@', '.'), Integer.parseInt(parts[3]));
        List<String> whole =
                lines.stream().filter(line -> line.matches("\\d{6,}( [a-z]+)?")).toList();
        String[] last = whole.getLast().split(" ");
        return new Life(
                key,
                Integer.parseInt(parts[4]),
                Long.parseLong(whole.getFirst().split(" ")[0]),
                Long.parseLong(last[0]),
                last.length > 1 ? last[1] : "");
    }
}
