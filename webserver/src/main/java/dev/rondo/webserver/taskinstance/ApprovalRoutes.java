package dev.rondo.webserver.taskinstance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.state.Decision;
import dev.rondo.metadata.query.AuditQueries;
import dev.rondo.metadata.query.AuditQueries.AuditRow;
import dev.rondo.metadata.query.AuditQueries.RunIds;
import dev.rondo.metadata.query.InstanceQueries;
import dev.rondo.metadata.query.InstanceQueries.InstanceRow;
import dev.rondo.metadata.query.InstanceQueries.TryRow;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.query.NamePattern;
import dev.rondo.metadata.query.RunQueries.RunRow;
import dev.rondo.metadata.query.Wanted;
import dev.rondo.sdk.spec.TaskSpec;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.dag.DagLookup;
import dev.rondo.webserver.dag.Graphs;
import dev.rondo.webserver.dagrun.RunLookup;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import dev.rondo.webserver.taskinstance.ApprovalView.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait for a person, under the name that Airflow has for them: human in the loop. What was answered, and by
 * whom, is read from the commands: they are the audit record.
 */
public final class ApprovalRoutes {

    private static final String RUN = Api.ROOT + "/dags/{dag_id}/dagRuns/{dag_run_id}";
    private static final String DETAIL = TaskInstanceRoutes.INSTANCE + "/{map_index}/hitlDetails";

    private static final String WAITING = "deferred";
    private static final String ANSWERED = "success";
    private static final String COMMAND = "AnswerApproval";

    // Of the runs of one page; each approval is answered once, and a run is seldom cleared more than a few times.
    private static final int MOST_ANSWERS = 10_000;

    private final InstanceQueries instances;
    private final AuditQueries audit;
    private final InstanceLookup lookup;
    private final RunLookup runs;
    private final DagLookup dags;
    private final Graphs graphs;
    private final CommandSender commands;
    private final Json json;

    /** Reads instances and commands, and sends answers. */
    public ApprovalRoutes(
            InstanceQueries instances,
            AuditQueries audit,
            InstanceLookup lookup,
            RunLookup runs,
            DagLookup dags,
            Graphs graphs,
            CommandSender commands,
            Json json) {
        this.instances = instances;
        this.audit = audit;
        this.lookup = lookup;
        this.runs = runs;
        this.dags = dags;
        this.graphs = graphs;
        this.commands = commands;
        this.json = json;
    }

    record Payload(
            @Nullable List<@Nullable String> chosenOptions,
            @Nullable JsonNode paramsInput) {}

