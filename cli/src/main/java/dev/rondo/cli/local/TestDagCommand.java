package dev.rondo.cli.local;

import dev.rondo.cli.server.Installation;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondo dags test}. */
@Command(
        name = "test",
        description = {
            "Runs a whole DAG here, without a server, and prints it task by task.",
            "Retries and sensors really wait; nothing is kept; other DAGs are not triggered.",
            "Variables and connections come from RONDO_VAR_… and RONDO_CONN_…"
        },
        mixinStandardHelpOptions = true)
public final class TestDagCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private DagFilesOption files = new DagFilesOption();

    @Parameters(index = "0", paramLabel = "DAG", description = "A .jar or .java file, or the id of a DAG.")
    private String dag = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATE",
            description = "Logical date, in the zone of the DAG. Default: a manual run without a date.")
    private @Nullable String date;

    @Option(
            names = {"-c", "--conf"},
            paramLabel = "JSON",
            defaultValue = "{}",
            description = "What the run is triggered with; goes over the params.")
    private String conf = "{}";

    @Override
    public Integer call() throws InterruptedException {
        LocalProcess process = new LocalProcess(
                Installation.ofThisProcess(), command.commandLine().getOut());
        return process.run(new LocalProcess.Wish(files.find(dag), null, -1, date, conf, List.of(), null))
                .code();
    }
}
