package dev.rondo.benchmarks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a tree of processes has used, as Linux counts it.
 *
 * @param processes how many there are
 * @param cpuSeconds by all of them, children that have ended included
 * @param rssMib memory, pages that several share counted for each
 * @param pssMib memory, pages that several share counted in parts
 */
public record Usage(int processes, double cpuSeconds, double rssMib, double pssMib) {

    private static final double TICKS_A_SECOND = 100; // fixed in Linux for what /proc shows
    private static final double KIB_A_MIB = 1024;
    private static final String NO_SUCH_PROCESS = "No such process"; // ESRCH, as Java's I/O words it

    /** The usage of these processes and all below them. */
    static Usage of(List<Long> roots) throws IOException {
        Set<Long> pids = new HashSet<>();
        for (long root : roots) {
            pids.add(root);
            ProcessHandle.of(root)
                    .ifPresent(handle ->
                            handle.descendants().map(ProcessHandle::pid).forEach(pids::add));
        }
        double cpu = 0;
        double rss = 0;
        double pss = 0;
        for (long pid : pids) {
            cpu += cpuSeconds(pid);
            for (String line : lines(pid, "smaps_rollup")) {
                rss += kib(line, "Rss:") / KIB_A_MIB;
                pss += kib(line, "Pss:") / KIB_A_MIB;
            }
        }
        return new Usage(pids.size(), cpu, rss, pss);
    }

    private static double cpuSeconds(long pid) throws IOException {
        Optional<String> stat = lines(pid, "stat").stream().findFirst();
        if (stat.isEmpty()) {
            return 0;
        }
        // The name, in brackets, may hold anything; utime, stime, cutime and cstime are fields 14 to 17.
        String[] fields = stat.get().substring(stat.get().lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = 14; field <= 17; field++) {
            ticks += Long.parseLong(fields[field - 3]);
        }
        return ticks / TICKS_A_SECOND;
    }

    private static double kib(String line, String name) {
        return line.startsWith(name)
                ? Long.parseLong(line.substring(name.length()).replace("kB", "").strip())
                : 0;
    }

    /** Nothing where the process has ended meanwhile. */
    private static List<String> lines(long pid, String file) throws IOException {
        Path path = Path.of("/proc", Long.toString(pid), file);
        try {
            return Files.readAllLines(path);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            // One that is dead and not yet waited for has its files still, but no memory to tell of.
            if (String.valueOf(e.getMessage()).endsWith(NO_SUCH_PROCESS)) {
                return List.of();
            }
            throw e;
        }
    }
}
