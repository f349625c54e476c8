package dev.rondo.scheduler.dagprocessor;

import dev.rondo.core.time.Pause;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketNotices;
import dev.rondo.storage.BucketNotices.Notice;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets places in buckets be listed at once when a notice says that something there has changed. Without notices they
 * are listed every two seconds as ever, so what goes wrong here is told once and costs nothing.
 */
public final class NoticeWatch {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeWatch.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final BucketNotices notices;
    private final List<BucketBundle> bundles;
    private final Pause pause;
    private Duration next = FIRST_PAUSE;
    private boolean away;

    /**
     * A watch; {@code pause} waits before what has failed is asked again.
     *
     * @param bundles the places that may be meant
     */
    public NoticeWatch(BucketNotices notices, List<BucketBundle> bundles, Pause pause) {
        this.notices = notices;
        this.bundles = List.copyOf(bundles);
        this.pause = pause;
    }

    /** Watches until the thread is interrupted. */
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                look();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Takes the next notices, or waits a while when there are none to be had.
     *
     * @return whether they could be asked for
     */
    boolean look() throws InterruptedException {
        List<Notice> taken;
        try {
            taken = notices.take();
        } catch (BucketException | RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("the end of the processor");
            }
            told(e);
            pause.pause(next);
            next = next.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next.multipliedBy(2);
            return false;
        }
        if (away) {
            LOG.info("notifications of buckets are heard again");
        }
        away = false;
        next = FIRST_PAUSE;
        taken.forEach(notice -> bundles.forEach(bundle -> bundle.noticed(notice)));
        return true;
    }

    private void told(Exception e) {
        if (!away) {
            LOG.warn("{}; buckets are listed every two seconds without it", e.getMessage());
        }
        away = true;
    }
}
