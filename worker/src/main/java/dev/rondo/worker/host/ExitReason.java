package dev.rondo.worker.host;

import java.time.Duration;
import java.util.Set;

/**
 * Why a task host died with a try.
 *
 * @param code stable: {@code system_exit, heap_full, killed_by_signal, host_exit, host_frozen}
 * @param message one line for people
 */
record ExitReason(String code, String message) {

    // What -XX:+ExitOnOutOfMemoryError exits with; it skips shutdown hooks, so no word of an orderly exit comes first.
    private static final int OUT_OF_MEMORY = 3;

    // Shells and the JDK give 128 + n for a process that signal n ended.
    private static final int SIGNAL_BASE = 128;

    private static final int SIGABRT = 6;

    // On these a JVM runs its shutdown hooks as for System.exit: SIGHUP, SIGINT, SIGTERM.
    private static final Set<Integer> ORDERLY_SIGNALS = Set.of(1, 2, 15);

    static ExitReason of(int exitCode, boolean orderly, long heapBytes) {
        if (orderly && !ORDERLY_SIGNALS.contains(exitCode - SIGNAL_BASE)) {
            return new ExitReason(
                    "system_exit",
                    "the task called System.exit(" + exitCode + "); return or throw from the task instead");
        }
        if (exitCode == OUT_OF_MEMORY) {
            return new ExitReason(
                    "heap_full",
                    "the task filled its heap of " + (heapBytes >> 20) + " MiB; give it more with .memory(\"…\")");
        }
        if (exitCode > SIGNAL_BASE) {
            int signal = exitCode - SIGNAL_BASE;
            String what = signal == SIGABRT ? "the task's JVM crashed" : "the task's JVM was killed";
            return new ExitReason("killed_by_signal", what + " by signal " + signal);
        }
        return new ExitReason("host_exit", "the task's JVM ended with exit code " + exitCode);
    }

    /** The worker killed it, because it neither answered nor did anything for so long. */
    static ExitReason frozen(Duration silence) {
        return new ExitReason(
                "host_frozen",
                "the task's JVM was frozen: it did not answer its worker for " + silence.toSeconds()
                        + " s and used no processor time; it was killed");
    }
}
