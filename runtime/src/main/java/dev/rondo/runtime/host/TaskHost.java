package dev.rondo.runtime.host;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.runtime.log.CurrentLog;
import dev.rondo.runtime.log.SecretMasker;
import dev.rondo.runtime.log.TaskLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that runs tasks for a worker, one at a time, in the order given. Between tasks it restores what a task can
 * change for the whole JVM and looks for what it left running; what cannot be restored is told to the worker, which
 * replaces this JVM.
 *
 * <p>Threads: one reads the pipe, one watches the lease, and one takes dispatches in turn and runs their bodies, one
 * after the other, on a platform thread that is made like new behind each ({@link ThreadState}).
 */
public final class TaskHost {

    private final HostLink link;
    private final TaskRunner runner;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final long leaseNanos;
    private final String mark;
    private final Halt halt;

    // Runs, and what is to be loaded ahead of them.
    private final BlockingQueue<HostMessage> waiting = new LinkedBlockingQueue<>();
    private final Map<Long, BlockingQueue<HostMessage.Reply>> requests = new ConcurrentHashMap<>();
    private final AtomicLong nextRequest = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile long heardNanos;
    private volatile @Nullable Current current;
    // No more when a task left something behind: the worker replaces this JVM; what waits here begins in another one.
    private volatile boolean goesOn = true;
    private final Lookout lookout;

    /** Ends this JVM at once, without shutdown hooks. */
    public interface Halt {
        void halt(int status);
    }

    /**
     * A host on the pipe.
     *
     * @param leaseNanos how long it goes on without hearing from its worker
     * @param mark in the environment of all that this host's tasks fork
     */
    public TaskHost(
            HostLink link,
            TaskRunner runner,
            InstantSource clock,
            LongSupplier nanos,
            long leaseNanos,
            String mark,
            Halt halt) {
        this.link = link;
        this.runner = runner;
        this.clock = clock;
        this.nanos = nanos;
        this.leaseNanos = leaseNanos;
        this.mark = mark;
        this.halt = halt;
        this.heardNanos = nanos.getAsLong();
        this.lookout = new Lookout(runner, clock, nanos, this::server, this::woke);
    }

    /** The try whose body runs. Its monitor orders a cancel against the end of the body. */
    private static final class Current {
        final long dispatchId;
        final Thread thread;
        volatile @Nullable String cancelReason;
        volatile @Nullable Runnable onCancel;
        volatile boolean over;

        Current(long dispatchId, Thread thread) {
            this.dispatchId = dispatchId;
            this.thread = thread;
        }

        /** On its own thread; a cancel that came just before must not reach what this thread does next. */
        void end() {
            synchronized (this) {
                over = true;
            }
            boolean ignored = Thread.interrupted();
        }
    }

    /** Serves the pipe until the worker closes it, then ends the JVM. */
    public void serve() throws IOException {
        start("host:watch", this::watchLease);
        start("host:tasks", this::runTasks);
        link.send(new HostMessage.Ready(ProcessHandle.current().pid()));
        try {
            for (HostMessage m = link.receive(); m != null; m = link.receive()) {
                hear();
                take(m);
            }
        } finally {
            over.countDown();
            halt.halt(0); // the worker is gone: nobody would hear what a task still does
        }
    }

    /** The dispatch whose body runs, or whose sensor is looked for now; 0: none. */
    public long currentDispatch() {
        Current task = current;
        return task == null || task.over ? lookout.looking() : task.dispatchId;
    }

    private void take(HostMessage message) throws IOException {
        switch (message) {
            case HostMessage.Run run -> waiting.add(run);
            case HostMessage.Load load -> waiting.add(load);
            case HostMessage.Cancel cancel -> cancel(cancel);
            case HostMessage.Recall recall -> {
                if (waiting.removeIf(
                        m -> m instanceof HostMessage.Run run && run.dispatch().dispatchId() == recall.dispatchId())) {
                    link.send(new HostMessage.GivenBack(recall.dispatchId()));
                }
            }
            case HostMessage.Reply reply -> {
                BlockingQueue<HostMessage.Reply> waiter = requests.remove(reply.requestId());
                if (waiter != null) { // a body that was interrupted meanwhile no longer waits
                    waiter.add(reply);
                }
            }
            case HostMessage.Watch watch -> lookout.watch(watch);
            case HostMessage.Unwatch unwatch -> lookout.unwatch(unwatch.dispatchId());
            case HostMessage.Ping ping -> {
                link.send(new HostMessage.Pong());
                long hanging = lookout.hanging();
                if (hanging != 0) {
                    link.send(new HostMessage.Hangs(hanging));
                }
            }
            case HostMessage.Woke m -> refuse(m);
            case HostMessage.Hangs m -> refuse(m);
            case HostMessage.Pong m -> refuse(m);
            case HostMessage.Ready m -> refuse(m);
            case HostMessage.Begun m -> refuse(m);
            case HostMessage.Done m -> refuse(m);
            case HostMessage.Loaded m -> refuse(m);
            case HostMessage.GivenBack m -> refuse(m);
            case HostMessage.Request m -> refuse(m);
            case HostMessage.Exiting m -> refuse(m);
        }
    }

    private static void refuse(HostMessage message) {
        throw new IllegalStateException(
                "a worker does not say " + message.getClass().getSimpleName());
    }

    private void cancel(HostMessage.Cancel cancel) {
        Current task = current;
        if (task != null && task.dispatchId == cancel.dispatchId()) {
            synchronized (task) {
                if (task.over) {
                    return;
                }
                task.cancelReason = cancel.reason();
                task.thread.interrupt();
            }
            Runnable action = task.onCancel;
            if (action != null) {
                start(
                        "host:cancel",
                        action); // what the task registered may take its time; the pipe must not wait for it
            }
        }
    }

