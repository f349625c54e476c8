package dev.rondo.cli.server;

import dev.rondo.cli.ExitCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** The life of a server process: it starts, works until Ctrl-C or SIGTERM, and stops its parts in turn. */
final class ServerProcess {

    // Whoever stops a server expects it within ten seconds; what still hangs then ends with the JVM.
    private static final Duration LONGEST_STOP = Duration.ofMillis(9_500);

    private ServerProcess() {}

    /** Starts the parts of a process, and leaves them with {@code parts} to be closed. */
    interface Start {
        void with(OpenParts parts) throws Exception;
    }

    /**
     * Runs until the process is told to end and its parts have stopped. A process that is told while it starts,
     * finishes its start first: half a start is nothing that can be stopped in an orderly way.
     *
     * @return the exit code; the JVM ends with 128 + the signal's number, as processes do
     */
    static int run(Start start) throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> waitForStop(told, stopped), "shutdown"));
        OpenParts parts = new OpenParts();
        try (IdleHeap _ = IdleHeap.watch()) {
            start.with(parts);
            told.await();
        } finally {
            parts.close();
            stopped.countDown();
        }
        return ExitCode.OK.code();
    }

    // The JVM ends when its hooks have: this one holds it until the main thread has closed everything.
    private static void waitForStop(CountDownLatch told, CountDownLatch stopped) {
        told.countDown();
        try {
            if (!stopped.await(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                LoggerFactory.getLogger(ServerProcess.class)
                        .atWarn()
                        .log("not everything stopped in time; the process ends without it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
