package dev.rondo.cli.output;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;

/** JSON as YAML, in block style. A reader gets the same values: a text that looks like a number or date is quoted. */
final class Yaml {

    private Yaml() {}

    /** The text of a value, with a line feed at its end and without what could drive a terminal. */
    static String of(JsonValue value) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(Integer.MAX_VALUE); // a line that is broken is hard to search
        options.setSplitLines(false);
        options.setDereferenceAliases(true);
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE); // instead of Base64
        return new org.yaml.snakeyaml.Yaml(options).dump(plain(value));
    }

    private static @Nullable Object plain(JsonValue value) {
        return switch (value) {
            case JsonNull n -> null;
            case JsonString s -> s.value();
            case JsonBoolean b -> b.value();
            case JsonNumber n ->
                n.isInteger() ? n.toBigInteger() : (Object) n.toBigDecimal().doubleValue();
            case JsonArray a -> list(a);
            case JsonObject o -> map(o);
        };
    }

    private static List<@Nullable Object> list(JsonArray array) {
        return array.elements().stream().<@Nullable Object>map(Yaml::plain).toList();
    }

    private static Map<String, @Nullable Object> map(JsonObject object) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        object.members().forEach((key, member) -> map.put(key, plain(member)));
        return map;
    }
}