    record Details(List<ApprovalView> hitlDetails, long totalEntries, boolean totalEntriesEstimated) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.ofDags().get(RUN + "/hitlDetails", Role.VIEWER, this::list);
        api.get(DETAIL, Role.VIEWER, this::one);
        api.get(DETAIL + "/tries/{try_number}", Role.VIEWER, this::oneTry);
        api.patch(DETAIL, Role.USER, this::answer);
    }

    private Details list(Request request) {
        String dagId = request.pathOrAny("dag_id");
        String runId = request.pathOrAny("dag_run_id");
        Boolean answered = request.flag("response_received");
        List<String> states = request.queries("state");
        boolean waiting = answered == null ? states.equals(List.of(WAITING)) : !answered;
        if (dagId == null && !waiting) {
            // Only an approval is ever deferred; all others would have to be looked for in the graph of every DAG.
            throw ProblemException.invalid(
                    "response_received", "over all DAGs those are listed that wait: give response_received=false");
        }
        Wanted wanted = InstanceQueries.of(dagId, runId, null).and(InstanceQueries.APPROVALS.read(request));
        if (answered != null) {
            wanted = wanted.and(InstanceQueries.inStates(answered ? ANSWERED : WAITING));
        } else if (states.isEmpty()) {
            wanted = wanted.and(InstanceQueries.inStates(WAITING, ANSWERED, "failed"));
        }
        if (dagId == null) {
            String why = "it would read the graph of every DAG there is; ask for the approvals of one DAG";
            request.refuse("subject_search", why);
            request.refuse("body_search", why);
        } else {
            wanted = wanted.and(InstanceQueries.ofTasks(asking(request, dagId, runId)));
        }
        Listed<InstanceRow> found =
                instances.list(wanted, InstanceQueries.APPROVAL_ORDERS.read(request), request.page());
        // One query for what was answered, as open pages ask every few seconds; and none for what waits, which has no
        // answer.
        List<AuditRow> answers = answers(found.rows().stream()
                .filter(row -> !WAITING.equals(row.state()))
                .toList());
        return new Details(
                views(found.rows(), answers), found.total(), found.count().isEstimate());
    }

    private List<ApprovalView> views(List<InstanceRow> rows, List<AuditRow> answers) {
        List<InstanceView> instances = lookup.views(rows);
        List<ApprovalView> views = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            InstanceRow row = rows.get(i);
            Answer answer = answerOf(row, row.startDate(), null, answers)
                    .or(() -> defaultOf(row, row.reason(), row.endDate()))
                    .orElse(null);
            views.add(ApprovalView.of(task(row), createdAt(row, row.startDate()), answer, instances.get(i), json));
        }
        return views;
    }

    private List<AuditRow> answers(List<InstanceRow> rows) {
        return audit.done(
                COMMAND,
                rows.stream().map(row -> new RunIds(row.dagId(), row.runId())).toList(),
                MOST_ANSWERS);
    }

    /** The tasks of a DAG that ask somebody, by the graph of the run, or else by the newest. */
    private List<String> asking(Request request, String dagId, @Nullable String runId) {
        NamePattern subject = new NamePattern(request.query("subject_search"), null);
        NamePattern body = new NamePattern(request.query("body_search"), null);
        long version = runId == null
                ? dags.require(dagId).versionId()
                : runs.require(request).versionId();
        return graphs.require(version).tasks().stream()
                .filter(task -> task.body() == TaskSpec.Body.APPROVE)
                .filter(task -> subject.matches(task.taskId()))
                .filter(task ->
                        body.matches(Objects.requireNonNullElse(task.options().doc(), "")))
                .map(TaskSpec::taskId)
                .toList();
    }

    private ApprovalView one(Request request) {
        List<InstanceRow> row = List.of(require(request));
        return views(row, answers(row)).getFirst();
    }

    private ApprovalView.OfTry oneTry(Request request) {
        InstanceRow row = require(request);
        int number = request.smallNumber("try_number");
        InstanceLookup.Try shown = lookup.tries(row).stream()
                .filter(each -> each.newest().tryNumber() == number)
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.notFound("TRY_NOT_FOUND", "task '" + row.taskId() + "' has no try " + number));
        TryRow one = shown.newest();
        Answer answer = answerOf(row, one.startDate(), one.endDate(), answers(List.of(row)))
                .or(() -> defaultOf(row, one.reason(), one.endDate()))
                .orElse(null);
        return ApprovalView.OfTry.of(
                task(row),
                createdAt(row, one.startDate()),
                answer,
                lookup.view(row).tryView(shown),
                json);
    }

    private Object answer(Request request) {
        Payload payload = request.body(Payload.class);
        InstanceRow row = require(request);
        boolean approved = isApproved(payload.chosenOptions());
        JsonNode input = payload.paramsInput();
        if (input != null && !input.isObject()) {
            throw ProblemException.invalid("body.params_input", "it must be a JSON object");
        }
        commands.send(
                request,
                new Command.AnswerApproval(
                        row.dagId(),
                        row.runId(),
                        row.taskId(),
                        row.mapIndex(),
                        input == null ? "{}" : input.toString(),
                        !approved),
                CommandReply.Done.class);
        return answerOf(row, row.startDate(), null, answers(List.of(row)))
                .map(ApprovalView.Given::of)
                .orElseThrow(() -> new IllegalStateException("the answer to " + row.taskId() + " is not kept"));
    }

    private static boolean isApproved(@Nullable List<@Nullable String> chosen) {
        String only = chosen == null || chosen.size() != 1 ? null : chosen.getFirst();
        if (only == null || !ApprovalView.OPTIONS.contains(only)) {
            throw ProblemException.invalid(
                    "body.chosen_options", "choose one of " + String.join(", ", ApprovalView.OPTIONS));
        }
        return only.equals(ApprovalView.APPROVE);
    }

    private InstanceRow require(Request request) {
        RunRow run = runs.require(request);
        InstanceRow row = lookup.require(request);
        boolean asks = graphs.task(run.versionId(), row.taskId())
                .filter(task -> task.body() == TaskSpec.Body.APPROVE)
                .isPresent();
        if (!asks) {
            throw ProblemException.notFound("NO_APPROVAL", "task '" + row.taskId() + "' asks nobody");
        }
        return row;
    }

    /** The answer that was taken because nobody gave one in time. */
    private Optional<Answer> defaultOf(InstanceRow row, @Nullable String reason, @Nullable Instant at) {
        String answer = task(row).defaultAnswer();
        if (answer == null || at == null) {
            return Optional.empty();
        }
        if (Decision.DEFAULT_REJECTION.equals(reason)) {
            return Optional.of(new Answer(null, at, false, Map.of()));
        }
        return Decision.DEFAULT_ANSWER.equals(reason)
                ? Optional.of(new Answer(null, at, true, fields(answer)))
                : Optional.empty();
    }

    private TaskSpec task(InstanceRow row) {
        return graphs.task(row.versionId(), row.taskId()).orElseThrow();
    }

    private static Instant createdAt(InstanceRow row, @Nullable Instant asked) {
        return asked == null ? row.runAfter() : asked;
    }

    /** What was answered to the question that was put at a moment; an earlier one was cleared since. */
    private Optional<Answer> answerOf(
            InstanceRow row, @Nullable Instant from, @Nullable Instant to, List<AuditRow> answers) {
        return answers.stream()
                .filter(each -> row.dagId().equals(each.dagId()) && row.runId().equals(each.runId()))
                .filter(each -> isWithin(each.claimedAt(), from, to))
                .flatMap(each -> answerTo(row, each).stream())
                .findFirst();
    }

    /**
     * By when a scheduler took it: the question, too, was put by a scheduler's clock, and the webserver's may differ.
     */
    private static boolean isWithin(@Nullable Instant claimed, @Nullable Instant from, @Nullable Instant to) {
        return claimed != null && from != null && !claimed.isBefore(from) && (to == null || !claimed.isAfter(to));
    }

    private Optional<Answer> answerTo(InstanceRow row, AuditRow command) {
        JsonNode body = json.tree(command.body());
        boolean same = body.path("taskId").asText().equals(row.taskId())
                && body.path("mapIndex").asInt() == row.mapIndex();
        if (!same) {
            return Optional.empty();
        }
        return Optional.of(new Answer(
                command.actor(),
                command.at(),
                !body.path("rejected").asBoolean(),
                fields(body.path("answer").asText("{}"))));
    }

    private Map<String, Object> fields(String answer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        json.tree(answer).properties().forEach(e -> fields.put(e.getKey(), e.getValue()));
        return fields;
    }
}
