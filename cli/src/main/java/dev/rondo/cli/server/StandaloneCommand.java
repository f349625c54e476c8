package dev.rondo.cli.server;

import dev.rondo.cli.Home;
import dev.rondo.cli.Rondo;
import dev.rondo.worker.WorkerConfig;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rondo standalone}. */
@Command(
        name = "standalone",
        description = "Starts everything on this machine: PostgreSQL, scheduler, DAG processor, web page and a worker.",
        mixinStandardHelpOptions = true)
public final class StandaloneCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "" + WebserverPart.DEFAULT_PORT,
            description = "Port of page and API; 0 for any free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Mixin
    private HostOption host = new HostOption();

    @Option(
            names = "--dags",
            paramLabel = "PLACE",
            description = "Folder with DAG files, or gs://BUCKET/FOLDER; may be repeated. Default: dags in the home.")
    private List<String> dags = List.of();

    @Option(
            names = "--slots",
            paramLabel = "N",
            defaultValue = "" + WorkerConfig.DEFAULT_SLOTS,
            description = "Tasks at once, 1 to 1000. Default: ${DEFAULT-VALUE}")
    private int slots;

    @Option(names = "--no-examples", description = "Leaves the example DAGs out.")
    private boolean noExamples;

    @Option(
            names = "--bucket",
            description =
                    "Serves a bucket too, gs://rondo, from buckets in the home; DAG files in its dags/ are taken.")
    private boolean bucket;

    @Option(
            names = "--bucket-port",
            paramLabel = "N",
            defaultValue = "" + LocalBucket.DEFAULT_PORT,
            description = "Port of that bucket; 0 for any free one. Default: ${DEFAULT-VALUE}")
    private int bucketPort;

    @Override
    public Integer call() throws Exception {
        Map<String, String> environment = Rondo.environmentOf(spec);
        Standalone standalone = new Standalone(
                new Standalone.Options(
                        Home.of(environment),
                        host.on(port),
                        dags.stream()
                                .map(each -> Place.of("--dags", each, environment))
                                .toList(),
                        bucket ? OptionalInt.of(bucketPort) : OptionalInt.empty(),
                        server.database(environment),
                        server.storage(environment),
                        !noExamples,
                        slots,
                        environment),
                Installation.ofThisProcess(),
                spec.commandLine().getOut());
        return ServerProcess.run(standalone::start);
    }
}
