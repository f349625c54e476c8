package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.cli.Rondo;
import dev.rondo.cli.Version;
import dev.rondo.cli.api.ServerTrust;
import dev.rondo.worker.Worker;
import dev.rondo.worker.WorkerConfig;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rondo worker}. */
@Command(
        name = "worker",
        description = "Runs tasks for a scheduler. Needs no database.",
        mixinStandardHelpOptions = true)
public final class WorkerCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private WorkerToken token = new WorkerToken();

    @Mixin
    private LogOption log = new LogOption();

    @Option(
            names = "--scheduler",
            required = true,
            paramLabel = "URL",
            split = ",",
            description = "Where a scheduler's execution API answers, such as http://host:8794; may be repeated: the"
                    + " next is taken when one does not answer.")
    private List<URI> schedulers = List.of();

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
        return ServerProcess.run(this::start);
    }

    private void start(OpenParts parts) {
        Map<String, String> environment = Rondo.environmentOf(spec);
        Home home = Home.of(environment);
        Announcer announcer = new Announcer(spec.commandLine().getOut());
        schedulers.forEach(WorkerCommand::requireHttp);
        String secret = token.given(home, environment);
        log.apply(environment);
        WorkerFolder folder = parts.add(WorkerFolder.take(home));
        String shown = name == null ? ThisMachine.hostName() : name;
        Worker ignored = WorkerPart.start(
                new WorkerPart.Settings(
                        schedulers,
                        ServerTrust.of(environment),
                        secret,
                        shown,
                        folder.path(),
                        home.libraries(),
                        slots,
                        queues,
                        DataPlace.of(environment)),
                Installation.ofThisProcess(),
                parts,
                announcer);
        announcer.say("Rondo " + Version.text() + " worker is ready: " + slots + " slots for "
                + String.join(", ", schedulers.stream().map(URI::toString).toList()));
    }

    private static void requireHttp(URI scheduler) {
        boolean known = "http".equals(scheduler.getScheme()) || "https".equals(scheduler.getScheme());
        if (!known || scheduler.getHost() == null) {
            throw new CommandException(
                    ExitCode.USAGE, "--scheduler is a URL such as http://host:8794, was '" + scheduler + "'");
        }
    }
}
