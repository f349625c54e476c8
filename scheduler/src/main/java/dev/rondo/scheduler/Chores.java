package dev.rondo.scheduler;

import dev.rondo.metadata.CommitUnknownException;
import dev.rondo.metadata.DatabaseUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What a scheduler does now and then beside its work. One that fails keeps no other from being done; it is loud about
 * it once, until it has been done again.
 */
final class Chores implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

    // A chore takes milliseconds; what takes longer can be interrupted, or ends by the database's own time limits.
    private static final long CLOSE_SECONDS = 5;

    private final List<Chore> chores;
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Set<String> wanted = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread;

    /**
     * One of them.
     *
     * @param name what is not done when it fails, such as "partitions are made"
     * @param every how long it waits between two times
     */
    record Chore(String name, Duration every, Runnable work) {}

    /** Chores that one thread does, one after the other. */
    Chores(String thread, List<Chore> chores) {
        this.chores = List.copyOf(chores);
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(thread).factory());
    }

    /** Does each at once, and then again and again. */
    void start() {
        for (Chore chore : chores) {
            var _ = thread.scheduleWithFixedDelay(
                    () -> attempt(chore), 0, chore.every().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Does one after a delay, beside its times; asked for again until then, it is done once. */
    void soon(String name, Duration delay) {
        for (Chore chore : chores) {
            if (chore.name().equals(name) && wanted.add(name)) {
                try {
                    var _ = thread.schedule(() -> attemptWanted(chore), delay.toMillis(), TimeUnit.MILLISECONDS);
                } catch (RejectedExecutionException e) {
                    LOG.atDebug().addKeyValue("chore", name).log("not done soon: the scheduler is being stopped");
                }
            }
        }
    }

    private void attemptWanted(Chore chore) {
        wanted.remove(chore.name());
        attempt(chore);
    }

    private void attempt(Chore chore) {
        try {
            chore.work().run();
            failing.remove(chore.name());
        } catch (DatabaseUnavailableException e) {
            LOG.atDebug().addKeyValue("chore", chore.name()).setCause(e).log("not done: the database is away");
        } catch (CommitUnknownException e) {
            LOG.atDebug().addKeyValue("chore", chore.name()).setCause(e).log("done or not: the database went away");
        } catch (Throwable e) { // the outermost frame: what leaves it would end this chore, and nobody would hear of it
            LOG.atLevel(failing.add(chore.name()) ? Level.ERROR : Level.DEBUG)
                    .addKeyValue("chore", chore.name())
                    .setCause(e)
                    .log("a chore of the scheduler failed; it is tried again, and this is said once");
        }
    }

    /** Ends them: what is under way is carried to its end, and nothing after it. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                List<Runnable> ignored = thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever closes is in a hurry
        }
    }
}
