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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
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

    /** Without those of some runs. */
    Lives without(Predicate<Which> which) {
        return new Lives(
                of.entrySet().stream()
                        .filter(each -> !which.test(each.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                callbacks);
    }

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
     * The JVM that a body ran in.
     *
     * @param started in milliseconds: an id of a process may come again
     * @param parent id of the worker that started it
     */
    record Jvm(long pid, long started, long parent) {

        static Jvm parse(String text) {
            String[] parts = text.split("-");
            return new Jvm(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        }
    }

    /**
     * One time that a body ran.
     *
     * @param from first sign of life, by the clock that counts from the machine's start
     * @param to the last one
     * @param end {@code ok}, {@code fail}, {@code hopeless}, {@code skip}, {@code look}, {@code yes}, {@code no},
     *     {@code left}, {@code right}; empty when it did not end by itself
     * @param given what it was given, when it says that
     */
    record Life(Which key, int tryNumber, Jvm jvm, long from, long to, String end, String given) {
        boolean overlaps(Life other) {
            return from < other.to && other.from < to;
        }

        /** As if it had ended by then. */
        Life cut(long by) {
            return new Life(key, tryNumber, jvm, from, Math.clamp(by, from, to), end, given);
        }
    }

    /** Whether a body of the DAG ran. */
    static boolean hasOf(String dag, Path folder) {
        return hasOf(dag, life -> true, folder);
    }

    /** Whether such a body of the DAG ran. */
    static boolean hasOf(String dag, Predicate<Life> which, Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(dag + "~")
                        && life(name, Files.readAllLines(file)).filter(which).isPresent()) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what the bodies left", e);
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
                } else {
                    life(name, lines)
                            .ifPresent(life -> lives.computeIfAbsent(life.key, k -> new ArrayList<>())
                                    .add(life));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what the bodies left", e);
        }
        lives.values().forEach(all -> all.sort(Comparator.comparingLong(Life::from)));
        return new Lives(lives, callbacks);
    }

    /** Empty when it was killed before its first sign was written whole. */
    static Optional<Life> life(String name, List<String> lines) {
        int dot = name.indexOf('.');
        String[] parts = name.substring(0, dot).split("~");
        Which key = new Which(parts[0], parts[1], parts[2].replace('@', '.'), Integer.parseInt(parts[3]));
        List<String> whole = lines.stream()
                .filter(line -> line.matches("\\d{6,}( [a-z]+( \\S+)?)?"))
                .toList();
        if (whole.isEmpty()) {
            return Optional.empty();
        }
        String[] last = whole.getLast().split(" ");
        return Optional.of(new Life(
                key,
                Integer.parseInt(parts[4]),
                Jvm.parse(name.substring(dot + 1, name.indexOf('.', dot + 1))),
                Long.parseLong(whole.getFirst().split(" ")[0]),
                Long.parseLong(last[0]),
                last.length > 1 ? last[1] : "",
                last.length > 2 ? last[2] : ""));
    }
}
