package dev.rondo.worker.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes a folder and what is in it; what cannot be removed stays and is told once. */
public final class FolderRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(FolderRemoval.class);

    private FolderRemoval() {}

    /** Removes the folder if it is there. Links are removed, not followed. */
    public static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("folder", folder)
                    .setCause(e)
                    .log("cannot remove a folder that is no longer needed");
        }
    }
}
