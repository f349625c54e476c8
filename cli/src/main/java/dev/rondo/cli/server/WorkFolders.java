package dev.rondo.cli.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Folders for files of the moment, one for each process; those of killed processes are deleted by the next. */
final class WorkFolders {

    private WorkFolders() {}

    /** The folder of this process below {@code parent}; not made yet. To be asked for once. */
    static Path own(Path parent) {
        if (Files.isDirectory(parent)) {
            try (Stream<Path> children = Files.list(parent)) {
                children.filter(WorkFolders::isLeftOver).toList().forEach(WorkFolders::delete);
            } catch (IOException e) {
                leftBehind(parent, e);
            }
        }
        return parent.resolve(Long.toString(ProcessHandle.current().pid()));
    }

    private static boolean isLeftOver(Path folder) {
        String name = folder.getFileName().toString();
        if (!name.chars().allMatch(Character::isDigit) || name.length() > 18) {
            return true;
        }
        long pid = Long.parseLong(name);
        // One of this very number is not ours yet: in a container the next process has the number of the one before.
        return pid == ProcessHandle.current().pid() || ProcessHandle.of(pid).isEmpty();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            leftBehind(folder, e);
        }
    }

    private static void leftBehind(Path folder, IOException e) {
        LoggerFactory.getLogger(WorkFolders.class)
                .atDebug()
                .addKeyValue("folder", folder)
                .setCause(e)
                .log("a killed process's files are left over");
    }
}
