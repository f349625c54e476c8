package dev.rondo.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.dispatch.Results;
import dev.rondo.core.dispatch.TaskInputs;
import dev.rondo.core.mapping.RecordedMapping.Argument;
import dev.rondo.core.mapping.RecordedMapping.Definition;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.RunEvent.Outcome;
import dev.rondo.core.state.TestRun;
import dev.rondo.sdk.TypeOf;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.xcom.XComException;
import dev.rondo.sdk.internal.xcom.XComType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Does what the recorded bodies do. What they receive is what {@link TaskInputs} hands to the body of a task; what a
 * body does with it is written here, as an author would.
 */
final class MappedBodies {

    private static final JsonValue NULL = JsonValue.parse("null");

    /** As what a body takes keywords. */
    private static final XComType KEYWORDS = XComType.of(new TypeOf<Map<String, Object>>() {}.type());

    private final RecordedMapping mapping;
    private final TestRun run;
    private final TaskInputs inputs;
    private final Map<String, JsonValue> results = new HashMap<>();
    private final Map<String, JsonValue> received = new HashMap<>();

    MappedBodies(RecordedMapping mapping, TestRun run) {
        this.mapping = mapping;
        this.run = run;
        this.inputs = new TaskInputs(run.graph(), "{}");
    }

    /** What an instance was called with; null: it did not run, or failed before. */
    @Nullable
    JsonValue received(String task, int mapIndex) {
        return received.get(key(task, mapIndex));
    }

    Outcome run(String task, int mapIndex) {
        Definition definition = mapping.definition(task);
        List<JsonValue> given = given(task, mapIndex);
        if (definition.task().has("zip")) {
            return succeed(task, mapIndex, zipped(given, definition.task().get("fillvalue")));
        }
        if (definition.task().has("concat")) {
            return succeed(task, mapIndex, concatenated(given));
        }
        Map<String, JsonValue> arguments;
        try {
            arguments = arguments(definition, given);
        } catch (SkippedByFunction e) {
            return new Outcome.Skipped();
        } catch (IllegalArgumentException | XComException e) {
            return new Outcome.Failed("exception", true);
        }
        received.put(key(task, mapIndex), JsonObject.of(arguments));
        JsonNode behaviour = definition.task().path("behaviour");
        JsonValue first =
                arguments.isEmpty() ? NULL : arguments.values().iterator().next();
        if (contains(behaviour.path("fail_if"), first)) {
            return new Outcome.Failed("exception", true);
        }
        if (contains(behaviour.path("skip_if"), first)) {
            return new Outcome.Skipped();
        }
        return succeed(task, mapIndex, result(behaviour.path("returns"), arguments, first));
    }

    private List<JsonValue> given(String task, int mapIndex) {
        return inputs.of(run.graph().index(task), mapIndex, new Kept()).stream()
                .map(json -> json == null ? NULL : JsonValue.parse(json))
                .toList();
    }

    private Outcome succeed(String task, int mapIndex, JsonValue result) {
        if (result instanceof JsonNull) {
            return new Outcome.Succeeded(null, Instance.NO_RESULT, true);
        }
        results.put(key(task, mapIndex), result);
        return new Outcome.Succeeded(null, MappedElements.length(result), true);
    }

    private static JsonValue result(JsonNode returns, Map<String, JsonValue> arguments, JsonValue first) {
        if (returns.isObject()) {
            return RecordedMapping.value(returns.path("value"));
        }
        return switch (returns.asText("args")) {
            case "first_arg" -> first;
            case "first_arg_times_10" -> JsonNumber.of(number(first) * 10);
            case "list_of_first_arg" -> JsonArray.of(Collections.nCopies((int) number(first), first));
            case "none" -> NULL;
            default -> JsonObject.of(arguments);
        };
    }

    private static long number(JsonValue value) {
        return Long.parseLong(value.toJson());
    }

    private static boolean contains(JsonNode list, JsonValue value) {
        return list.valueStream().anyMatch(each -> RecordedMapping.value(each).equals(value));
    }

