package dev.rondo.runtime.host;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a body can change of the thread that it runs on, and what is put back behind it so that the next body finds the
 * thread as a new one: its thread-locals, name, class loader and handler. A new thread for each body would cost a fifth
 * of what a body that does nothing costs in all.
 *
 * <p>The JDK has no public way to take a thread's thread-locals away. Where the JVM does not open {@code java.lang}
 * ({@link TaskHostMain#JVM_OPTION}), nothing is put back and a body does get a new thread.
 */
final class ThreadState {

    private final Thread thread;
    private final String name;
    private final int priority;
    private final int highestPriority;
    private final @Nullable ClassLoader loader;

    private ThreadState(Thread thread, ThreadGroup group) {
        this.thread = thread;
        name = thread.getName();
        priority = thread.getPriority();
        highestPriority = group.getMaxPriority();
        loader = thread.getContextClassLoader();
    }

    /** The state of this thread as it is now. */
    static ThreadState capture() {
        Thread thread = Thread.currentThread();
        return new ThreadState(thread, thread.getThreadGroup());
    }

    /** Puts everything back; false: that cannot be done, and the next body needs another thread. */
    boolean restore() {
        // What a body takes from its group it cannot be given again, and a priority is only asked for.
        boolean asBefore =
                thread.getPriority() == priority && thread.getThreadGroup().getMaxPriority() == highestPriority;
        if (!asBefore || !forget(thread)) {
            return false;
        }
        thread.setName(name);
        thread.setContextClassLoader(loader);
        thread.setUncaughtExceptionHandler(null);
        return true;
    }

    private static boolean forget(Thread thread) {
        try {
            for (Field locals : Locals.FIELDS) {
                locals.set(thread, null);
            }
            return !Locals.FIELDS.isEmpty();
        } catch (IllegalAccessException e) {
            return false;
        }
    }

    /** Where a thread keeps its thread-locals; found when it is first asked for, which a host used once never does. */
    private static final class Locals {

        static final List<Field> FIELDS = find();

        private static List<Field> find() {
            try {
                List<Field> fields = Stream.of("threadLocals", "inheritableThreadLocals")
                        .map(Locals::field)
                        .toList();
                fields.forEach(field -> field.setAccessible(true));
                return fields;
            } catch (InaccessibleObjectException | IllegalStateException e) {
                return List.of();
            }
        }

        private static Field field(String name) {
            try {
                return Thread.class.getDeclaredField(name);
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
