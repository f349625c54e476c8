package dev.rondo.cli;

import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.cli.watch.BackfillWatch;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondo backfill …}. */
@Command(
        name = "backfill",
        description = "Runs of a stretch of time that is over.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@Subcommands({
    BackfillCommand.Create.class,
    BackfillCommand.ListBackfills.class,
    BackfillCommand.Show.class,
    BackfillCommand.Watch.class,
    BackfillCommand.Pause.class,
    BackfillCommand.Resume.class,
    BackfillCommand.Cancel.class,
    BackfillCommand.Retry.class
})
final class BackfillCommand {

    private static final String BACKFILLS = "/api/v2/backfills";

    private BackfillCommand() {}

    /** The backfill that a command is about. */
    static final class Which {

        @Parameters(paramLabel = "ID", description = "Number of the backfill; see: rondo backfill list")
        private long id;

        String path() {
            return BACKFILLS + "/" + id;
        }
    }

    private static List<Column> columns() {
        return List.of(
                Column.of("ID", "id"),
                Column.of("DAG", "dag_id"),
                Column.of("FROM", "from_date"),
                Column.of("TO", "to_date"),
                new Column("STATE", BackfillCommand::state),
                new Column("RUNS", backfill -> ofRuns(backfill, "total")),
                new Column("QUEUED", backfill -> ofRuns(backfill, "queued")),
                new Column("RUNNING", backfill -> ofRuns(backfill, "running")),
                new Column("SUCCESS", backfill -> ofRuns(backfill, "success")),
                new Column("FAILED", backfill -> ofRuns(backfill, "failed")));
    }

    private static String state(JsonObject backfill) {
        if (!Output.text(backfill.get("completed_at")).isEmpty()) {
            return "over";
        }
        return Output.text(backfill.get("is_paused")).equals("true") ? "paused" : "under way";
    }

    private static String ofRuns(JsonObject backfill, String state) {
        return backfill.get("runs") instanceof JsonObject runs ? Output.text(runs.get(state)) : "";
    }

    private static void print(Output output, JsonObject backfill) {
        output.rows(List.of(backfill), columns(), "no backfill");
    }

    private static void printPlan(Output output, JsonObject plan, String none) {
        output.rows(
                Pages.objects(plan, "backfills"),
                List.of(
                        Column.of("LOGICAL DATE", "logical_date"),
                        new Column("RUN", run -> Output.text(run.get("action")).replace('_', ' ')),
                        Column.of("REASON", "reason")),
                none);
        output.line(Output.text(plan.get("total_entries")) + " runs: " + Output.text(plan.get("created"))
                + " created, " + Output.text(plan.get("cleared")) + " cleared, "
                + Output.text(plan.get("not_created")) + " left as they are");
    }

    /** What happens to a run that exists already. */
    enum Reprocess {
        /** It stays. */
        none,
        /** It is cleared if it failed. */
        failed,
        /** It is cleared if it is over. */
        completed
    }

