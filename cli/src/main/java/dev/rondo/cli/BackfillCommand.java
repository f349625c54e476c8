package dev.rondo.cli;

import dev.rondo.cli.api.Pages;
import dev.rondo.cli.output.Output;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo backfill …}. */
@Command(
        name = "backfill",
        description = "Runs of a stretch of time that is over.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@Subcommands(BackfillCommand.Create.class)
final class BackfillCommand {

    private BackfillCommand() {}

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

        @Option(names = "--dry-run", description = "Only lists the dates.")
        private boolean dryRun;

        @Override
        public Integer call() {
            JsonObject body = JsonObject.of(Map.of(
                    "dag_id", new JsonString(dagId),
                    "from_date", new JsonString(Dates.instant(fromDate)),
                    "to_date", new JsonString(Dates.instant(toDate)),
                    "run_backwards", JsonBoolean.of(backwards),
                    "max_active_runs", JsonNumber.of(maxActiveRuns),
                    "reprocess_behavior", new JsonString(reprocess.name()),
                    "dag_run_conf", confObject()));
            Output output = session.output();
            if (dryRun) {
                List<JsonObject> dates =
                        Pages.objects(session.api().post("/api/v2/backfills/dry_run", body), "backfills");
                output.rows(
                        dates, List.of(Output.Column.of("LOGICAL DATE", "logical_date")), "no date in that stretch");
                output.line(dates.size() + " runs");
            } else {
                JsonObject backfill = session.api().post("/api/v2/backfills", body);
                output.object(backfill);
            }
            return ExitCode.OK.code();
        }

        private JsonValue confObject() {
            return conf == null ? JsonObject.EMPTY : Conf.parse(conf);
        }
    }
}
