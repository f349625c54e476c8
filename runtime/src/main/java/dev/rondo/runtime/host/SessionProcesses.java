package dev.rondo.runtime.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Processes that tasks of a host forked: those of the session that the host leads, also when their parents have died
 * and no list of descendants names them any more; and those that went into a session of their own, by the mark in the
 * environment that they inherited. Known on Linux only; elsewhere the list is empty and descendants have to do.
 */
public final class SessionProcesses {

    /** Environment variable with the mark of a task host. */
    public static final String MARK = "RONDO_TASK_HOST";

    private static final Path PROC = Path.of("/proc");

    // Each round finds what was forked while the last one killed.
    private static final int ROUNDS = 5;

    private SessionProcesses() {}

    /** Kills every process of the session, or with the mark, but the leader. */
    public static void killAll(long sessionId, String mark) {
        for (int round = 0; round < ROUNDS; round++) {
            List<Long> found = find(sessionId, mark);
            if (found.isEmpty()) {
                return;
            }
            for (long pid : found) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    /** Ids of processes in the session or with the mark, without the leader. */
    public static List<Long> find(long sessionId, String mark) {
        byte[] marked = (MARK + "=" + mark).getBytes(StandardCharsets.UTF_8);
        List<Long> found = new ArrayList<>();
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                if (pid != sessionId && (sessionOf(entry) == sessionId || hasMark(entry, marked))) {
                    found.add(pid);
                }
            }
        } catch (IOException e) {
            return found; // what was found so far is better than nothing
        }
        return found;
    }

    private static boolean hasMark(Path entry, byte[] marked) {
        try {
            byte[] environment = Files.readAllBytes(entry.resolve("environ"));
            int start = 0;
            for (int i = 0; i < environment.length; i++) {
                if (environment[i] == 0) {
                    if (Arrays.equals(environment, start, i, marked, 0, marked.length)) {
                        return true;
                    }
                    start = i + 1;
                }
            }
            return false;
        } catch (IOException e) {
            return false; // it ended while we looked, or belongs to another user
        }
    }

    private static long sessionOf(Path entry) {
        try {
            String stat = Files.readString(entry.resolve("stat"), StandardCharsets.ISO_8859_1);
            // pid (name) state parent group session …; a name may hold blanks and brackets, so count from its end
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[3]);
        } catch (IOException | RuntimeException e) {
            return -1; // it ended while we looked
        }
    }
}
