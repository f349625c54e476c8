package dev.rondo.runtime.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Processes of the session that a task host leads: also those whose parents have died, which no list of descendants
 * names any more. Known on Linux only; elsewhere the list is empty and descendants have to do.
 */
public final class SessionProcesses {

    private static final Path PROC = Path.of("/proc");

    private SessionProcesses() {}

    /** Kills every process of the session but its leader. */
    public static void killAll(long sessionId) {
        for (long pid : find(sessionId)) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Process ids in the session, without the leader. */
    public static List<Long> find(long sessionId) {
        List<Long> found = new ArrayList<>();
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                if (pid != sessionId && sessionOf(entry) == sessionId) {
                    found.add(pid);
                }
            }
        } catch (IOException e) {
            return found; // what was found so far is better than nothing
        }
        return found;
    }

    private static long sessionOf(Path entry) {
        try {
            String stat = Files.readString(entry.resolve("stat"), java.nio.charset.StandardCharsets.ISO_8859_1);
            // pid (name) state parent group session …; a name may hold blanks and brackets, so count from its end
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[3]);
        } catch (IOException | RuntimeException e) {
            return -1; // it ended while we looked
        }
    }
}
