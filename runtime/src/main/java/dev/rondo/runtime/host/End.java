package dev.rondo.runtime.host;

import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.sdk.LookState;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.spec.OperatorSpec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts together what is told of the end of a try. */
final class End {

    private final long dispatchId;
    private Instant startedAt;
    private Instant endedAt;
    private @Nullable String rendered;
    private @Nullable String message;
    private @Nullable String mapName;
    private List<WorkerMessage.AssetUpdate> assets = List.of();
    private @Nullable Instant watchUntil;

    End(long dispatchId, Instant now) {
        this.dispatchId = dispatchId;
        this.startedAt = now;
        this.endedAt = now;
    }

    void begin(Instant at) {
        startedAt = at;
        endedAt = at;
    }

    void over(Instant at) {
        endedAt = at;
    }

    Instant startedAt() {
        return startedAt;
    }

    Instant endedAt() {
        return endedAt;
    }

    void message(String text) {
        message = text;
    }

    /** The name of the instance, one of a mapped task. */
    void mapName(@Nullable String name) {
        mapName = name;
    }

    /**
     * The operator as it runs, its templates filled in.
     *
     * @param mask replaces the secrets of a text: people see these fields
     */
    void rendered(OperatorSpec operator, UnaryOperator<String> mask) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        operator.fields().forEach((name, json) -> fields.put(name, masked(JsonValue.parse(json), mask)));
        rendered = JsonObject.of(fields).toJson();
    }

    private static JsonValue masked(JsonValue value, UnaryOperator<String> mask) {
        return switch (value) {
            case JsonString text -> new JsonString(mask.apply(text.value()));
            case JsonNumber number ->
                mask.apply(number.text()).equals(number.text()) ? number : new JsonString(mask.apply(number.text()));
            case JsonArray array ->
                JsonArray.of(array.elements().stream()
                        .map(each -> masked(each, mask))
                        .toList());
            case JsonObject object -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                object.members().forEach((name, each) -> members.put(mask.apply(name), masked(each, mask)));
                yield JsonObject.of(members);
            }
            case JsonBoolean bool -> bool;
            case JsonNull none -> none;
        };
    }

    /** What the body said of the assets it updates. */
    void assets(List<WorkerMessage.AssetUpdate> said) {
        assets = List.copyOf(said);
    }

    /** Its worker may look meanwhile, and until then: its looks leave nothing behind. */
    void watchUntil(Instant timeout) {
        watchUntil = timeout;
    }

    WorkerMessage.Ended succeeded(
            @Nullable String result, @Nullable String type, int length, Map<String, String> xcoms) {
        return ended("success", null, result, type, length, null, true, xcoms, null, null);
    }

    WorkerMessage.Ended answered(String constant, Map<String, String> xcoms) {
        return ended("success", null, new JsonString(constant).toJson(), "enum", -1, constant, true, xcoms, null, null);
    }

    WorkerMessage.Ended proceeded(boolean proceed, Map<String, String> xcoms) {
        return ended("success", null, Boolean.toString(proceed), "boolean", -1, null, proceed, xcoms, null, null);
    }

    WorkerMessage.Ended skipped(Map<String, String> xcoms) {
        return ended("skipped", "skip_raised", null, null, -1, null, true, xcoms, null, null);
    }

    WorkerMessage.Ended lookAgain(Instant at, @Nullable LookState state) {
        String text = state == null
                ? null
                : JsonObject.of(Map.of(
                                "version", JsonNumber.of(state.version()), "state", JsonValue.parse(state.json())))
                        .toJson();
        return ended("look_again", null, null, null, -1, null, true, Map.of(), at, text);
    }

    WorkerMessage.Ended failed(String reason, String why, boolean retry) {
        message = why;
        return ended(retry ? "failed" : "failed_no_retry", reason, null, null, -1, null, true, Map.of(), null, null);
    }

    private WorkerMessage.Ended ended(
            String kind,
            @Nullable String reason,
            @Nullable String result,
            @Nullable String resultType,
            int resultLength,
            @Nullable String follow,
            boolean proceed,
            Map<String, String> xcoms,
            @Nullable Instant lookAt,
            @Nullable String lookState) {
        return new WorkerMessage.Ended(
                dispatchId,
                startedAt,
                endedAt,
                kind,
                reason,
                message,
                null,
                result,
                resultType,
                resultLength,
                follow,
                proceed,
                xcoms,
                lookAt,
                lookState,
                rendered,
                mapName,
                assets,
                watchUntil);
    }
}
