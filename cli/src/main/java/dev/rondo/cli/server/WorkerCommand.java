package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.worker.Worker;
import dev.rondo.worker.WorkerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rondo worker}. */
@Command(
        name = "worker",
        description = "Runs tasks for a scheduler. Needs no database.",
        mixinStandardHelpOptions = true)
public final class WorkerCommand implements Callable<Integer> {

    private static final Duration DRAIN = Duration.ofSeconds(8);

    @Option(
            names = "--scheduler",
            required = true,
            paramLabel = "URL",
            description = "Where a scheduler's execution API answers, such as http://host:8794; may be repeated.")
    private List<URI> schedulers = List.of();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "File with what workers sign in with. Default: RONDO_WORKER_TOKEN, or worker-token in the home.")
    private @Nullable Path tokenFile;

    @Option(names = "--name", paramLabel = "NAME", description = "Name for people. Default: the host's.")
    private @Nullable String name;

    @Option(
            names = "--slots",
            paramLabel = "N",
            defaultValue = "" + WorkerConfig.DEFAULT_SLOTS,
            description = "Tasks at once, 1 to 1000. Default: ${DEFAULT-VALUE}")
    private int slots;

    @Option(
            names = {"-q", "--queues"},
            paramLabel = "QUEUE",
            split = ",",
            defaultValue = "default",
            description = "Queues it serves. Default: ${DEFAULT-VALUE}")
    private List<String> queues = List.of();

    @Override
    public Integer call() throws Exception {
        Map<String, String> environment = System.getenv();
        Home home = Home.of(environment);
        Path folder = home.folder().resolve("worker");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new CommandException(ExitCode.CANT_CREATE, "cannot write to " + folder + ": " + e.getMessage(), e);
        }
        ServerLog.to(home.folder().resolve("worker.log"));
        Worker worker = WorkerParts.make(
                schedulers,
                token(home, environment),
                name == null ? InetAddress.getLocalHost().getHostName() : name,
                folder,
                slots,
                queues,
                Installation.ofThisProcess());
        worker.start();
        System.out.println("worker with " + slots + " slots for " + schedulers.getFirst() + "; Ctrl-C stops it");
        Shutdown.await(() -> {
            boolean ignored = worker.drain(DRAIN);
            worker.close();
        });
        return ExitCode.OK.code();
    }

    private String token(Home home, Map<String, String> environment) {
        String said = environment.get("RONDO_WORKER_TOKEN");
        if (said != null && tokenFile == null) {
            return said.strip();
        }
        Path file = tokenFile == null ? home.workerToken() : tokenFile;
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "no token to sign in with: cannot read " + file
                            + "; copy worker-token from the scheduler's home, or set RONDO_WORKER_TOKEN",
                    e);
        }
    }
}
