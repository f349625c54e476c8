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
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the bodies left, see the resource {@code chaos/Chaos.java}.
 *
 * @param of those of each instance in the order of their begin
 * @param callbacks idempotency keys that the callbacks of each {@code DAG RUN DEADLINE} had
 */
record Lives(Map<Which, List<Life>> of, Map<String, Set<String>> callbacks) {

    private static final String CALLBACK = "callback~";

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
     * @param pid of the JVM that it ran in
     * @param from first sign of life, by the clock that counts from the machine's start
     * @param to the last one
     * @param end {@code ok}, {@code fail}, {@code skip}, {@code look}, {@code yes}, {@code no}; empty when it did not
     *     end by itself
     */
    record Life(Which key, int tryNumber, long pid, long from, long to, String end) {
        boolean overlaps(Life other) {
            return from < other.to && other.from < to;
        }
    }

    static Lives read(Path folder) {
        Map<Which, List<Life>> lives = new HashMap<>();
        Map<String, Set<String>> callbacks = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                List<String> lines = Files.readAllLines(file);
                if (name.startsWith(CALLBACK)) {
                    callbacks.put(
                            name.substring(CALLBACK.length()).replace('~', ' '),
                            lines.stream().collect(Collectors.toSet()));
                } else if (!lines.isEmpty()) {
                    Life life = life(name, lines);
                    lives.computeIfAbsent(life.key, k -> new ArrayList<>()).add(life);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what the bodies left", e);
        }
        lives.values().forEach(all -> all.sort(Comparator.comparingLong(Life::from)));
        return new Lives(lives, callbacks);
    }

    private static Life life(String name, List<String> lines) {
        int dot = name.indexOf('.');
        String[] parts = name.substring(0, dot).split("~");
        Which key = new Which(parts[0], parts[1], parts[2].replace('@', '.'), Integer.parseInt(parts[3]));
        List<String> whole =
                lines.stream().filter(line -> line.matches("\\d{6,}( [a-z]+)?")).toList();
        String[] last = whole.getLast().split(" ");
        return new Life(
                key,
                Integer.parseInt(parts[4]),
                Long.parseLong(name.substring(dot + 1, name.indexOf('.', dot + 1))),
                Long.parseLong(whole.getFirst().split(" ")[0]),
                Long.parseLong(last[0]),
                last.length > 1 ? last[1] : "");
    }
}
