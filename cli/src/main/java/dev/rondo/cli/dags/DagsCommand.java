package dev.rondo.cli.dags;

import static java.util.Objects.requireNonNull;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.Conf;
import dev.rondo.cli.Dates;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.Subcommands;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.deploy.DeployCommand;
import dev.rondo.cli.init.InitCommand;
import dev.rondo.cli.local.TestDagCommand;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo dags …}. */
@Command(
        name = "dags",
        description = "DAGs and their runs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@Subcommands({
    DagsCommand.ListDags.class,
    DagsCommand.Details.class,
    DagsCommand.Trigger.class,
    DagsCommand.Pause.class,
    DagsCommand.Unpause.class,
    DeleteCommand.class,
    DagsCommand.ListRuns.class,
    DagsCommand.ListImportErrors.class,
    NextExecutionCommand.class,
    DeadlinesCommand.class,
    LogsCommand.class,
    ShowCommand.class,
    WhyCommand.class,
    DeployCommand.class,
    TestDagCommand.class,
    InitCommand.class
})
public final class DagsCommand {

    private static final int DEFAULT_LIMIT = 1_000;

    private DagsCommand() {}

    @Command(name = "list", description = "Lists the DAGs.", mixinStandardHelpOptions = true)
    static final class ListDags implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Option(names = "--tag", paramLabel = "TAG", description = "Only those with this tag; may be repeated.")
        private List<String> tags = List.of();

        @Option(names = "--paused", description = "Only paused ones.")
        private boolean paused;