    // What a body's thread starts is found by its group; and a thread that cannot be made like new would hand on what
    // the body has made of it to one that it starts itself.
    private void runTasks() {
        JvmState clean = JvmState.capture();
        try {
            while (goesOn) {
                Thread thread = new Thread(new ThreadGroup("task"), () -> runTasks(clean), "task");
                start(thread);
                thread.join();
            }
        } catch (InterruptedException e) {
            halt.halt(0); // nothing but the end of the host interrupts this thread
        }
    }

    /** Runs one try after the other on this thread, as long as it can be made like new behind each. */
    private void runTasks(JvmState clean) {
        Thread thread = Thread.currentThread();
        ThreadState unused = ThreadState.capture();
        try {
            do {
                goesOn = serve(next(), thread, clean);
            } while (goesOn && unused.restore());
        } catch (IOException e) {
            halt.halt(0); // the pipe is gone
        }
    }

    private HostMessage next() {
        while (true) {
            try {
                return waiting.take();
            } catch (InterruptedException e) {
                // Of a body that is over: what it left to interrupt its thread with is nobody's business now.
            }
        }
    }

    /** False: this JVM must not run another one. */
    private boolean serve(HostMessage message, Thread thread, JvmState clean) throws IOException {
        WorkerMessage.Ended ended = null;
        String notLoaded = null;
        if (message instanceof HostMessage.Run run) {
            ended = ended(run, thread);
            clean.restore(); // what a jar sets as it is loaded is there for its first try, ahead or not
        } else if (message instanceof HostMessage.Load load) {
            notLoaded = load(load);
        }
        List<String> left = Leftovers.find(thread, mark);
        String dirty = left.isEmpty() ? notLoaded : "left behind: " + String.join(", ", left);
        link.send(ended == null ? new HostMessage.Loaded(dirty) : new HostMessage.Done(ended, dirty));
        return dirty == null;
    }

    // A class that failed as it was loaded is not loaded again in this JVM, and a try elsewhere may have better luck.
    private @Nullable String load(HostMessage.Load load) {
        try {
            runner.load(load);
            return null;
        } catch (Throwable e) { // as far as what a jar throws may go
            return "not loaded ahead: " + Thrown.oneLine(e);
        }
    }

    // Whatever happens, an end is told: a host that waits for one for ever would hold its slot for ever.
    private WorkerMessage.Ended ended(HostMessage.Run run, Thread thread) {
        Current task = new Current(run.dispatch().dispatchId(), thread);
        current = task;
        End end = new End(run.dispatch().dispatchId(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        try {
            return runOne(run, task);
        } catch (Throwable e) { // as far as what a body throws may go
            return end.failed("exception", Thrown.oneLine(e), true);
        } finally {
            task.end();
        }
    }

    private WorkerMessage.Ended runOne(HostMessage.Run run, Current task) {
        Dispatch dispatch = run.dispatch();
        task.thread.setName("ti:" + dispatch.dagId() + "/" + dispatch.taskId() + "#" + dispatch.tryNumber());
        SecretMasker masker = new SecretMasker();
        masker.add(run.secrets());
        try (TaskLog log = new TaskLog(Path.of(run.logFile()), run.logCapBytes(), masker, clock)) {
            CurrentLog.INSTANCE.begin(log);
            try {
                return runner.run(
                        run,
                        log,
                        server(dispatch.dispatchId()),
                        at -> begun(dispatch.dispatchId(), at),
                        () -> task.cancelReason != null,
                        action -> task.onCancel = action);
            } finally {
                task.end(); // a log that is ended by an interrupted thread loses its last line
                CurrentLog.INSTANCE.end();
            }
        }
    }

    private void begun(long dispatchId, Instant at) {
        try {
            link.send(new HostMessage.Begun(dispatchId, at));
        } catch (IOException e) {
            halt.halt(0); // the worker is gone
        }
    }

    private void woke(long dispatchId) {
        try {
            link.send(new HostMessage.Woke(dispatchId));
        } catch (IOException e) {
            halt.halt(0); // the worker is gone
        }
    }

    private TaskRunner.Server server(long dispatchId) {
        return (kind, arguments) -> {
            long id = nextRequest.incrementAndGet();
            BlockingQueue<HostMessage.Reply> answer = new ArrayBlockingQueue<>(1);
            requests.put(id, answer);
            try {
                link.send(new HostMessage.Request(id, dispatchId, kind, Arrays.asList(arguments)));
                HostMessage.Reply reply = answer.take();
                if (reply.error() != null) {
                    throw new TaskRunner.ServerException(reply.error());
                }
                return reply.value();
            } catch (IOException e) {
                throw new TaskRunner.ServerException("the worker of this task is gone: " + e.getMessage());
            } finally {
                requests.remove(id);
            }
        };
    }

    // What waited in the pipe while this process was frozen does not renew a lease that ended meanwhile.
    private void hear() {
        endIfLeaseIsOver();
        heardNanos = nanos.getAsLong();
    }

    private void endIfLeaseIsOver() {
        if (nanos.getAsLong() - heardNanos > leaseNanos) {
            halt.halt(0); // frozen or cut off past its lease: another worker may run this try by now
        }
    }

    private void watchLease() {
        try {
            long left = leaseNanos;
            // Wakes where the lease would end, and no earlier: a host that was frozen until after that wakes at once.
            while (!over.await(left + 1, TimeUnit.NANOSECONDS)) {
                endIfLeaseIsOver();
                left = leaseNanos - (nanos.getAsLong() - heardNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void start(String name, Runnable work) {
        start(new Thread(work, name));
    }

    private static void start(Thread thread) {
        thread.setDaemon(true);
        thread.start();
    }
}
