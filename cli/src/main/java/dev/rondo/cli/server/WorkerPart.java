package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Version;
import dev.rondo.runtime.host.TaskHostMain;
import dev.rondo.runtime.parse.ParseResult;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.spec.TaskSpec;
import dev.rondo.worker.Worker;
import dev.rondo.worker.WorkerConfig;
import dev.rondo.worker.host.HostTraining;
import dev.rondo.worker.stream.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Puts a worker together. */
public final class WorkerPart {

    private static final Duration IDLE_HOST_LIFE = Duration.ofSeconds(60);

    // Running tasks get this long on Ctrl-C; with all else that stops it stays below ten seconds.
    private static final Duration DRAIN = Duration.ofSeconds(5);

    // An idle host sleeps: the JVM's thread that frees unused monitors would wake up four times a second. Its heap
    // begins small and grows with its tasks: the JVM's own beginning is a 64th of the machine's memory, filled before
    // the first collection.
    private static final List<String> HOST_OPTIONS = List.of(
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:AsyncDeflationInterval=5000",
            "-XX:+UseSerialGC",
            "-XX:InitialRAMPercentage=0.1",
            "--enable-native-access=ALL-UNNAMED",
            TaskHostMain.JVM_OPTION);

    private WorkerPart() {}

    /**
     * What a worker is told.
     *
     * @param trust by whom the certificates of schedulers may be signed
     * @param name for people
     * @param folder its own: two workers must not share one
     * @param libraries jars of the home that tests of connections may use, such as drivers
     * @param data where {@code ctx.data()} of its tasks is
     */
    record Settings(
            List<URI> schedulers,
            Trust trust,
            String token,
            String name,
            Path folder,
            Path libraries,
            int slots,
            List<String> queues,
            DataPlace data) {}

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
                    settings.trust(),
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
                    settings.libraries(),
                    Path.of(System.getProperty("java.home")),
                    hostOptions(installation, settings.data()),
                    IDLE_HOST_LIFE);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    /** JVM options of task hosts: a small collector, where data are, and the AOT cache where there is one. */
    private static List<String> hostOptions(Installation installation, DataPlace data) {
        List<String> options = new ArrayList<>(HOST_OPTIONS);
        options.addAll(data.hostOptions());
        // A cache that does not fit is not worth a word in the log of a task.
        installation
                .cache("host")
                .ifPresent(cache ->
                        options.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:disable", "-Xlog:all=error:stderr")));
        return options;
    }

    /**
     * Runs a task of a DAG in a task host like those of a worker.
     *
     * @param options the JVM options that make it write an AOT cache as it ends
     * @param jar the DAG's
     * @throws IOException when no process can be started, or it ends before its task
     * @throws InterruptedException when the caller is to stop
     */
    public static void train(
            Installation installation,
            List<String> options,
            Path jar,
            ParseResult.ParsedDag dag,
            Path folder,
            Duration longest)
            throws IOException, InterruptedException {
        TaskSpec task = SpecJson.read(dag.graph()).tasks().stream()
                .filter(it -> it.taskId().equals(Parsers.SAMPLE_TASK))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the DAG has no task " + Parsers.SAMPLE_TASK));
        HostTraining.Sample sample =
                new HostTraining.Sample(jar, dag.dagId(), dag.dagClass(), task.taskId(), task.signature());
        // The quick compiler only, as for servers: see MakeAotCommand.
        List<String> all = Stream.of(HOST_OPTIONS, List.of("-XX:TieredStopAtLevel=1"), options)
                .flatMap(List::stream)
                .toList();
        String end = new HostTraining(
                        Path.of(System.getProperty("java.home")), installation.hostClassPath(), all, longest)
                .run(sample, folder, InstantSource.system().instant());
        if (!end.equals("success")) {
            throw new IllegalStateException("the task that was to be recorded ended with " + end);
        }
    }
}
