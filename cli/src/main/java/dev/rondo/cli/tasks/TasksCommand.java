package dev.rondo.cli.tasks;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.Dates;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.Subcommands;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.local.TestTaskCommand;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.cli.output.Question;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo tasks …}. */
@Command(
        name = "tasks",
        description = "Tasks and their instances.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@Subcommands({
    TasksCommand.ListTasks.class,
    TasksCommand.ShowTask.class,
    LogsCommand.class,
    TasksCommand.StatesForRun.class,
    TasksCommand.Clear.class,
    TasksCommand.Why.class,
    TestTaskCommand.class
})
public final class TasksCommand {

    private static final int ALL = 1_000_000;

    private TasksCommand() {}

    @Command(name = "list", description = "Lists the tasks of a DAG.", mixinStandardHelpOptions = true)
    static final class ListTasks implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "DAG", description = "Id of the DAG.")
        private String dagId = "";

        @Override
        public Integer call() {
            session.output()
                    .rows(
                            Pages.objects(session.api().get(Paths.dag(dagId) + "/tasks"), "tasks"),
                            List.of(
                                    Column.of("TASK", "task_id"),
                                    Column.of("OPERATOR", "operator_name"),
                                    Column.of("RULE", "trigger_rule"),
                                    Column.of("RETRIES", "retries"),
                                    Column.of("POOL", "pool")),
                            "no tasks");
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "show",
            description =
                    "Prints the options of a task, and where each value comes from: the installation's environment,"
                            + " the DAG, a group, the task itself, or nobody (default).",
            mixinStandardHelpOptions = true)
    static final class ShowTask implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(index = "0", paramLabel = "DAG", description = "Id of the DAG.")
        private String dagId = "";

        @Parameters(index = "1", paramLabel = "TASK", description = "Id of the task.")
        private String taskId = "";

        @Override
        public Integer call() {
            session.output()
                    .rows(
                            Pages.objects(session.api().get(Paths.taskOf(dagId, taskId)), "options"),
                            List.of(
                                    Column.of("OPTION", "name"),
                                    Column.of("VALUE", "value"),
                                    Column.of("FROM", "origin")),
                            "no options");
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "states-for-dag-run",
            description = "Lists the task instances of a run with their states.",
            mixinStandardHelpOptions = true)
    static final class StatesForRun implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(index = "0", paramLabel = "DAG", description = "Id of the DAG.")
        private String dagId = "";

        @Parameters(index = "1", paramLabel = "RUN", description = "Id of the run, or its logical date.")
        private String runId = "";

        @Override
        public Integer call() {
            ApiClient api = session.api();
            String run = RunArgument.require(api, dagId, runId);
            session.output()
                    .rows(
                            Pages.read(api, Paths.run(dagId, run) + "/taskInstances", "task_instances", ALL),
                            instanceColumns(),
                            "no task instances");
            return ExitCode.OK.code();
        }
    }

    private static List<Column> instanceColumns() {
        return List.of(
                Column.of("TASK", "task_id"),
                Column.of("MAP", "map_index"),
                Column.of("STATE", "state"),
                Column.of("TRY", "try_number"),
                Column.of("START", "start_date"),
                Column.of("END", "end_date"));
    }

    @Command(
            name = "clear",
            description = "Lets task instances run again. Lists what is affected and asks first.",
            mixinStandardHelpOptions = true)
    static final class Clear implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(index = "0", paramLabel = "DAG", description = "Id of the DAG.")
        private String dagId = "";

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "RUN",
                description =
                        "Id of the run, or its logical date. Without it: all runs from --start-date to --end-date.")
        private @Nullable String run;

        @Option(
                names = {"-s", "--start-date"},
                paramLabel = "DATE",
                description = "First logical date, where no run is named.")
        private @Nullable String startDate;

        @Option(
                names = {"-e", "--end-date"},
                paramLabel = "DATE",
                description = "Last logical date, where no run is named.")
        private @Nullable String endDate;

        @Option(
                names = {"-t", "--task"},
                paramLabel = "TASK",
                description = "Only this task; may be repeated.")
        private List<String> taskIds = List.of();

        @Option(
                names = {"-u", "--upstream"},
                description = "Also what is upstream of the tasks.")
        private boolean upstream;

        @Option(
                names = {"-d", "--downstream"},
                description = "Also what is downstream of the tasks.")
        private boolean downstream;

        @Option(names = "--future", description = "Also in later runs.")
        private boolean future;

        @Option(names = "--past", description = "Also in earlier runs.")
        private boolean past;

        @Option(
                names = {"-f", "--only-failed"},
                description = "Only instances that failed.")
        private boolean onlyFailed;

        @Option(
                names = {"-r", "--only-running"},
                description = "Only instances that are running; they are stopped and run again.")
        private boolean onlyRunning;

        @Option(names = "--latest", description = "Run them with the newest version of the DAG.")
        private boolean latest;

        @Option(
                names = {"-y", "--yes"},
                description = "Does not ask.")
        private boolean yes;

        @Option(
                names = {"-n", "--dry-run"},
                description = "Only lists what is affected.")
        private boolean dryRun;

        @Override
        public Integer call() {
            if ((run == null) == (startDate == null && endDate == null)) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "name either one run, or a stretch by --start-date and --end-date: rondo tasks clear DAG RUN");
            }
            if (run == null && (past || future)) {
                throw new CommandException(
                        ExitCode.USAGE, "--past and --future are seen from one run: rondo tasks clear DAG RUN");
            }
            ApiClient api = session.api();
            String runId = run == null ? null : RunArgument.require(api, dagId, run);
            String path = Paths.dag(dagId) + "/clearTaskInstances";
            List<JsonObject> affected = Pages.objects(api.post(path, body(runId, true)), "task_instances");
            session.output().rows(affected, affectedColumns(), "nothing to clear");
            if (affected.isEmpty()) {
                return ExitCode.OK.code();
            }
            if (runId != null && !latest) {
                tellOfOlderVersion(api, runId);
            }
            if (dryRun) {
                return ExitCode.OK.code();
            }
            if (!yes && !Question.confirms("clear " + affected.size() + " task instances")) {
                session.err().println("nothing was cleared");
                return ExitCode.FAILED.code();
            }
            JsonObject ignored = api.post(path, body(runId, false));
            session.output().line(affected.size() + " task instances cleared");
            return ExitCode.OK.code();
        }

        // There may be instances of several runs.
        private static List<Column> affectedColumns() {
            return Stream.concat(Stream.of(Column.of("RUN", "dag_run_id")), instanceColumns().stream())
                    .toList();
        }

        private void tellOfOlderVersion(ApiClient api, String runId) {
            List<JsonObject> versions = Pages.objects(api.get(Paths.run(dagId, runId)), "dag_versions");
            JsonValue newest = api.get(Paths.dag(dagId) + "/details").get("latest_dag_version");
            String number = newest instanceof JsonObject n ? Output.text(n.get("version_number")) : "";
            String own =
                    versions.isEmpty() ? "" : Output.text(versions.getLast().get("version_number"));
            if (!own.isEmpty() && !number.isEmpty() && !own.equals(number)) {
                session.err()
                        .println("the run has version " + own + " of the DAG and keeps it; --latest takes version "
                                + number);
            }
        }

        private JsonObject body(@Nullable String runId, boolean dry) {
            Map<String, JsonValue> body = new LinkedHashMap<>();
            body.put("dry_run", JsonBoolean.of(dry));
            if (runId != null) {
                body.put("dag_run_id", new JsonString(runId));
            }
            if (startDate != null) {
                body.put("start_date", new JsonString(Dates.instant(startDate)));
            }
            if (endDate != null) {
                body.put("end_date", new JsonString(Dates.instant(endDate)));
            }
            if (!taskIds.isEmpty()) {
                body.put("task_ids", JsonArray.ofStrings(taskIds));
            }
            body.put("only_failed", JsonBoolean.of(onlyFailed));
            body.put("only_running", JsonBoolean.of(onlyRunning));
            body.put("reset_dag_runs", JsonBoolean.of(true));
            body.put("include_upstream", JsonBoolean.of(upstream));
            body.put("include_downstream", JsonBoolean.of(downstream));
            body.put("include_future", JsonBoolean.of(future));
            body.put("include_past", JsonBoolean.of(past));
            body.put("run_on_latest_version", JsonBoolean.of(latest));
            return JsonObject.of(body);
        }
    }

    @Command(
            name = "why",
            description =
                    "Says which rules hold a task instance back, what blocks it, and when it can go at the earliest.",
            mixinStandardHelpOptions = true)
    static final class Why implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private InstanceArguments instance = new InstanceArguments();

        @Override
        public Integer call() {
            ApiClient api = session.api();
            String path = instance.named(api).path() + "/dependencies";
            JsonObject answer = api.get(path);
            session.output()
                    .rows(
                            Pages.objects(answer, "dependencies"),
                            List.of(
                                    Column.of("RULE", "name"),
                                    Column.of("EARLIEST", "earliest"),
                                    Column.of("REASON", "reason"),
                                    BlockedBy.COLUMN),
                            "nothing holds it back");
            DeadlineLines.print(session.output(), answer);
            return ExitCode.OK.code();
        }
    }
}
