package dev.rondo.cli.local;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.server.Installation;
import dev.rondo.cli.tasks.RunArgument;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.testkit.local.LocalRequest.PushedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo tasks test}. */
@Command(
        name = "test",
        description = {
            "Runs one task here, without a server, whatever its rules say.",
            "To repeat a failed try under a debugger: --xcoms-from its run, and --debug PORT."
        },
        mixinStandardHelpOptions = true)
public final class TestTaskCommand implements Callable<Integer> {

    private static final int ALL = 1_000_000;

    @Mixin
    private Session session = new Session();

    @Mixin
    private DagFilesOption files = new DagFilesOption();

    @Parameters(index = "0", paramLabel = "DAG", description = "A .jar or .java file, or the id of a DAG.")
    private String dag = "";

    @Parameters(index = "1", paramLabel = "TASK", description = "Id of the task.")
    private String taskId = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "DATE",
            description = "Logical date, in the zone of the DAG. Default: that of --xcoms-from, or none.")
    private @Nullable String date;

    @Option(
            names = {"-c", "--conf"},
            paramLabel = "JSON",
            description = "What the run is triggered with. Default: that of --xcoms-from, or nothing.")
    private @Nullable String conf;

    @Option(
            names = "--map-index",
            paramLabel = "N",
            defaultValue = "-1",
            description = "Only this instance of a mapped task.")
    private int mapIndex;

    @Option(
            names = "--xcoms-from",
            paramLabel = "RUN",
            description = "Takes what the task receives from this run on the server; its id, or its logical date.")
    private @Nullable String xcomsFrom;

    @Option(
            names = "--debug",
            paramLabel = "PORT",
            description = "Waits for a debugger on this port of this machine before it begins.")
    private @Nullable Integer debugPort;

    @Override
    public Integer call() throws InterruptedException {
        if (debugPort != null && (debugPort < 1 || debugPort > 65_535)) {
            throw new CommandException(ExitCode.USAGE, "--debug takes a port, 1 to 65535, and got " + debugPort);
        }
        DagFilesOption.Where where = files.find(dag);
        List<PushedValue> values = new ArrayList<>();
        String logicalDate = date;
        String given = conf;
        if (xcomsFrom != null) {
            String dagId = where.dagId();
            if (dagId == null) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "--xcoms-from needs the id of the DAG: give it instead of the file, or --dag-id");
            }
            ApiClient api = session.api();
            String run = RunArgument.require(api, dagId, xcomsFrom);
            JsonObject found = api.get(Paths.run(dagId, run));
            logicalDate = logicalDate != null
                    ? logicalDate
                    : found.findString("logical_date").orElse(null);
            given = given != null || !(found.get("conf") instanceof JsonObject of) ? given : of.toJson();
            values.addAll(values(api, dagId, run));
        }
        LocalProcess process = new LocalProcess(Installation.ofThisProcess(), session.out());
        return process.run(new LocalProcess.Wish(
                        where, taskId, mapIndex, logicalDate, given == null ? "{}" : given, values, debugPort))
                .code();
    }

    private static List<PushedValue> values(ApiClient api, String dagId, String run) {
        List<PushedValue> values = new ArrayList<>();
        for (JsonObject each : Pages.read(api, Paths.task(dagId, run, "~") + "/xcomEntries", "xcom_entries", ALL)) {
            String taskId = Output.text(each.get("task_id"));
            String key = Output.text(each.get("key"));
            int mapIndex = each.get("map_index") instanceof JsonNumber n ? n.toInt() : -1;
            JsonObject entry = api.get(Paths.task(dagId, run, taskId) + "/xcomEntries/" + key
                    + Paths.query("map_index", mapIndex, "stringify", true));
            if (entry.get("value") instanceof JsonString json) {
                values.add(new PushedValue(taskId, mapIndex, key, json.value()));
            }
        }
        return values;
    }
}
