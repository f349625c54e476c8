package dev.rondo.core.dispatch;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.spec.OperatorSpec;
import dev.rondo.sdk.spec.TaskSpec;
import org.jspecify.annotations.Nullable;

/** An operator as a worker is told of it: JSON with its class, its kind and its fields. */
public final class OperatorText {

    private OperatorText() {}

    /** The text; null when the task has no operator given directly. */
    public static @Nullable String of(TaskSpec task) {
        OperatorSpec operator = task.operator();
        if (operator == null) {
            return null;
        }
        JsonObject.Builder fields = JsonObject.builder();
        operator.fields().forEach((name, json) -> fields.put(name, JsonValue.parse(json)));
        return JsonObject.builder()
                .put("class", operator.className())
                .put("kind", operator.kind())
                .put("built_in", operator.builtIn())
                .put("fields", fields.build())
                .build()
                .toJson();
    }
}
