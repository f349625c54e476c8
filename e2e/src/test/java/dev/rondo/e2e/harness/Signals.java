package dev.rondo.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends signals, by the {@code kill} command: the JDK knows but two of them. */
public final class Signals {

    private Signals() {}

    /** Sends a signal, such as {@code STOP}; nothing happens when the process is gone. */
    public static void send(String signal, long pid) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            int ignored = kill.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
