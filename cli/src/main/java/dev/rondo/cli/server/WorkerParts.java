package dev.rondo.cli.server;

import dev.rondo.cli.Version;
import dev.rondo.worker.Worker;
import dev.rondo.worker.WorkerConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Puts a worker together. */
final class WorkerParts {

    private static final Duration IDLE_HOST_LIFE = Duration.ofSeconds(60);

    private WorkerParts() {}

    static Worker make(
            List<URI> schedulers,
            String token,
            String name,
            Path home,
            int slots,
            List<String> queues,
            Installation installation) {
        WorkerConfig config = new WorkerConfig(
                schedulers,
                token,
                name,
                home,
                slots,
                WorkerConfig.DEFAULT_WINDOW,
                memoryForTasks(),
                WorkerConfig.DEFAULT_HEAP_BYTES,
                queues,
                WorkerConfig.DEFAULT_KILL_GRACE,
                WorkerConfig.DEFAULT_LOG_CAP_BYTES,
                installation.hostClassPath(),
                Path.of(System.getProperty("java.home")),
                hostOptions(installation),
                IDLE_HOST_LIFE);
        return new Worker(
                config, UUID.randomUUID().toString(), Version.text(), InstantSource.system(), System::nanoTime);
    }

    /** JVM options of task hosts: a small collector, and the AOT cache where there is one. */
    static List<String> hostOptions(Installation installation) {
        List<String> options = new ArrayList<>(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        Path cache = installation.caches().resolve("host.aot");
        if (Files.exists(cache)) {
            options.add("-XX:AOTCache=" + cache);
        }
        return options;
    }

    // Three quarters of the machine: the rest is for the server, PostgreSQL and the operating system.
    private static long memoryForTasks() {
        var system = (com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return system.getTotalMemorySize() / 4 * 3;
    }
}
