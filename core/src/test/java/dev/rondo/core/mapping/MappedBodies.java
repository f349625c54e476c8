package dev.rondo.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.mapping.RecordedMapping.Definition;
import dev.rondo.core.mapping.RecordedMapping.Over;
import dev.rondo.core.mapping.RecordedMapping.Parameter;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.RunEvent.Outcome;
import dev.rondo.core.state.TestRun;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.spec.MappingSpec.Axis;
import dev.rondo.sdk.spec.MappingSpec.Combine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does what the recorded bodies do, with the values that production code hands them. */
final class MappedBodies {

    private static final JsonValue NULL = JsonValue.parse("null");

    private final RecordedMapping mapping;
    private final Graph graph;
    private final Map<String, JsonValue> results = new HashMap<>();
    private final Map<String, JsonValue> received = new HashMap<>();

    MappedBodies(RecordedMapping mapping) {
        this.mapping = mapping;
        this.graph = mapping.graph();
    }

    /** What an instance was called with; null: it did not run, or failed before. */
    @Nullable
    JsonValue received(String task, int mapIndex) {
        return received.get(key(task, mapIndex));
    }

    Outcome run(TestRun run, String task, int mapIndex) {
        Definition definition = mapping.definition(task);
        if (definition == null) {
            throw new IllegalArgumentException(task);
        }
        if (definition.task().has("zip") || definition.task().has("concat")) {
            return succeed(task, mapIndex, makeList(run, definition.task()));
        }
        Map<String, JsonValue> arguments;
        try {
            arguments = arguments(run, task, mapIndex, definition);
        } catch (SkippedByFunction e) {
            return new Outcome.Skipped();
        } catch (IllegalArgumentException e) {
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

    private Map<String, JsonValue> arguments(TestRun run, String task, int mapIndex, Definition definition) {
        Map<String, JsonValue> arguments = new LinkedHashMap<>();
        JsonNode json = definition.task();
        Over over = mapping.over(task);
        if (definition.group() == null && over != null) {
            elements(run, over, mapIndex).forEach((name, value) -> {
                if (name.isEmpty()) {
                    arguments.putAll(keywords(json, value));
                } else {
                    arguments.put(name, value);
                }
            });
        }
        json.path("args")
                .propertyStream()
                .forEach(entry ->
                        arguments.put(entry.getKey(), argument(run, entry.getValue(), mapIndex, definition, over)));
        json.path("partial")
                .propertyStream()
                .forEach(entry ->
                        arguments.put(entry.getKey(), argument(run, entry.getValue(), mapIndex, definition, over)));
        if (arguments.isEmpty() && task.equals("reduce")) {
            arguments.put(
                    "values",
                    gathered(
                            run,
                            graph.task(graph.upstream(graph.index(task)).get(0)).taskId()));
        }
        return arguments;
    }

    private JsonValue argument(TestRun run, JsonNode source, int mapIndex, Definition definition, @Nullable Over over) {
        if (source.has("literal")) {
            return RecordedMapping.value(source.path("literal"));
        }
        if (source.has("group_arg") && over != null) {
            return elements(run, over, mapIndex)
                    .getOrDefault(source.path("group_arg").asText(), NULL);
        }
        String from = definition.prefix() + source.path("xcom").asText();
        return definition.group() != null ? results.getOrDefault(key(from, mapIndex), NULL) : gathered(run, from);
    }

    /** The result of a task, of a mapped one the list of those it has. */
    private JsonValue gathered(TestRun run, String task) {
        int index = graph.index(task);
        if (!run.model().expanded(index)) {
            return graph.isMapped(index) ? JsonArray.of(List.of()) : results.getOrDefault(key(task, -1), NULL);
        }
        List<@Nullable JsonValue> all = new ArrayList<>();
        run.model().instancesOf(index).forEach(each -> all.add(results.get(key(task, each.mapIndex()))));
        return MappedElements.gathered(all);
    }

    private Map<String, JsonValue> elements(TestRun run, Over over, int mapIndex) {
        List<JsonValue> sequences = new ArrayList<>();
        for (int axis = 0; axis < over.spec().axes().size(); axis++) {
            JsonNode source = over.sources().get(axis);
            sequences.add(
                    switch (over.spec().axes().get(axis)) {
                        case Axis.Literal literal -> RecordedMapping.value(source.path("literal"));
                        case Axis.Result result -> gathered(run, result.taskId());
                    });
        }
        MappedElements elements = MappedElements.of(over.spec().combine(), sequences);
        Map<String, JsonValue> named = new LinkedHashMap<>();
        for (Parameter parameter : over.parameters()) {
            List<JsonValue> own = new ArrayList<>();
            for (int axis = parameter.first(); axis < parameter.first() + parameter.axes(); axis++) {
                own.add(elements.element(axis, mapIndex));
            }
            JsonValue value = own.size() == 1 ? own.getFirst() : JsonArray.of(own);
            named.put(parameter.name(), function(parameter.function(), value));
        }
        return named;
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

    /** An element of keywords must be a map that has every parameter without a default, and no other. */
    private static Map<String, JsonValue> keywords(JsonNode task, JsonValue element) {
        if (!(element instanceof JsonObject object)) {
            throw new IllegalArgumentException("not a map: " + element);
        }
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

    private JsonValue makeList(TestRun run, JsonNode source) {
        List<JsonNode> from =
                source.path(source.has("zip") ? "zip" : "concat").valueStream().toList();
        List<MappedElements> lists = from.stream()
                .map(each -> MappedElements.of(Combine.CROSS, List.of(gathered(run, each.asText()))))
                .toList();
        List<JsonValue> made = new ArrayList<>();
        if (source.has("concat")) {
            lists.forEach(list -> {
                for (int i = 0; i < list.length(); i++) {
                    made.add(list.element(0, i));
                }
            });
        } else {
            long length = source.has("fillvalue")
                    ? lists.stream().mapToLong(MappedElements::length).max().orElse(0)
                    : lists.stream().mapToLong(MappedElements::length).min().orElse(0);
            for (int i = 0; i < length; i++) {
                int index = i;
                made.add(JsonArray.of(lists.stream()
                        .map(list -> index < list.length()
                                ? list.element(0, index)
                                : RecordedMapping.value(source.path("fillvalue")))
                        .toList()));
            }
        }
        return JsonArray.of(made);
    }

    private static String key(String task, int mapIndex) {
        return task + "[" + mapIndex + "]";
    }

    /** A recorded function raised a skip. */
    private static final class SkippedByFunction extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
