package dev.rondo.cli.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.LoggerFactory;

/** What a process has open. Closed the newest first; a part that fails to close does not keep the others open. */
final class OpenParts implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /** Takes over the closing of the part. */
    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        boolean interrupted = false;
        while (!parts.isEmpty()) {
            AutoCloseable next = parts.pop();
            try {
                next.close();
            } catch (InterruptedException e) {
                interrupted = true; // the rest is closed without patience
            } catch (Exception e) {
                LoggerFactory.getLogger(OpenParts.class)
                        .atWarn()
                        .addKeyValue("part", next.getClass().getSimpleName())
                        .setCause(e)
                        .log("a part did not stop in an orderly way");
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
