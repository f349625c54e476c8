package dev.rondo.testkit.play;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.RunEvent.Outcome;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.spec.TaskSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The end of a try that was not played, because its outcome was given. */
final class Taken {

    private Taken() {}

    /**
     * It ended well.
     *
     * @param given the result as JSON; null: none. A branch without one leads everywhere
     */
    static TryPlayer.Played of(Graph graph, int task, @Nullable String given, Instant now) {
        // A list that nobody gave is empty where something is mapped over it: no result would fail the task.
        String result = given == null && graph.isMappedOver(task) ? "[]" : given;
        JsonValue value = result == null ? null : JsonValue.parse(result);
        TaskSpec spec = graph.task(task);
        List<String> follow = switch (spec.body()) {
            case CHOOSE ->
                value instanceof JsonString constant
                        ? spec.branches().getOrDefault(constant.value(), List.of())
                        : graph.downstream(task).stream()
                                .mapToObj(below -> graph.task(below).taskId())
                                .toList();
            case CALL, RUN, OPERATOR, SHORT_CIRCUIT, SHORT_CIRCUIT_DIRECT, APPROVE, LATEST_ONLY, EMPTY -> null;
        };
        boolean proceed = !(value instanceof JsonBoolean flag) || flag.value();
        int length = switch (value) {
            case null -> Instance.NO_RESULT;
            case JsonArray array -> array.elements().size();
            case JsonObject object -> object.members().size();
            default -> Instance.NO_LIST;
        };
        WorkerMessage.Ended said = new WorkerMessage.Ended(
                0, now, now, "success", null, null, null, result, null, length, null, proceed, Map.of(), null, null,
                null, null, List.of(), null);
        return new TryPlayer.Played(said, new Outcome.Succeeded(follow, length, proceed), List.of(), now);
    }
}
