package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Version;
import dev.rondo.worker.Worker;
import dev.rondo.worker.WorkerConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Puts a worker together. */
final class WorkerPart {

    private static final Duration IDLE_HOST_LIFE = Duration.ofSeconds(60);

    // Running tasks get this long on Ctrl-C; with all else that stops it stays below ten seconds.
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private WorkerPart() {}

    /**
     * What a worker is told.
     *
     * @param name for people
     * @param folder its own: two workers must not share one
     */
    record Settings(List<URI> schedulers, String token, String name, Path folder, int slots, List<String> queues) {}

    /** Starts a worker; {@code parts} close it when it has drained. */
    static Worker start(Settings settings, Installation installation, OpenParts parts, Announcer announcer) {
        Worker worker = parts.add(new Worker(
                config(settings, installation),
                UUID.randomUUID().toString(),
                Version.text(),
                InstantSource.system(),
                System::nanoTime));
        try {
            worker.start();
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.CANT_CREATE, "cannot write to " + settings.folder() + ": " + e.getMessage(), e);
        }
        parts.add(() -> {
            if (!worker.drain(DRAIN)) {
                announcer.say("tasks that still ran are stopped; they run again with the next start");
            }
        });
        return worker;
    }

    private static WorkerConfig config(Settings settings, Installation installation) {
        try {
            return new WorkerConfig(
                    settings.schedulers(),
                    settings.token(),
                    settings.name(),
                    settings.folder(),
                    settings.slots(),
                    WorkerConfig.DEFAULT_WINDOW,
                    ThisMachine.memoryForTasks(),
                    WorkerConfig.DEFAULT_HEAP_BYTES,
                    settings.queues(),
                    WorkerConfig.DEFAULT_KILL_GRACE,
                    WorkerConfig.DEFAULT_LOG_CAP_BYTES,
                    installation.hostClassPath(),
                    Path.of(System.getProperty("java.home")),
                    hostOptions(installation),
                    IDLE_HOST_LIFE);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    /** JVM options of task hosts: a small collector, and the AOT cache where there is one. */
    private static List<String> hostOptions(Installation installation) {
        List<String> options = new ArrayList<>(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        installation.cache("host").ifPresent(cache -> options.add("-XX:AOTCache=" + cache));
        return options;
    }
}
