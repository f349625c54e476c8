package dev.rondo.runtime.host;

import dev.rondo.core.protocol.Ask;
import dev.rondo.sdk.DagRuns;
import dev.rondo.sdk.TypeOf;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.xcom.XComType;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs as a body asks the server about them. */
final class ServerDagRuns implements DagRuns {

    private static final XComType CONF = XComType.of(new TypeOf<Map<String, Object>>() {}.type());

    private final Questions questions;

    ServerDagRuns(Questions questions) {
        this.questions = questions;
    }

    @Override
    public Run trigger(Trigger request) {
        String answer = questions.ask(
                Ask.TRIGGER_DAG_RUN,
                request.dagId(),
                request.runId(),
                request.logicalDate() == null ? null : request.logicalDate().toString(),
                CONF.encode(request.conf()),
                Boolean.toString(request.resetExisting()),
                request.idempotencyKey());
        return runOf(answer)
                .orElseThrow(() -> new NoSuchElementException("there is no dag '" + request.dagId()
                        + "' to trigger; check its id, and that its file is loaded"));
    }

    @Override
    public Optional<Run> find(String dagId, String runId) {
        return runOf(questions.ask(Ask.RUN, dagId, runId, null));
    }

    @Override
    public Optional<Run> find(String dagId, Instant logicalDate) {
        return runOf(questions.ask(Ask.RUN, dagId, null, logicalDate.toString()));
    }

    @Override
    public Map<String, List<String>> taskStates(String dagId, String runId, Collection<String> taskIds) {
        String answer = questions.ask(
                Ask.TASK_STATES, dagId, runId, JsonArray.ofStrings(taskIds).toJson());
        if (answer == null) {
            throw new NoSuchElementException("dag '" + dagId + "' has no run '" + runId + "'");
        }
        Map<String, List<String>> states = new LinkedHashMap<>();
        ((JsonObject) JsonValue.parse(answer)).members().forEach((task, list) -> states.put(task, texts(list)));
        return states;
    }

    @Override
    public Existence exists(String dagId, Collection<String> taskIds) {
        String answer = questions.ask(
                Ask.MISSING_TASKS, dagId, JsonArray.ofStrings(taskIds).toJson());
        if (answer == null) {
            return new Existence.NoDag();
        }
        List<String> missing = texts(JsonValue.parse(answer));
        return missing.isEmpty() ? new Existence.Complete() : new Existence.NoTasks(missing);
    }

    private static List<String> texts(JsonValue array) {
        return ((JsonArray) array)
                .elements().stream().map(e -> ((JsonString) e).value()).toList();
    }

    private static Optional<Run> runOf(@Nullable String answer) {
        if (answer == null) {
            return Optional.empty();
        }
        JsonObject run = (JsonObject) JsonValue.parse(answer);
        return Optional.of(new Run(
                text(run, "dag_id"),
                text(run, "run_id"),
                text(run, "state"),
                run.findString("logical_date").map(Instant::parse).orElse(null)));
    }

    private static String text(JsonObject object, String key) {
        return ((JsonString) object.require(key)).value();
    }
}
