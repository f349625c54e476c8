package dev.rondo.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Does with many objects at once what takes a bucket some 50 ms each. */
public final class Together {

    // A bucket bears more; the connections of its client need not.
    private static final int AT_ONCE = 16;

    private Together() {}

    /** What is done with each. */
    @FunctionalInterface
    public interface Step<T, R> {
        R of(T each) throws IOException;
    }

    /**
     * What the step makes of each, in their order. When one throws, no other is begun: of a bucket that is away each
     * would be told after many seconds only.
     *
     * @throws IOException the first that a step threw; all have ended then
     */
    public static <T, R> List<R> each(List<T> all, Step<T, R> step) throws IOException {
        if (all.size() == 1) {
            return List.of(step.of(all.getFirst()));
        }
        Semaphore free = new Semaphore(AT_ONCE);
        AtomicBoolean failed = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<R>> begun = new ArrayList<>();
            for (T each : all) {
                begun.add(threads.submit(() -> {
                    free.acquire();
                    try {
                        return begin(step, each, failed);
                    } finally {
                        free.release();
                    }
                }));
            }
            return results(begun);
        }
    }

    private static <T, R> R begin(Step<T, R> step, T each, AtomicBoolean failed) throws IOException {
        if (failed.get()) {
            throw new NotBegunException();
        }
        try {
            return step.of(each);
        } catch (IOException | RuntimeException e) {
            failed.set(true);
            throw e;
        }
    }

    private static <R> List<R> results(List<Future<R>> begun) throws IOException {
        List<R> results = new ArrayList<>();
        @Nullable NotBegunException notBegun = null;
        for (Future<R> one : begun) {
            try {
                results.add(result(one));
            } catch (NotBegunException e) {
                notBegun = e; // why, one of the others says
            }
        }
        if (notBegun != null) {
            throw notBegun;
        }
        return results;
    }

    private static final class NotBegunException extends IOException {
        private static final long serialVersionUID = 1L;

        NotBegunException() {
            super("not begun, since another has failed");
        }
    }

    private static <R> R result(Future<R> one) throws IOException {
        try {
            return one.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException bug -> throw bug;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
