package dev.rondo.cli.tasks;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.Conf;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.Subcommands;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.text.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo approvals …}. */
@Command(
        name = "approvals",
        description = "Tasks that wait for a person's answer.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@Subcommands({ApprovalsCommand.ListApprovals.class, ApprovalsCommand.Show.class, ApprovalsCommand.Answer.class})
public final class ApprovalsCommand {

    private static final String DETAIL = "/hitlDetails";
    private static final String MORE = "; what is asked is seen by: rondo approvals show DAG RUN TASK";

    private ApprovalsCommand() {}

    private static String detail(InstanceArguments.Named task) {
        return task.taskPath() + "/" + task.mapIndex() + DETAIL;
    }

    private static String ofTask(JsonObject approval, String key) {
        return approval.get("task_instance") instanceof JsonObject instance ? Output.text(instance.get(key)) : "";
    }

    private static JsonObject params(JsonObject approval) {
        return approval.get("params") instanceof JsonObject params ? params : JsonObject.EMPTY;
    }

    private static List<Column> columns() {
        return List.of(
                new Column("DAG", each -> ofTask(each, "dag_id")),
                new Column("RUN", each -> ofTask(each, "dag_run_id")),
                new Column("TASK", each -> ofTask(each, "task_id")),
                new Column("MAP INDEX", each -> index(ofTask(each, "map_index"))),
                Column.of("ASKED", "created_at"),
                new Column(
                        "FORM", each -> String.join(", ", params(each).members().keySet())),
                new Column("OTHERWISE", each -> joined(each, "defaults")),
                new Column("ANSWER", each -> joined(each, "chosen_options")),
                new Column("BY", ApprovalsCommand::by));
    }

    private static String index(String mapIndex) {
        return mapIndex.equals("-1") ? "" : mapIndex;
    }

    private static String joined(JsonObject approval, String key) {
        return approval.get(key) instanceof JsonArray options
                ? options.elements().stream().map(Output::text).collect(Collectors.joining(", "))
                : "";
    }

    private static String by(JsonObject approval) {
        if (approval.get("responded_by_user") instanceof JsonObject user) {
            return Output.text(user.get("name"));
        }
        return Output.text(approval.get("response_received")).equals("true") ? "(nobody in time)" : "";
    }

    @Command(
            name = "list",
            description = "Lists what waits for an answer; of a DAG also what was answered.",
            mixinStandardHelpOptions = true)
    static final class ListApprovals implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Option(names = "--dag-id", paramLabel = "DAG", description = "Only those of this DAG.")
        private @Nullable String dagId;

        @Option(
                names = "--answered",
                description = "With --dag-id: those that were answered, in place of those that wait.")
        private boolean answered;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "100",
                description = "How many. Default: ${DEFAULT-VALUE}")
        private int limit;

        @Override
        public Integer call() {
            String dag = dagId;
            if (answered && dag == null) {
                throw new CommandException(ExitCode.USAGE, "--answered goes with --dag-id: give the DAG");
            }
            String path = Paths.dag(dag == null ? "~" : dag) + "/dagRuns/~" + DETAIL
                    + Paths.query("response_received", answered);
            session.list(
                    path,
                    "hitl_details",
                    limit,
                    columns(),
                    answered ? "nothing was answered" : "nothing waits for an answer");
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "show",
            description = "Prints what a task asks, the fields of its form, and what was answered.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private InstanceArguments which = new InstanceArguments();

        @Override
        public Integer call() {
            ApiClient api = session.api();
            session.output().object(api.get(detail(which.named(api))));
            return ExitCode.OK.code();
        }
    }

    /** One of the two. */
    static final class Choice {

        @Option(names = "--approve", required = true, description = "What is below goes on, with the answer.")
        private boolean approve;

        @Option(names = "--reject", required = true, description = "What is below is skipped.")
        private boolean reject;
    }

    @Command(name = "answer", description = "Answers for a task that waits.", mixinStandardHelpOptions = true)
    static final class Answer implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private InstanceArguments which = new InstanceArguments();

        @ArgGroup(multiplicity = "1")
        private Choice choice = new Choice();

        @Option(
                names = "--field",
                paramLabel = "NAME=VALUE",
                description =
                        "A field of the form: text as it is, everything else as JSON. May come several times; what"
                                + " is left out has the value that the form begins with.")
        private Map<String, String> fields = Map.of();

        @Option(names = "--input", paramLabel = "JSON", description = "The whole answer, a JSON object.")
        private @Nullable String input;

        @Override
        public Integer call() {
            if (choice.reject && (!fields.isEmpty() || input != null)) {
                throw new CommandException(ExitCode.USAGE, "a rejection has no answer: leave --field and --input out");
            }
            if (input != null && !fields.isEmpty()) {
                throw new CommandException(ExitCode.USAGE, "--input is the whole answer: leave --field out");
            }
            ApiClient api = session.api();
            String path = detail(which.named(api));
            JsonObject asked = api.get(path);
            JsonObject body = JsonObject.of(Map.of(
                    "chosen_options",
                    JsonArray.ofStrings(List.of(choice.approve ? "Approve" : "Reject")),
                    "params_input",
                    choice.reject ? JsonObject.EMPTY : answer(asked)));
            JsonObject ignored = api.patch(path, body);
            session.output().rows(List.of(api.get(path)), columns(), "no answer");
            return ExitCode.OK.code();
        }

        private JsonObject answer(JsonObject asked) {
            if (input != null) {
                return Conf.parse("the answer", input, "{\"push\": true}");
            }
            Map<String, JsonValue> answer = new LinkedHashMap<>();
            Map<String, JsonValue> form = params(asked).members();
            form.forEach((name, param) -> {
                JsonValue value = param instanceof JsonObject field ? field.get("value") : null;
                if (value != null) {
                    answer.put(name, value);
                }
            });
            fields.forEach((name, text) -> answer.put(name, value(name, text, form)));
            return JsonObject.of(answer);
        }

        private static JsonValue value(String name, String text, Map<String, JsonValue> form) {
            if (!(form.get(name) instanceof JsonObject field)) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "the form has no field '" + name + "'; "
                                + Nearest.hint(name, form.keySet(), "it has " + form.keySet()) + MORE);
            }
            return isText(field.get("schema")) ? new JsonString(text) : json(name, text);
        }

        private static JsonValue json(String name, String text) {
            try {
                return JsonValue.parse(text);
            } catch (JsonException e) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "field '" + name + "' takes JSON, such as 3, true or [\"a\"], and was " + text + ": "
                                + e.getMessage() + MORE,
                        e);
            }
        }

        /** Whether a field takes text only, or text or nothing. */
        private static boolean isText(@Nullable JsonValue schema) {
            if (!(schema instanceof JsonObject object)) {
                return false;
            }
            if (object.get("anyOf") instanceof JsonArray choices) {
                return choices.elements().stream().anyMatch(Answer::isText);
            }
            return object.get("type") instanceof JsonArray several
                    ? several.elements().contains(new JsonString("string"))
                    : Output.text(object.get("type")).equals("string");
        }
    }
}
