package dev.rondo.runtime.host;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.spec.OperatorSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The operator of a dispatch, as the scheduler wrote it. */
public final class OperatorText {

    private OperatorText() {}

    /** Whether the dispatch is of an operator of the installation, which runs without the DAG's jar. */
    public static boolean isBuiltIn(Dispatch dispatch) {
        return builtIn(dispatch).isPresent();
    }

    /** The operator when it is one of the installation, which runs without the DAG's jar; a callback never is one. */
    static Optional<OperatorSpec> builtIn(Dispatch dispatch) {
        String text = dispatch.operator();
        if (text == null || dispatch.callback() != null) {
            return Optional.empty();
        }
        JsonObject operator = (JsonObject) JsonValue.parse(text);
        if (!(operator.get("built_in") instanceof JsonBoolean flag && flag.value())) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        ((JsonObject) operator.require("fields")).members().forEach((name, value) -> fields.put(name, value.toJson()));
        return Optional.of(new OperatorSpec(text(operator, "class"), text(operator, "kind"), fields, true));
    }

    private static String text(JsonObject object, String key) {
        return ((JsonString) object.require(key)).value();
    }
}
