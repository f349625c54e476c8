package dev.rondo.cli.server;

import dev.rondo.cli.Home;
import dev.rondo.cli.Rondo;
import dev.rondo.cli.Version;
import dev.rondo.scheduler.Scheduler;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rondo scheduler}. */
@Command(
        name = "scheduler",
        description = "Creates runs, decides what is ready, and gives tasks to workers. Several may run at once.",
        mixinStandardHelpOptions = true)
public final class SchedulerCommand implements Callable<Integer> {

    private static final int CONNECTIONS = 8;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private WorkerToken token = new WorkerToken();

    @Mixin
    private LogOption log = new LogOption();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "" + SchedulerPart.DEFAULT_PORT,
            description = "Port of the execution API, which workers use; 0 for any free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}")
    private String host = "";

    @Override
    public Integer call() throws Exception {
        return ServerProcess.run(this::start);
    }

    private void start(OpenParts parts) {
        Map<String, String> environment = Rondo.environmentOf(spec);
        Home home = Home.of(environment);
        Announcer announcer = new Announcer(spec.commandLine().getOut());
        Listening listening = new Listening(host, port);
        log.apply();
        Storage storage = parts.add(Storage.open(new Storage.Settings(
                home,
                server.database(environment),
                server.storage(environment),
                "rondo-scheduler",
                CONNECTIONS,
                Optional.of(announcer::say))));
        Scheduler scheduler = parts.add(
                SchedulerPart.start(storage, listening, token.made(home, environment), environment, announcer));
        announcer.say("Rondo " + Version.text() + " scheduler is ready: rondo worker --scheduler "
                + listening.url(scheduler.executionPort()));
    }
}