    @Command(
            name = "create",
            description = "Creates the runs of every date from --from-date to --to-date.",
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Option(names = "--dag-id", required = true, paramLabel = "DAG", description = "Id of the DAG.")
        private String dagId = "";

        @Option(
                names = "--from-date",
                required = true,
                paramLabel = "DATE",
                description = "First logical date, such as 2026-01-01 or 2026-01-01T06:00:00Z.")
        private String fromDate = "";

        @Option(names = "--to-date", required = true, paramLabel = "DATE", description = "Last logical date.")
        private String toDate = "";

        @Option(names = "--dag-run-conf", paramLabel = "JSON", description = "Conf of every run, a JSON object.")
        private @Nullable String conf;

        @Option(names = "--run-backwards", description = "The newest date first.")
        private boolean backwards;

        @Option(
                names = "--max-active-runs",
                paramLabel = "N",
                defaultValue = "10",
                description = "How many of its runs may be running at once. Default: ${DEFAULT-VALUE}")
        private int maxActiveRuns;

        @Option(
                names = "--reprocess-behavior",
                paramLabel = "WHAT",
                defaultValue = "none",
                description = "What happens to runs that exist: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
        private Reprocess reprocess = Reprocess.none;

        @Option(
                names = "--tasks",
                paramLabel = "TASK",
                split = ",",
                description = "Only these tasks, comma-separated. Of runs that exist the others stay as they are.")
        private List<String> tasks = List.of();

        @Option(names = "--include-upstream", description = "With --tasks: and all that is upstream of them.")
        private boolean upstream;

        @Option(names = "--dry-run", description = "Only lists the dates, and what would become of each.")
        private boolean dryRun;

        @Option(names = "--watch", description = "Shows how far it is until it is over; exit code 1 when a run failed.")
        private boolean watch;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws InterruptedException {
            if (upstream && tasks.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "--include-upstream goes with --tasks; without, all tasks are done");
            }
            Map<String, JsonValue> fields = new HashMap<>(Map.of(
                    "dag_id", new JsonString(dagId),
                    "from_date", new JsonString(Dates.instant(fromDate)),
                    "to_date", new JsonString(Dates.instant(toDate)),
                    "run_backwards", JsonBoolean.of(backwards),
                    "max_active_runs", JsonNumber.of(maxActiveRuns),
                    "reprocess_behavior", new JsonString(reprocess.name()),
                    "dag_run_conf", confObject()));
            if (!tasks.isEmpty()) {
                fields.put("tasks", JsonArray.ofStrings(tasks));
            }
            if (upstream) {
                fields.put("include_upstream", JsonBoolean.of(true));
            }
            JsonObject body = JsonObject.of(fields);
            Output output = session.output();
            if (dryRun) {
                printPlan(output, session.api().post(BACKFILLS + "/dry_run", body), "no date in that stretch");
            } else {
                JsonObject made = session.api().post(BACKFILLS, body);
                if (watch) {
                    return BackfillWatch.untilOver(session, BACKFILLS + "/" + Output.text(made.require("id")));
                }
                print(output, made);
            }
            return ExitCode.OK.code();
        }

        private JsonValue confObject() {
            return conf == null ? JsonObject.EMPTY : Conf.parse(conf);
        }
    }

    @Command(
            name = "list",
            description = "Lists backfills, the newest first, and how far each is.",
            mixinStandardHelpOptions = true)
    static final class ListBackfills implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Option(names = "--dag-id", paramLabel = "DAG", description = "Only those of this DAG.")
        private @Nullable String dagId;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "25",
                description = "How many. Default: ${DEFAULT-VALUE}")
        private int limit;

        @Override
        public Integer call() {
            session.list(
                    BACKFILLS + Paths.query("dag_id", dagId),
                    "backfills",
                    limit,
                    columns(),
                    "no backfills; `rondo backfill create` makes one");
            return ExitCode.OK.code();
        }
    }

    @Command(name = "show", description = "Prints everything about a backfill.", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private Which which = new Which();

        @Override
        public Integer call() {
            session.output().object(session.api().get(which.path()));
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "watch",
            description = {"Shows how far a backfill is, until it is over.", "Exit code 1 when a run of it failed."},
            mixinStandardHelpOptions = true)
    static final class Watch implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private Which which = new Which();

        @Override
        public Integer call() throws InterruptedException {
            return BackfillWatch.untilOver(session, which.path());
        }
    }

    @Command(
            name = "pause",
            description = "Holds a backfill back: what runs goes on, nothing more of it begins.",
            mixinStandardHelpOptions = true)
    static final class Pause implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private Which which = new Which();

        @Override
        public Integer call() {
            print(session.output(), session.api().put(which.path() + "/pause", JsonObject.EMPTY));
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "resume",
            aliases = "unpause",
            description = "Lets a paused backfill go on.",
            mixinStandardHelpOptions = true)
    static final class Resume implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private Which which = new Which();

        @Override
        public Integer call() {
            print(session.output(), session.api().put(which.path() + "/unpause", JsonObject.EMPTY));
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "cancel",
            description = "Ends a backfill: its queued runs fail, its running ones go on.",
            mixinStandardHelpOptions = true)
    static final class Cancel implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private Which which = new Which();

        @Override
        public Integer call() {
            print(session.output(), session.api().put(which.path() + "/cancel", JsonObject.EMPTY));
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "retry",
            description = "Does again what failed in the failed runs of a backfill, also of one that is over.",
            mixinStandardHelpOptions = true)
    static final class Retry implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private Which which = new Which();

        @Option(names = "--dry-run", description = "Only lists the runs.")
        private boolean dryRun;

        @Override
        public Integer call() {
            JsonObject body = JsonObject.of(Map.of("dry_run", JsonBoolean.of(dryRun)));
            JsonObject answer = session.api().post(which.path() + "/retry", body);
            Output output = session.output();
            if (dryRun) {
                printPlan(output, answer, "no failed run");
            } else {
                print(output, answer);
                output.line(Output.text(answer.get("retried_runs")) + " runs are done again");
            }
            return ExitCode.OK.code();
        }
    }
}
