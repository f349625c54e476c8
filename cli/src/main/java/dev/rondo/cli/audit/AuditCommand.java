package dev.rondo.cli.audit;

import dev.rondo.cli.Dates;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.Subcommands;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo audit …}. */
@Command(
        name = "audit",
        description = "Who changed what, when, from where, and what it was before.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@Subcommands({AuditCommand.ListChanges.class, AuditCommand.Show.class})
public final class AuditCommand {

    private static final String EVENT_LOGS = "/api/v2/eventLogs";

    private AuditCommand() {}

    @Command(
            name = "list",
            description = "Lists changes, the newest first. For ops; those of a DAG also for its ops.",
            mixinStandardHelpOptions = true)
    static final class ListChanges implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Option(names = "--user", paramLabel = "USER", description = "Only what this user did, also by a token.")
        private @Nullable String user;

        @Option(names = "--event", paramLabel = "EVENT", description = "Only these, such as SetVariable or ClearTasks.")
        private @Nullable String event;

        @Option(names = "--dag-id", paramLabel = "DAG", description = "Only what was done to this DAG and its runs.")
        private @Nullable String dagId;

        @Option(names = "--run-id", paramLabel = "RUN", description = "Only what was done to the run of this id.")
        private @Nullable String runId;

        @Option(names = "--task-id", paramLabel = "TASK", description = "Only what was done to this task alone.")
        private @Nullable String taskId;

        @Option(names = "--since", paramLabel = "DATE", description = "Only what was done after this.")
        private @Nullable String since;

        @Option(names = "--until", paramLabel = "DATE", description = "Only what was done before this.")
        private @Nullable String until;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "100",
                description = "How many. Default: ${DEFAULT-VALUE}")
        private int limit;

        @Override
        public Integer call() {
            String query = Paths.query(
                    "order_by",
                    "-id",
                    "owner",
                    user,
                    "event",
                    event,
                    "dag_id",
                    dagId,
                    "run_id",
                    runId,
                    "task_id",
                    taskId,
                    "after",
                    since == null ? null : Dates.instant(since),
                    "before",
                    until == null ? null : Dates.instant(until));
            session.list(
                    EVENT_LOGS + query,
                    "event_logs",
                    limit,
                    List.of(
                            Column.of("ID", "event_log_id"),
                            Column.of("WHEN", "when"),
                            Column.of("USER", "owner"),
                            new Column("FROM", AuditCommand::from),
                            Column.of("EVENT", "event"),
                            new Column("OF", AuditCommand::of),
                            Column.of("STATUS", "status"),
                            Column.of("BEFORE", "before"),
                            Column.of("AFTER", "after")),
                    "nothing was changed");
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "show",
            description = "Shows a change with all that is known of it.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "ID", description = "As rondo audit list shows it.")
        private long id;

        @Override
        public Integer call() {
            session.output().object(session.api().get(EVENT_LOGS + "/" + id));
            return ExitCode.OK.code();
        }
    }

    private static String from(JsonObject entry) {
        String token = Output.text(entry.get("token_name"));
        return joined(
                " ",
                Stream.of(
                        Output.text(entry.get("source")),
                        Output.text(entry.get("remote_address")),
                        token.isEmpty() ? "" : "(token " + token + ")"));
    }

    private static String of(JsonObject entry) {
        return joined("/", Stream.of("dag_id", "run_id", "task_id").map(key -> Output.text(entry.get(key))));
    }

    private static String joined(String glue, Stream<String> parts) {
        return parts.filter(part -> !part.isEmpty()).collect(Collectors.joining(glue));
    }
}
