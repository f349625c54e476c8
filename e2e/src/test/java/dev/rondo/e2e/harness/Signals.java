package dev.rondo.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Sends signals, by the {@code kill} command: the JDK knows but two of them. */
public final class Signals {

    private Signals() {}

    /** Sends a signal, such as {@code STOP}; nothing happens when the process is gone. */
    public static void send(String signal, long pid) {
        kill("-" + signal, Long.toString(pid));
    }

    /** Sends a signal to all processes of a group, as a terminal does. */
    public static void sendToGroup(String signal, long leader) {
        kill("-" + signal, "--", "-" + leader);
    }

    private static void kill(String... words) {
        try {
            List<String> command = new ArrayList<>(List.of("kill"));
            command.addAll(List.of(words));
            Process kill = new ProcessBuilder(command)
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
