package dev.rondo.cli.server;

import dev.rondo.cli.Home;
import dev.rondo.cli.Version;
import dev.rondo.scheduler.Scheduler;
import dev.rondo.storage.secret.OutsideSettings;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo scheduler}. */
@Command(
        name = "scheduler",
        description = "Creates runs, decides what is ready, and gives tasks to workers. Several may run at once.",
        mixinStandardHelpOptions = true)
public final class SchedulerCommand implements Callable<Integer> {

    private static final int CONNECTIONS = 8;

    @Mixin
    private RoleOptions role = new RoleOptions();

    @Mixin
    private WorkerToken token = new WorkerToken();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "" + SchedulerPart.DEFAULT_PORT,
            description = "Port of the execution API, which workers use; 0 for any free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Mixin
    private HostOption host = new HostOption();

    @Override
    public Integer call() throws Exception {
        return ServerProcess.run(this::start);
    }

    private void start(OpenParts parts) {
        Map<String, String> environment = role.environment();
        Home home = role.home();
        Announcer announcer = role.announcer();
        Listening listening = host.on(port);
        Storage storage = role.open(parts, CONNECTIONS, announcer);
        OutsideSettings outside = SecretsSettings.open(parts, environment);
        Metrics metrics = parts.add(Metrics.of(home, environment));
        Scheduler scheduler = parts.add(SchedulerPart.start(
                storage, listening, token.made(home, environment), environment, outside, announcer, metrics));
        announcer.say("Rondo " + Version.text() + " scheduler is ready: rondo worker --scheduler "
                + listening.url(scheduler.executionPort()));
    }
}
