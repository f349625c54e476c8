package dev.rondo.worker;

import dev.rondo.worker.stream.Trust;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a worker works.
 *
 * @param schedulers where schedulers answer, such as {@code http://127.0.0.1:8794}; tried in turn
 * @param trust by whom the certificates of schedulers may be signed
 * @param token what the worker signs in with
 * @param name for people; not unique
 * @param home folder for jars, logs on their way and work folders
 * @param slots how many tasks run at once; 1 to 1,000
 * @param window how many dispatches it takes beyond its slots; 0 to 10,000
 * @param memoryBytes heap it may give to task hosts in all
 * @param defaultHeapBytes heap of a task that asks for none
 * @param queues queues it serves; at least one
 * @param killGrace how long a task may take to react to an interrupt before its JVM is killed
 * @param logCapBytes most bytes of the log of one try
 * @param hostClassPath class path of a task host: sdk, core, runtime, built-in operators, SLF4J
 * @param libraries folder of jars that a test of a connection may use beside them, such as drivers; need not exist
 * @param javaHome the JDK that task hosts run on
 * @param hostOptions JVM options of every task host, such as an AOT cache
 * @param idleHostLife how long a host without work is kept; one is always kept
 */
public record WorkerConfig(
        List<URI> schedulers,
        Trust trust,
        String token,
        String name,
        Path home,
        int slots,
        int window,
        long memoryBytes,
        long defaultHeapBytes,
        List<String> queues,
        Duration killGrace,
        long logCapBytes,
        List<Path> hostClassPath,
        Path libraries,
        Path javaHome,
        List<String> hostOptions,
        Duration idleHostLife) {

    /** Tasks at once when nothing is said: most tasks wait for something else than a processor. */
    public static final int DEFAULT_SLOTS = 8;

    /** A JVM each: more than this no machine has the memory for. */
    public static final int MAX_SLOTS = 1_000;

    /** Dispatches beyond the slots: what a few hosts of very short tasks work off in some milliseconds. */
    public static final int DEFAULT_WINDOW = 256;

    /** Heap of a task that asks for none. */
    public static final long DEFAULT_HEAP_BYTES = 512L << 20;

    /** As Airflow's {@code killed_task_cleanup_time} is far too long for people who wait, ours is short. */
    public static final Duration DEFAULT_KILL_GRACE = Duration.ofSeconds(5);

    /** Most bytes of one try's log. */
    public static final long DEFAULT_LOG_CAP_BYTES = 64L << 20;

    public WorkerConfig {
        schedulers = List.copyOf(schedulers);
        queues = List.copyOf(queues);
        hostClassPath = List.copyOf(hostClassPath);
        hostOptions = List.copyOf(hostOptions);
        if (schedulers.isEmpty()) {
            throw new IllegalArgumentException("a worker needs the URL of at least one scheduler");
        }
        if (slots < 1 || slots > MAX_SLOTS) {
            throw new IllegalArgumentException("worker slots must be 1 to " + MAX_SLOTS + ", was " + slots);
        }
        if (window < 0 || window > 10_000) {
            throw new IllegalArgumentException("worker window must be 0 to 10000, was " + window);
        }
        if (queues.isEmpty()) {
            throw new IllegalArgumentException("a worker needs at least one queue; the usual one is 'default'");
        }
    }
}
