package dev.rondo.worker.logs;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.LogChunk;
import dev.rondo.worker.crash.CrashPoint;
import dev.rondo.worker.stream.SchedulerHttp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Ships the log files of tries to the scheduler while they grow: every second, as soon as one has {@value #MUCH_BYTES}
 * bytes more than was sent, or at once when a try ends. So a machine that is lost takes little with it. The files are
 * written by task hosts; one is removed when its try is over and the store has all of it. What cannot be sent stays and
 * is sent later, from where the store says it is; also by the next worker on this folder, when this one is killed.
 */
public final class LogShipper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogShipper.class);

    private static final Duration PERIOD = Duration.ofSeconds(1);

    /** So much that is new is not left lying for the rest of the period. */
    private static final int MUCH_BYTES = 64 * 1024;

    // How often it is looked whether there is much: a size or two are asked for each time.
    private static final long LOOK_MILLIS = 100;

    /** Most bytes of one log that go in one request. */
    private static final int CHUNK_BYTES = 256 * 1024;

    // Together with the chunk size: most bytes of one request.
    private static final int MAX_CHUNKS = 16;

    private final Path folder;
    private final Target target;
    private final long periodMillis;
    private final LogJournal journal;
    private final CrashPoint.Injector crashes;
    private final Map<Long, Tail> tails = new ConcurrentHashMap<>();
    private final Semaphore wake = new Semaphore(0);
    // Whether a log was followed since it was last looked whether there is much: where short tries follow each other
    // there is none between two of them, and to be woken by each costs more than to look.
    private volatile boolean followed;
    // Whether nobody looks before the period is over, unless woken.
    private volatile boolean asleep;
    private long requests;
    private boolean failedBefore;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("worker:logs").unstarted(this::run);

    /** Where logs go. */
    public interface Target {
        /** Sends; answers how many bytes of each log are kept. */
        LogChunk.Kept send(LogChunk.Batch batch) throws IOException, InterruptedException;
    }

    /** The log of one dispatch on its way. Touched by the shipping thread alone but for {@code over}. */
    private static final class Tail {
        /** Whose log it is; without text. */
        final LogChunk whose;

        long sentBytes;
        /** How long it was when nothing could be sent of it: half a line, or it cannot be read. */
        long uselessBytes;
        /** Whether it could not be read when it was last looked at. */
        boolean unreadable;
        /** Number of the request that it was in last. */
        long sentIn;

        volatile boolean over;

        Tail(LogChunk whose, boolean over) {
            this.whose = whose;
            this.over = over;
        }
    }

    /** A shipper of the files {@code DISPATCH_ID.log} in the folder. */
    public LogShipper(Path folder, Target target) {
        this(folder, target, PERIOD);
    }

    LogShipper(Path folder, Target target, Duration period) {
        this(folder, target, period, CrashPoint.Injector.NONE);
    }

    /** The same, for tests of what a killed worker leaves. */
    public LogShipper(Path folder, Target target, Duration period, CrashPoint.Injector crashes) {
        this.folder = folder;
        this.target = target;
        this.periodMillis = period.toMillis();
        this.journal = new LogJournal(folder, crashes);
        this.crashes = crashes;
    }

    /** Begins to ship: first what a worker that was killed left in the folder. */
    public void start() throws IOException {
        for (LogChunk whose : journal.left()) {
            tails.put(whose.dispatchId(), new Tail(whose, true));
        }
        journal.rewrite(whose());
        thread.start();
    }

    private List<LogChunk> whose() {
        return tails.values().stream().map(tail -> tail.whose).toList();
    }

    /** Follows the log of a dispatch from now on. */
    public void follow(Dispatch dispatch) {
        // A callback has a log of its own; no task id holds an @.
        String suffix = dispatch.callback() == null ? "" : "@" + dispatch.callback();
        LogChunk whose = new LogChunk(
                dispatch.dagId(),
                dispatch.runId(),
                dispatch.taskId() + suffix,
                dispatch.mapIndex(),
                dispatch.tryNumber(),
                dispatch.dispatchId(),
                0,
                "");
        tails.put(dispatch.dispatchId(), new Tail(whose, false));
        followed = true;
        if (asleep) {
            wake.release();
        }
        try {
            journal.add(whose); // after it is in the map: a rewrite in between has it too
            if (journal.isLong()) {
                journal.rewrite(whose());
            }
        } catch (IOException e) {
            LOG.atWarn()
                    .setCause(e)
                    .log("cannot write down whose log is followed; it is lost if this worker is killed");
        }
    }

    /** The try is over: its log grows no more. */
    public void over(long dispatchId) {
        Tail tail = tails.get(dispatchId);
        if (tail != null) {
            tail.over = true;
            if (Files.exists(fileOf(dispatchId))) {
                wake.release();
            } else {
                tails.remove(dispatchId); // it said nothing, which is what most short tasks say
            }
        }
    }

    /** Whether every log that was followed and is over has arrived. */
    public boolean isDone() {
        return tails.values().stream().noneMatch(t -> t.over);
    }

    enum Shipped {
        NOTHING,
        SOME,
        /** Not taken: so much is not sent again before its time, or a scheduler that is gone were asked without end. */
        REFUSED
    }

    private void run() {
        try {
            while (true) {
                Shipped shipped = ship();
                if (shipped != Shipped.SOME) {
                    sleep(shipped == Shipped.NOTHING);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** For the period; not so long when a try ends, or when there is much and {@code untilMuch}. */
    private void sleep(boolean untilMuch) throws InterruptedException {
        long left = periodMillis;
        while (left > 0) {
            boolean some = followed || !tails.isEmpty();
            followed = false;
            asleep = untilMuch && !some;
            // Asked once more: what came in between did not see that it has to wake anybody.
            long step = untilMuch && (some || !tails.isEmpty()) ? Math.min(left, LOOK_MILLIS) : left;
            boolean woken = wake.tryAcquire(step, TimeUnit.MILLISECONDS);
            if (woken || (untilMuch && hasMuch())) {
                break;
            }
            left -= step;
        }
        asleep = false;
        wake.drainPermits();
    }

    /** Whether a log has so much more than was sent, or was found useless, that it does not wait for the period. */
    boolean hasMuch() {
        return tails.values().stream()
                .anyMatch(tail -> length(tail) - Math.max(tail.sentBytes, tail.uselessBytes) >= MUCH_BYTES);
    }

    private long length(Tail tail) {
        return fileOf(tail.whose.dispatchId()).toFile().length();
    }

    /** One request with what there is. */
    Shipped ship() throws InterruptedException {
        List<Tail> sent = new ArrayList<>();
        List<LogChunk> chunks = new ArrayList<>();
        for (Tail tail : longestWaitingFirst()) {
            if (chunks.size() == MAX_CHUNKS) {
                break;
            }
            long length = length(tail);
            boolean over = tail.over; // read before the file: what is read after the end is all there is
            try {
                LogChunk chunk = read(tail);
                tail.unreadable = false;
                if (chunk != null) {
                    chunks.add(chunk);
                    sent.add(tail);
                } else if (over) {
                    forget(tail);
                } else {
                    tail.uselessBytes = length;
                }
            } catch (IOException e) {
                tail.uselessBytes = length;
                LOG.atLevel(tail.unreadable ? Level.DEBUG : Level.WARN)
                        .addKeyValue("dispatch_id", tail.whose.dispatchId())
                        .setCause(e)
                        .log("cannot read the log of a try; it is sent when it can be read");
                tail.unreadable = true;
            }
        }
        if (chunks.isEmpty()) {
            return Shipped.NOTHING;
        }
        requests++;
        sent.forEach(tail -> tail.sentIn = requests);
        try {
            List<Long> kept = target.send(new LogChunk.Batch(chunks)).bytes();
            crashes.at(CrashPoint.LOG_SENT);
            for (int i = 0; i < sent.size(); i++) {
                sent.get(i).sentBytes = kept.get(i);
            }
            failedBefore = false;
            return Shipped.SOME;
        } catch (SchedulerHttp.RefusedException e) {
            LOG.atLevel(failedBefore ? Level.DEBUG : Level.WARN)
                    .addKeyValue("why", e.getMessage())
                    .log("logs are not taken; they are sent again until they are");
            failedBefore = true;
            return Shipped.REFUSED;
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("logs could not be sent; they are sent again");
            return Shipped.REFUSED;
        } catch (RuntimeException e) {
            // An answer that is none, as of a proxy: without this thread no log would ever arrive again.
            LOG.atLevel(failedBefore ? Level.DEBUG : Level.ERROR)
                    .setCause(e)
                    .log("logs were sent and not rightly answered; they are sent again");
            failedBefore = true;
            return Shipped.REFUSED;
        }
    }

    /** Or logs that always have something new would keep the others, beyond what one request holds, from being sent. */
    private List<Tail> longestWaitingFirst() {
        List<Tail> ordered = new ArrayList<>(tails.values());
        ordered.sort(Comparator.comparingLong(tail -> tail.sentIn));
        return ordered;
    }

    private @org.jspecify.annotations.Nullable LogChunk read(Tail tail) throws IOException {
        LogChunk d = tail.whose;
        try (FileChannel file = FileChannel.open(fileOf(d.dispatchId()), StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(file.size() - tail.sentBytes, 0, CHUNK_BYTES));
            while (buffer.hasRemaining() && file.read(buffer, tail.sentBytes + buffer.position()) >= 0) {
                // reads until the buffer is full or the file ends
            }
            int length = wholeLines(buffer);
            if (length == 0) {
                return null;
            }
            return new LogChunk(
                    d.dagId(),
                    d.runId(),
                    d.taskId(),
                    d.mapIndex(),
                    d.tryNumber(),
                    d.dispatchId(),
                    tail.sentBytes,
                    new String(buffer.array(), 0, length, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return null; // nothing was said yet
        }
    }

    // Only whole lines are sent, so that no character is cut in two; a line longer than a chunk cannot be: see TaskLog.
    private static int wholeLines(ByteBuffer buffer) {
        for (int i = buffer.position() - 1; i >= 0; i--) {
            if (buffer.get(i) == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    private void forget(Tail tail) throws IOException {
        tails.remove(tail.whose.dispatchId());
        Files.deleteIfExists(fileOf(tail.whose.dispatchId()));
        crashes.at(CrashPoint.LOG_REMOVED);
    }

    private Path fileOf(long dispatchId) {
        return folder.resolve(dispatchId + ".log");
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
