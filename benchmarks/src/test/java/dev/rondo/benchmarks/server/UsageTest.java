package dev.rondo.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageTest {

    @Test
    void a_process_that_is_dead_and_not_yet_waited_for_has_no_memory_and_hinders_nothing() throws IOException {
        // The sleeper takes the shell's place and never asks for the child that it does not know of. The child waits
        // for
        // that: the shell itself might ask for it.
        String untilItSleeps = "while read name </proc/$PPID/comm && [ $name = sh ]; do :; done";
        Process parent =
                new ProcessBuilder("sh", "-c", "sh -c '" + untilItSleeps + "' & echo $!; exec sleep 60").start();
        try (var said = parent.inputReader()) {
            long child = Long.parseLong(said.readLine());
            awaitDeath(child);

            Usage usage = Usage.of(List.of(parent.pid(), child));

            assertThat(usage.processes()).isEqualTo(2);
            assertThat(usage.rssMib()).isPositive();
            assertThat(Usage.of(List.of(child)).rssMib()).isZero();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void a_process_that_is_gone_has_used_nothing_that_could_be_read() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();

        assertThat(Usage.of(List.of(gone.pid()))).isEqualTo(new Usage(1, 0, 0, 0));
    }

    private static void awaitDeath(long pid) throws IOException {
        while (!Files.readString(Path.of("/proc", Long.toString(pid), "stat")).contains(") Z ")) {
            Thread.onSpinWait();
        }
    }
}
