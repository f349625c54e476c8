package dev.rondo.runtime.host;

import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.runtime.log.CurrentLog;
import dev.rondo.runtime.log.SecretMasker;
import dev.rondo.runtime.log.TaskLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for sensors that wait, between the tries in which they look by themselves: one after another on one thread,
 * with no log and no folder, and tells of a sensor only when its look says anything but "again". What a look finds is
 * not kept: the sensor then looks in a try of its own, and what that finds counts.
 *
 * <p>Looks of one interval are made together a few times in it, so that those at one place can share what they ask.
 */
final class Lookout {

    // Longer than a look takes at a slow place; a task with a shorter timeout is bound to that.
    private static final long LONGEST_LOOK_NANOS = TimeUnit.SECONDS.toNanos(30);

    // A busy machine is late by less; sensors of longer pauses may be late by one.
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int GROUPS_AN_INTERVAL = 10;
    private static final long WIDEST_GROUP_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final TaskRunner runner;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final WatchAnswers answers;
    private final LongConsumer woke;

    // Guards what follows.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Long, Watched> watched = new HashMap<>();
    private final PriorityQueue<Watched> next = new PriorityQueue<>(Comparator.comparingLong(each -> each.dueNanos));

    private @Nullable Watched looking;
    private long lookingSince;
    private boolean started;

    /** A sensor between two tries. */
    private static final class Watched {
        final HostMessage.Run run;
        final long id;
        long dueNanos;
        long pauseNanos;
        boolean unanswered;

        Watched(HostMessage.Run run, long dueNanos, long pauseNanos) {
            this.run = run;
            this.id = run.dispatch().dispatchId();
            this.dueNanos = dueNanos;
            this.pauseNanos = pauseNanos;
        }
    }

    /**
     * Watches nothing yet.
     *
     * @param server what the look of a dispatch asks
     * @param woke told of a dispatch whose sensor is watched no longer: it is to look in a try of its own
     */
    Lookout(
            TaskRunner runner,
            InstantSource clock,
            LongSupplier nanos,
            LongFunction<TaskRunner.Server> server,
            LongConsumer woke) {
        this.runner = runner;
        this.clock = clock;
        this.nanos = nanos;
        this.answers = new WatchAnswers(server, nanos);
        this.woke = woke;
    }

    /** Looks for the sensor each time its pause is over, from now on. */
    void watch(HostMessage.Watch watch) {
        long pause = Math.max(1, TimeUnit.MILLISECONDS.toNanos(watch.pauseMillis()));
        long group = Math.clamp(pause / GROUPS_AN_INTERVAL, 1, WIDEST_GROUP_NANOS);
        long due = Math.floorDiv(nanos.getAsLong() + pause, group) * group;
        Watched fresh = new Watched(watch.run(), due, pause);
        lock.lock();
        try {
            Watched before = watched.put(fresh.id, fresh);
            if (before != null) {
                next.remove(before);
            }
            next.add(fresh);
            if (!started) {
                started = true;
                start();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Looks no more for it. */
    void unwatch(long dispatchId) {
        lock.lock();
        try {
            Watched gone = watched.remove(dispatchId);
            if (gone != null) {
                next.remove(gone);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The dispatch whose look is being made; 0: none. */
    long looking() {
        lock.lock();
        try {
            return looking == null ? 0 : looking.id;
        } finally {
            lock.unlock();
        }
    }

    /** The dispatch whose look takes longer than any may; 0: none does. */
    long hanging() {
        lock.lock();
        try {
            Watched current = looking;
            return current != null && nanos.getAsLong() - lookingSince > longest(current) ? current.id : 0;
        } finally {
            lock.unlock();
        }
    }

    private static long longest(Watched sensor) {
        long timeout = sensor.run.dispatch().executionTimeoutMillis();
        return timeout == 0 ? LONGEST_LOOK_NANOS : Math.min(LONGEST_LOOK_NANOS, TimeUnit.MILLISECONDS.toNanos(timeout));
    }

    private void start() {
        Thread thread = new Thread(this::lookOn, "host:lookout");
        thread.setDaemon(true);
        thread.start();
    }

    private void lookOn() {
        // What a look prints is nobody's: its sensor has no try meanwhile.
        CurrentLog.INSTANCE.begin(silence(new SecretMasker()));
        try {
            while (true) {
                Watched sensor = awaitDue();
                boolean again = !isLate(sensor) && looksAgain(sensor);
                Thread.interrupted(); // a look's own, which is not for the next
                over(sensor, again);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does; the host would end
        }
    }

    /** More than one thread can look for is looked for in slots. */
    private boolean isLate(Watched sensor) {
        return nanos.getAsLong() - sensor.dueNanos > Math.max(sensor.pauseNanos, LATE_NANOS);
    }

    private Watched awaitDue() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Watched first = next.peek();
                long left = first == null ? Long.MAX_VALUE : first.dueNanos - nanos.getAsLong();
                if (first != null && left <= 0) {
                    next.remove();
                    looking = first;
                    lookingSince = nanos.getAsLong();
                    return first;
                }
                long ignored = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void over(Watched sensor, boolean again) {
        boolean tell;
        lock.lock();
        try {
            looking = null;
            boolean here = watched.get(sensor.id) == sensor;
            if (here && again) {
                sensor.dueNanos += sensor.pauseNanos;
                next.add(sensor);
            } else if (here) {
                watched.remove(sensor.id);
            }
            tell = here && !again;
        } finally {
            lock.unlock();
        }
        if (tell) {
            woke.accept(sensor.id);
        }
    }

    /**
     * One look. One whose question was not answered says nothing of the sensor, and is made again once: schedulers come
     * back.
     */
    private boolean looksAgain(Watched sensor) {
        SecretMasker masker = new SecretMasker();
        WatchAnswers.OfLook server = answers.of(sensor.id);
        WorkerMessage.Ended ended =
                runner.run(sensor.run, silence(masker), server, at -> {}, () -> false, onCancel -> {});
        if (ended.kind().equals("look_again") && ended.watchUntil() != null && ended.lookAt() != null) {
            // Shorter before the end of the sensor's timeout.
            sensor.pauseNanos =
                    Math.max(1, Duration.between(ended.at(), ended.lookAt()).toNanos());
            sensor.unanswered = false;
            return true;
        }
        boolean first = !sensor.unanswered;
        sensor.unanswered = server.isUnanswered();
        return sensor.unanswered && first;
    }

    private TaskLog silence(SecretMasker masker) {
        return new TaskLog("of a sensor that is watched", NoChannel::new, 0, masker, clock);
    }
}
