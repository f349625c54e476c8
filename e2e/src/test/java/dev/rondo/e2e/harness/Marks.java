package dev.rondo.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What bodies left in a folder while they lived: a file {@code KEY.PID.NUMBER} for each time a body ran, with the
 * moments of its signs of life, one a line, and {@code end} in the last one when it ended by itself.
 *
 * <p>Moments are readings of {@link System#nanoTime}: the wall clock may be set between two of them, while this one
 * only goes forward and is, on one machine, the same for all processes (it counts from the machine's start).
 */
public final class Marks {

    /**
     * Source of static methods for bodies that leave marks: {@code live(folder, key, millis)}, and
     * {@code liveUntil(folder, key, file)}, which lives until there is such a file in the folder.
     */
    public static final String SOURCE = """
            static final java.util.concurrent.atomic.AtomicInteger NUMBER = new java.util.concurrent.atomic.AtomicInteger();

            static void live(String folder, String key, long millis) throws Exception {
                long end = System.nanoTime() + millis * 1_000_000;
                live(folder, key, () -> System.nanoTime() >= end);
            }

            static void liveUntil(String folder, String key, String file) throws Exception {
                live(folder, key, () -> java.nio.file.Files.exists(java.nio.file.Path.of(folder, file)));
            }

            static void live(String folder, String key, java.util.function.BooleanSupplier over) throws Exception {
                java.nio.file.Path file = java.nio.file.Path.of(folder,
                    key + "." + ProcessHandle.current().pid() + "." + NUMBER.incrementAndGet());
                try (var out = java.nio.file.Files.newOutputStream(file)) {
                    do {
                        out.write((System.nanoTime() + "\\n").getBytes());
                        Thread.sleep(20);
                    } while (!over.getAsBoolean());
                    out.write((System.nanoTime() + " end\\n").getBytes());
                }
            }
            """;

    // A body that has given no sign for so long is dead, or as good as that.
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final Path folder;

    public Marks(Path folder) {
        this.folder = folder;
    }

    /**
     * One life of a body.
     *
     * @param from its first sign of life, as {@link System#nanoTime} tells it here too
     * @param to its last one
     */
    public record Life(String key, long pid, long from, long to, boolean ended) {
        boolean overlaps(Life other) {
            return from < other.to && other.from < to;
        }
    }

    /** All lives so far, by key, in order of their begin. */
    public Map<String, List<Life>> lives() {
        Map<String, List<Life>> lives = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                life(file)
                        .forEach(life -> lives.computeIfAbsent(life.key, k -> new ArrayList<>())
                                .add(life));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read marks", e);
        }
        lives.values().forEach(all -> all.sort(Comparator.comparingLong(Life::from)));
        return lives;
    }

    /** Lives that go on now. */
    public List<Life> living() {
        long recently = System.nanoTime() - SILENCE.toNanos();
        return lives().values().stream()
                .map(List::getLast)
                .filter(life -> !life.ended() && life.to() > recently)
                .toList();
    }

    /** Waits until so many bodies live at once. */
    public void awaitLiving(int count, Predicate<Life> of) {
        var _ = Await.until(
                count + " bodies to live at once",
                () -> living().stream().filter(of).count(),
                n -> n >= count);
    }

    /** Makes a file in the folder, for which bodies wait. */
    public void open(String gate) {
        try {
            Files.createFile(folder.resolve(gate));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + gate, e);
        }
    }

    /** Pairs of lives of one key that overlap: a body that ran twice at once. */
    public List<String> overlaps() {
        return overlapsWithin(Life::key);
    }

    /** Pairs of lives that overlap and have the same of something. */
    public List<String> overlapsWithin(Function<Life, Object> same) {
        Map<Object, List<Life>> groups = lives().values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(Life::from))
                .collect(Collectors.groupingBy(same));
        List<String> found = new ArrayList<>();
        for (List<Life> all : groups.values()) {
            for (int i = 1; i < all.size(); i++) {
                if (all.get(i).overlaps(all.get(i - 1))) {
                    found.add(all.get(i - 1) + " and " + all.get(i));
                }
            }
        }
        return found;
    }

    private static Stream<Life> life(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty()) {
                return Stream.empty();
            }
            String[] name = file.getFileName().toString().split("\\.");
            String last = lines.getLast();
            return Stream.of(new Life(
                    name[0],
                    Long.parseLong(name[1]),
                    Long.parseLong(lines.getFirst()),
                    Long.parseLong(last.split(" ")[0]),
                    last.endsWith("end")));
        } catch (NoSuchFileException e) {
            return Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