    private static Map<String, JsonValue> arguments(Definition definition, List<JsonValue> given) {
        Map<String, JsonValue> arguments = new LinkedHashMap<>();
        for (Argument argument : definition.arguments()) {
            List<JsonValue> own = given.subList(argument.first(), argument.first() + argument.inputs());
            JsonValue value = switch (own.size()) {
                case 0 -> Objects.requireNonNull(argument.constant());
                case 1 -> function(argument.function(), own.getFirst());
                default -> JsonArray.of(own); // a pair
            };
            if (argument.name().isEmpty()) {
                arguments.putAll(keywords(definition.task(), value));
            } else {
                arguments.put(argument.name(), value);
            }
        }
        return arguments;
    }

    /** The functions that the recording names; they run at the head of the mapped body. */
    private static JsonValue function(String name, JsonValue value) {
        return switch (name) {
            case "" -> value;
            case "times_100" -> JsonNumber.of(number(value) * 100);
            case "wrap" -> JsonObject.builder().put("x", value).build();
            case "skip_odd" -> {
                if (number(value) % 2 != 0) {
                    throw new SkippedByFunction();
                }
                yield value;
            }
            default -> throw new IllegalStateException("no such function: " + name);
        };
    }

    /** An element of keywords must be a map, and have every parameter without a default and no other. */
    private static Map<String, JsonValue> keywords(JsonNode task, JsonValue element) {
        KEYWORDS.decode(element);
        JsonObject object = (JsonObject) element;
        List<String> optional =
                task.path("optional").valueStream().map(JsonNode::asText).toList();
        Map<String, JsonValue> arguments = new LinkedHashMap<>();
        task.path("parameters").forEach(each -> {
            String name = each.asText();
            JsonValue value = object.get(name);
            if (value == null && !optional.contains(name)) {
                throw new IllegalArgumentException("no value for " + name);
            }
            arguments.put(name, value == null ? NULL : value);
        });
        if (!arguments.keySet().containsAll(object.members().keySet())) {
            throw new IllegalArgumentException("unknown keys: " + object);
        }
        return arguments;
    }

    private static JsonValue concatenated(List<JsonValue> given) {
        List<JsonValue> made = new ArrayList<>();
        given.forEach(each -> made.addAll(elements(each)));
        return JsonArray.of(made);
    }

    /** In Airflow nothing of a dictionary but its length has a say in a zip that fills: it has no element 0. */
    private static JsonValue zipped(List<JsonValue> given, @Nullable JsonNode fillvalue) {
        boolean fills = fillvalue != null;
        JsonValue fill = fillvalue == null ? NULL : RecordedMapping.value(fillvalue);
        List<List<JsonValue>> lists = given.stream()
                .map(each -> fills && each instanceof JsonObject object
                        ? Collections.nCopies(object.members().size(), fill)
                        : elements(each))
                .toList();
        int shortest = lists.stream().mapToInt(List::size).min().orElse(0);
        int longest = lists.stream().mapToInt(List::size).max().orElse(0);
        List<JsonValue> made = new ArrayList<>();
        for (int i = 0; i < (fills ? longest : shortest); i++) {
            int index = i;
            made.add(JsonArray.of(lists.stream()
                    .map(list -> index < list.size() ? list.get(index) : fill)
                    .toList()));
        }
        return JsonArray.of(made);
    }

    private static List<JsonValue> elements(JsonValue sequence) {
        return switch (sequence) {
            case JsonArray array -> array.elements();
            case JsonObject object ->
                object.members().entrySet().stream()
                        .<JsonValue>map(each ->
                                JsonArray.of(List.of(JsonValue.parse("\"" + each.getKey() + "\""), each.getValue())))
                        .toList();
            default -> throw new IllegalArgumentException("no list: " + sequence);
        };
    }

    private static String key(String task, int mapIndex) {
        return task + "[" + mapIndex + "]";
    }

    /** The results as the tables keep them. */
    private final class Kept implements Results {
        @Override
        public @Nullable String one(String taskId, int mapIndex) {
            JsonValue result = results.get(key(taskId, mapIndex));
            return result == null ? null : result.toJson();
        }

        @Override
        public List<String> all(String taskId) {
            return run.model().instancesOf(run.graph().index(taskId)).stream()
                    .map(each -> one(taskId, each.mapIndex()))
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    /** A recorded function raised a skip. */
    private static final class SkippedByFunction extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
