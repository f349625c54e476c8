package dev.rondo.testkit;

import dev.rondo.runtime.data.DataRoot;
import dev.rondo.runtime.data.TryData;
import dev.rondo.sdk.data.Data;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Files as {@code ctx.data()} has them, for tests of code that is given them. */
public final class TestData {

    // Gone with the JVM: a test that failed leaves its files to be looked at for as long.
    private static final Queue<Path> TEMPORARY = removedAtTheEnd();

    private TestData() {}

    /** Names lie below that folder, which is made with the first file. Other places are as in a task. */
    public static Data in(Path folder) {
        return new TryData(root(folder), id -> Optional.empty());
    }

    static DataRoot root(Path folder) {
        // No clock but that of the test: it waits for nothing.
        return new DataRoot(folder.toAbsolutePath().normalize().toString(), Map.of(), pause -> {});
    }

    /** A folder that nobody else has; it is made with the first file. */
    static Path temporary() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "rondo-data-" + UUID.randomUUID());
        TEMPORARY.add(folder);
        return folder;
    }

    private static Queue<Path> removedAtTheEnd() {
        Queue<Path> folders = new ConcurrentLinkedQueue<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> folders.forEach(TestData::remove), "test-data"));
        return folders;
    }

    private static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