        @Override
        public Integer call() {
            StringBuilder path = new StringBuilder("/api/v2/dags" + Paths.query("paused", paused ? "true" : null));
            for (String tag : tags) {
                path.append(path.indexOf("?") < 0 ? "" : "&");
                path.append(
                        path.indexOf("?") < 0
                                ? Paths.query("tags", tag)
                                : Paths.query("tags", tag).substring(1));
            }
            session.list(
                    path.toString(),
                    "dags",
                    DEFAULT_LIMIT,
                    List.of(
                            Column.of("DAG", "dag_id"),
                            Column.of("PAUSED", "is_paused"),
                            Column.of("SCHEDULE", "timetable_summary"),
                            Column.of("NEXT RUN", "next_dagrun_run_after"),
                            Column.of("FILE", "relative_fileloc")),
                    "no DAGs; drop a .jar or .java file into the dags folder");
            return ExitCode.OK.code();
        }
    }

    @Command(name = "details", description = "Prints everything about a DAG.", mixinStandardHelpOptions = true)
    static final class Details implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "DAG", description = "Id of the DAG.")
        private String dagId = "";

        @Override
        public Integer call() {
            session.output().object(session.api().get(Paths.dag(dagId) + "/details"));
            return ExitCode.OK.code();
        }
    }

    @Command(name = "trigger", description = "Makes a run now.", mixinStandardHelpOptions = true)
    static final class Trigger implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "DAG", description = "Id of the DAG.")
        private String dagId = "";

        @Option(
                names = {"-c", "--conf"},
                paramLabel = "JSON",
                description = "Conf of the run, a JSON object.")
        private @Nullable String conf;

        @Option(
                names = {"-l", "--logical-date"},
                paramLabel = "DATE",
                description = "The moment the run stands for. Default: now; 'none' for none.")
        private @Nullable String logicalDate;

        @Option(
                names = {"-r", "--run-id"},
                paramLabel = "ID",
                description = "Id of the run. Default: made from the date.")
        private @Nullable String runId;

        @Option(names = "--note", paramLabel = "TEXT", description = "A note on the run.")
        private @Nullable String note;

        @Option(names = "--wait", description = "Waits for the end of the run; exit code 1 when it failed.")
        private boolean wait;

        @Override
        public Integer call() throws InterruptedException {
            ApiClient api = session.api();
            JsonObject run = api.post(Paths.dag(dagId) + "/dagRuns", body());
            if (!wait) {
                session.output().object(run);
                tellIfPaused(api);
                return ExitCode.OK.code();
            }
            String id = Output.text(run.get("dag_run_id"));
            session.output().line("run " + id);
            tellIfPaused(api);
            JsonObject ended = new RunWait(api, dagId, id).untilOver();
            session.output().object(ended);
            return Output.text(ended.get("state")).equals("success") ? ExitCode.OK.code() : ExitCode.FAILED.code();
        }

        /**
         * The run is there and does not start: who waits for it should know what for. That the answer does not come is
         * no failure of what was asked for, which must not be asked for again.
         */
        private void tellIfPaused(ApiClient api) {
            if (isPaused(api)) {
                session.err()
                        .println("rondo: DAG '" + dagId + "' is paused: the run waits until `rondo dags unpause "
                                + dagId + "`");
                session.err().flush();
            }
        }

        private boolean isPaused(ApiClient api) {
            try {
                return Output.text(api.get(Paths.dag(dagId)).get("is_paused")).equals("true");
            } catch (CommandException e) {
                return false;
            }
        }

        private JsonObject body() {
            Map<String, JsonValue> body = new LinkedHashMap<>();
            // The API wants the key even where there is no date; absent means now.
            if (logicalDate == null) {
                body.put(
                        "logical_date", new JsonString(session.clock().instant().toString()));
            } else {
                body.put(
                        "logical_date",
                        logicalDate.equals("none") ? JsonNull.NULL : new JsonString(Dates.instant(logicalDate)));
            }
            if (runId != null) {
                body.put("dag_run_id", new JsonString(runId));
            }
            if (conf != null) {
                body.put("conf", Conf.parse(conf));
            }
            if (note != null) {
                body.put("note", new JsonString(note));
            }
            return JsonObject.of(body);
        }
    }

    private static int setPaused(Session session, String dagId, boolean paused) {
        JsonObject dag =
                session.api().patch(Paths.dag(dagId), JsonObject.of(Map.of("is_paused", JsonBoolean.of(paused))));
        session.output()
                .rows(
                        List.of(dag),
                        List.of(Column.of("DAG", "dag_id"), Column.of("PAUSED", "is_paused")),
                        "no such DAG");
        return ExitCode.OK.code();
    }

    @Command(
            name = "pause",
            description = "Makes no new runs of a DAG and starts none; what runs goes on.",
            mixinStandardHelpOptions = true)
    static final class Pause implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "DAG", description = "Id of the DAG.")
        private String dagId = "";

        @Override
        public Integer call() {
            return setPaused(session, dagId, true);
        }
    }

    @Command(name = "unpause", description = "Lets a DAG run.", mixinStandardHelpOptions = true)
    static final class Unpause implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "DAG", description = "Id of the DAG.")
        private String dagId = "";

        @Override
        public Integer call() {
            return setPaused(session, dagId, false);
        }
    }

    @Command(
            name = "list-runs",
            description = "Lists the runs of a DAG, the newest first.",
            mixinStandardHelpOptions = true)
    static final class ListRuns implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @ArgGroup(multiplicity = "1")
        private DagArgument dag = new DagArgument();

        /** As a word, as airflow 3 has it, or as an option, as airflow 2 had it. */
        static final class DagArgument {
            @Parameters(paramLabel = "DAG", description = "Id of the DAG.")
            private @Nullable String word;

            @Option(
                    names = {"-d", "--dag-id"},
                    paramLabel = "DAG",
                    description = "The same, as an option.")
            private @Nullable String option;

            String id() {
                return word != null ? word : requireNonNull(option);
            }
        }

        @Option(names = "--state", paramLabel = "STATE", description = "Only those in this state; may be repeated.")
        private List<String> states = List.of();

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "100",
                description = "At most so many. Default: ${DEFAULT-VALUE}")
        private int limit;

        @Override
        public Integer call() {
            StringBuilder path = new StringBuilder(Paths.dag(dag.id()) + "/dagRuns?order_by=-run_after");
            states.forEach(s -> path.append("&").append(Paths.query("state", s).substring(1)));
            session.list(
                    path.toString(),
                    "dag_runs",
                    limit,
                    List.of(
                            Column.of("RUN", "dag_run_id"),
                            Column.of("STATE", "state"),
                            Column.of("TYPE", "run_type"),
                            Column.of("LOGICAL DATE", "logical_date"),
                            Column.of("START", "start_date"),
                            Column.of("END", "end_date")),
                    "no runs");
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "list-import-errors",
            description = "Lists the files whose DAGs could not be read, and why.",
            mixinStandardHelpOptions = true)
    static final class ListImportErrors implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Override
        public Integer call() {
            List<JsonObject> errors = Pages.read(session.api(), "/api/v2/importErrors", "import_errors", DEFAULT_LIMIT);
            session.output()
                    .rows(
                            errors,
                            List.of(
                                    new Column("FILE", ListImportErrors::place),
                                    Column.of("CLASS", "dag_class"),
                                    Column.of("SINCE", "timestamp"),
                                    new Column("ERROR", ListImportErrors::error)),
                            "no import errors");
            if (errors.stream()
                    .anyMatch(error -> Output.text(error.get("stack_trace")).contains("\tat "))) {
                session.output().line("stack traces: rondo dags list-import-errors -o json");
            }
            return errors.isEmpty() ? ExitCode.OK.code() : ExitCode.FAILED.code();
        }

        private static String place(JsonObject error) {
            String line = Output.text(error.get("line"));
            return Output.text(error.get("filename")) + (line.isEmpty() || line.equals("0") ? "" : ":" + line);
        }

        private static String error(JsonObject error) {
            return Output.text(error.get("code")) + ": " + Output.text(error.get("message"));
        }
    }

    /** Elements of an array as text, for a cell. */
    static String joined(@Nullable JsonValue array) {
        if (array instanceof JsonArray elements) {
            return String.join(
                    ", ", elements.elements().stream().map(Output::text).toList());
        }
        return Output.text(array);
    }
}
