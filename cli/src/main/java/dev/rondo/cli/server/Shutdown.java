package dev.rondo.cli.server;

import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** The end of a server process: on Ctrl-C and SIGTERM it drains, and the process waits for that. */
final class Shutdown {

    private Shutdown() {}

    /** Stops something; may wait. */
    interface Stop {
        void run() throws InterruptedException;
    }

    /** Waits until the process is told to end, and has stopped. */
    static void await(Stop stop) throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    told.countDown();
                    try {
                        stopped.await(); // the JVM ends when its hooks have
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            told.await();
            stop.run();
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(Shutdown.class)
                    .atError()
                    .setCause(e)
                    .log("something did not stop in an orderly way");
        } finally {
            stopped.countDown();
        }
    }
}
