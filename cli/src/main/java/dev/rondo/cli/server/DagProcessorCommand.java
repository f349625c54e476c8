package dev.rondo.cli.server;

import dev.rondo.cli.Home;
import dev.rondo.cli.Rondo;
import dev.rondo.cli.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rondo dag-processor}. */
@Command(
        name = "dag-processor",
        description = "Watches folders for DAG files and reads them, each in a process of its own.",
        mixinStandardHelpOptions = true)
public final class DagProcessorCommand implements Callable<Integer> {

    private static final int CONNECTIONS = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private LogOption log = new LogOption();

    @Option(
            names = "--dags",
            paramLabel = "FOLDER",
            description = "Folder with DAG files; may be repeated. Default: dags in the home.")
    private List<Path> dags = List.of();

    @Option(names = "--examples", description = "Reads the example DAGs too.")
    private boolean examples;

    @Override
    public Integer call() throws Exception {
        return ServerProcess.run(this::start);
    }

    private void start(OpenParts parts) {
        Map<String, String> environment = Rondo.environmentOf(spec);
        Home home = Home.of(environment);
        Map<String, String> defaultArgs = DefaultArguments.of(environment);
        Announcer announcer = new Announcer(spec.commandLine().getOut());
        log.apply();
        Storage storage = parts.add(Storage.open(new Storage.Settings(
                home,
                server.database(environment),
                server.storage(environment),
                "rondo-dag-processor",
                CONNECTIONS,
                Optional.of(announcer::say))));
        Installation installation = Installation.ofThisProcess();
        DagFolders folders = DagFolders.of(home, dags, examples, installation);
        // Schedulers hear of new versions from the database.
        parts.add(DagFiles.start(folders, storage, installation, home, defaultArgs, announcer, () -> {}));
        announcer.say("Rondo " + Version.text() + " DAG processor is ready: "
                + String.join(
                        ", ",
                        folders.byBundle().values().stream().map(Path::toString).toList()));
    }
}
