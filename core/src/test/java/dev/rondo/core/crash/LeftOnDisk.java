package dev.rondo.core.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a process leaves in a folder that is killed at a crash point: a copy, taken when the point is passed. The
 * process itself goes on, so that nothing which it does while it unwinds, as no killed one can, is in the copy.
 *
 * @param <P> the crash points of a module
 */
public final class LeftOnDisk<P extends Enum<P>> {

    private static final long NEVER_REACHED_SECONDS = 60;

    private final P point;
    private final Path folder;
    private final Path copy;
    private final CountDownLatch passed = new CountDownLatch(1);

    /**
     * Watches a folder.
     *
     * @param copy where the copy goes; not there yet
     */
    public LeftOnDisk(P point, Path folder, Path copy) {
        this.point = point;
        this.folder = folder;
        this.copy = copy;
    }

    /** What is given to the module as its injector: copies at the first passing of the point. */
    public synchronized void at(P reached) {
        if (reached == point && passed.getCount() > 0) {
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> parentsFirst = files.toList();
                for (Path file : parentsFirst) {
                    Path target = copy.resolve(folder.relativize(file));
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            passed.countDown();
        }
    }

    /** The copy, when there is one. Fails when the process does not come by the point. */
    public Path folder() {
        try {
            assertThat(passed.await(NEVER_REACHED_SECONDS, TimeUnit.SECONDS))
                    .as("the story comes by %s", point)
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return copy;
    }
}
