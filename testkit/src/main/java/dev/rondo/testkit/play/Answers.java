package dev.rondo.testkit.play;

import dev.rondo.core.asset.AssetLeaf;
import dev.rondo.core.dispatch.XComPull;
import dev.rondo.core.protocol.Ask;
import dev.rondo.runtime.host.TaskRunner;
import dev.rondo.sdk.AssetEvent;
import dev.rondo.sdk.DagRuns;
import dev.rondo.sdk.TypeOf;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.specjson.AssetJson;
import dev.rondo.sdk.internal.xcom.XComType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what bodies ask of a server, from what the test set up. */
final class Answers implements TaskRunner.Server {

    private static final String CONNECTION_PREFIX = "RONDO_CONN_";

    private static final String VARIABLE_PREFIX = "RONDO_VAR_";

    private static final XComType CONF = XComType.of(new TypeOf<Map<String, Object>>() {}.type());

    private final PlaySetup setup;
    private final Values values;

    Answers(PlaySetup setup, Values values) {
        this.setup = setup;
        this.values = values;
    }

    @Override
    public @Nullable String ask(String kind, @Nullable String... arguments) throws TaskRunner.ServerException {
        try {
            return switch (kind) {
                case Ask.XCOM_PULL -> pull(arguments);
                case Ask.VARIABLE -> said(setup.variables(), VARIABLE_PREFIX, text(arguments, 0));
                case Ask.CONNECTION -> said(setup.connections(), CONNECTION_PREFIX, text(arguments, 0));
                case Ask.TRIGGER_DAG_RUN -> trigger(arguments);
                case Ask.RUN -> find(arguments).map(Answers::json).orElse(null);
                case Ask.TASK_STATES -> states(arguments);
                case Ask.MISSING_TASKS -> missing(arguments);
                case Ask.TRIGGERING_EVENTS -> json(setup.assetEvents().triggering());
                case Ask.INLET_EVENTS -> inletEvents(arguments);
                default ->
                    throw new TaskRunner.ServerException("the test kit does not know the question '" + kind + "'");
            };
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new TaskRunner.ServerException(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String said(Map<String, String> byTest, String prefix, String id) {
        String own = byTest.get(id);
        String name = prefix + id.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
        return own != null ? own : setup.environment().get(name);
    }

    private @Nullable String pull(@Nullable String[] arguments) {
        String index = arguments[1];
        return XComPull.answer(
                values.of(text(arguments, 0), text(arguments, 2)), index == null ? null : Integer.valueOf(index));
    }

    private @Nullable String trigger(@Nullable String[] arguments) {
        @SuppressWarnings("unchecked") // decoded as exactly this type
        Map<String, Object> conf = (Map<String, Object>) Objects.requireNonNull(CONF.decode(text(arguments, 3)));
        try {
            return json(setup.dagRuns()
                    .trigger(new DagRuns.Trigger(
                            text(arguments, 0),
                            arguments[1],
                            instant(arguments[2]),
                            conf,
                            "true".equals(arguments[4]),
                            text(arguments, 5))));
        } catch (NoSuchElementException e) {
            return null;
        }
    }

    private Optional<DagRuns.Run> find(@Nullable String[] arguments) {
        String dagId = text(arguments, 0);
        String runId = arguments[1];
        return runId != null
                ? setup.dagRuns().find(dagId, runId)
                : setup.dagRuns().find(dagId, Instant.parse(text(arguments, 2)));
    }

    private @Nullable String states(@Nullable String[] arguments) {
        try {
            JsonObject.Builder states = JsonObject.builder();
            setup.dagRuns()
                    .taskStates(text(arguments, 0), text(arguments, 1), texts(text(arguments, 2)))
                    .forEach((task, list) -> states.put(task, JsonArray.ofStrings(list)));
            return states.build().toJson();
        } catch (NoSuchElementException e) {
            return null;
        }
    }

    private @Nullable String missing(@Nullable String[] arguments) {
        return switch (setup.dagRuns().exists(text(arguments, 0), texts(text(arguments, 1)))) {
            case DagRuns.Existence.Complete all -> "[]";
            case DagRuns.Existence.NoDag none -> null;
            case DagRuns.Existence.NoTasks some ->
                JsonArray.ofStrings(some.taskIds()).toJson();
        };
    }

    private String inletEvents(@Nullable String[] arguments) {
        AssetLeaf leaf = new AssetLeaf(text(arguments, 0), text(arguments, 1));
        return json(setup.assetEvents().earlier().getOrDefault(leaf, List.of()).stream()
                .limit(Long.parseLong(text(arguments, 2)))
                .toList());
    }

    private static String json(List<AssetEvent> events) {
        return JsonArray.of(events.stream().map(Answers::json).toList()).toJson();
    }

    private static JsonObject json(AssetEvent event) {
        JsonObject.Builder out = JsonObject.builder()
                .put("asset", event.asset())
                .put("uri", event.uri())
                .put("at", event.at().toString())
                .put("extra", JsonValue.parse(AssetJson.extra(event.extra())));
        if (event.dagId() != null && event.taskId() != null && event.runId() != null) {
            out.put("dag_id", event.dagId())
                    .put("task_id", event.taskId())
                    .put("run_id", event.runId())
                    .put("map_index", event.mapIndex());
        }
        return out.build();
    }

    private static String json(DagRuns.Run run) {
        Instant date = run.logicalDate();
        return JsonObject.builder()
                .put("dag_id", run.dagId())
                .put("run_id", run.runId())
                .put("state", run.state())
                .put("logical_date", date == null ? JsonNull.NULL : new JsonString(date.toString()))
                .build()
                .toJson();
    }

    private static List<String> texts(String json) {
        return ((JsonArray) JsonValue.parse(json))
                .elements().stream().map(each -> ((JsonString) each).value()).toList();
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    private static String text(@Nullable String[] arguments, int index) {
        return Objects.requireNonNull(arguments[index], "argument " + (index + 1));
    }
}
