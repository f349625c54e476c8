package dev.rondo.cli.server;

import dev.rondo.cli.Home;
import dev.rondo.cli.Version;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo dag-processor}. */
@Command(
        name = "dag-processor",
        description = "Watches folders and buckets for DAG files and reads them, each in a process of its own.",
        mixinStandardHelpOptions = true)
public final class DagProcessorCommand implements Callable<Integer> {

    private static final int CONNECTIONS = 3;

    @Mixin
    private RoleOptions role = new RoleOptions();

    @Option(
            names = "--dags",
            paramLabel = "PLACE",
            description = "Folder with DAG files, or gs://BUCKET/FOLDER; may be repeated. Default: dags in the home.")
    private List<String> dags = List.of();

    @Option(names = "--examples", description = "Reads the example DAGs too.")
    private boolean examples;

    @Override
    public Integer call() throws Exception {
        return ServerProcess.run(this::start);
    }

    private void start(OpenParts parts) {
        Home home = role.home();
        Map<String, String> defaultArgs = DefaultArguments.of(role.environment());
        Announcer announcer = role.announcer();
        Storage storage = role.open(parts, CONNECTIONS, announcer);
        Installation installation = Installation.ofThisProcess();
        List<Place> places = dags.stream()
                .map(each -> Place.of("--dags", each, role.environment()))
                .toList();
        DagFolders folders = DagFolders.of(home, places, examples, installation);
        // Schedulers hear of new versions from the database.
        parts.add(DagFiles.start(folders, storage, installation, home, defaultArgs, announcer, () -> {}))
                .hear(role.environment(), storage.buckets());
        announcer.say("Rondo " + Version.text() + " DAG processor is ready: "
                + String.join(
                        ", ",
                        folders.byBundle().values().stream()
                                .map(Place::toString)
                                .toList()));
    }
}
