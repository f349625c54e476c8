package dev.rondo.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Limits;
import dev.rondo.core.graph.TestDag;
import dev.rondo.core.graph.TestDag.TestTask;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.MappingSpec.Axis;
import dev.rondo.sdk.spec.MappingSpec.Combine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A recorded mapping as a DAG of ours.
 *
 * <p>A concatenation, a zip with a fill value, and a zip among other axes have no words of their own here: a task makes
 * the list, as an author would write it. A function over the elements is the first line of the mapped body.
 */
final class RecordedMapping {

    private static final Limits RECORDED_LIMITS = new Limits(1024, 3);

    private final TestDag dag = TestDag.named("recorded");
    private final Map<String, Definition> definitions = new LinkedHashMap<>();
    private final Map<String, Over> mappings = new LinkedHashMap<>();
    private final List<String> recordedTasks = new ArrayList<>();
    private @Nullable Graph graph;

    /** The JSON of a task and, in a group, of its group. */
    record Definition(
            JsonNode task,
            @Nullable JsonNode group,
            @Nullable String prefix) {}

    /** Over what a unit is mapped, and which parameter each axis is for. */
    record Over(MappingSpec spec, List<JsonNode> sources, List<Parameter> parameters) {}

    /**
     * A parameter that takes the elements of the axes from {@code first} on; several: as one list (a pair of a zip).
     */
    record Parameter(String name, int first, int axes, String function) {}

    static RecordedMapping of(JsonNode recorded) {
        RecordedMapping mapping = new RecordedMapping();
        recorded.path("before").forEach(task -> mapping.task(task, null));
        recorded.path("tasks").forEach(task -> mapping.task(task, null));
        JsonNode group = recorded.path("group");
        if (!group.isMissingNode()) {
            mapping.group(group);
            recorded.path("after").forEach(task -> mapping.after(task, group));
        }
        recorded.path("edges")
                .forEach(edge ->
                        mapping.dag.edge(edge.get(0).asText(), edge.get(1).asText()));
        mapping.graph = mapping.dag.graph(RECORDED_LIMITS);
        return mapping;
    }

    Graph graph() {
        if (graph == null) {
            throw new IllegalStateException("not read yet");
        }
        return graph;
    }

    List<String> recordedTasks() {
        return recordedTasks;
    }

    @Nullable
    Definition definition(String task) {
        return definitions.get(task);
    }

    /** The mapping of a task, or of its group. */
    @Nullable
    Over over(String task) {
        return mappings.get(task);
    }

    private void group(JsonNode group) {
        String id = group.path("id").asText();
        Over over = over(id, group.path("expand"), new ArrayList<>());
        dag.group(id, null, over.spec());
        group.path("tasks").forEach(task -> {
            task(task, group);
            mappings.put(id + "." + task.path("id").asText(), over);
        });
    }

    private void after(JsonNode task, JsonNode group) {
        task(task, null);
        dag.task(task.path("id").asText())
                .after(group.path("id").asText() + "." + group.path("returns").asText());
    }

    private void task(JsonNode json, @Nullable JsonNode group) {
        String prefix = group == null ? "" : group.path("id").asText() + ".";
        String id = prefix + json.path("id").asText();
        TestTask task = dag.task(id);
        recordedTasks.add(id);
        definitions.put(id, new Definition(json, group, prefix));
        if (group != null) {
            task.group(group.path("id").asText());
        }
        if (json.has("trigger_rule")) {
            task.rule(TriggerRule.valueOf(json.path("trigger_rule").asText().toUpperCase(Locale.ROOT)));
        }
        dependOn(task, json.path("args"), prefix);
        dependOn(task, json.path("partial"), prefix);
        List<String> makers = new ArrayList<>();
        if (json.has("expand")) {
            Over over = over(id, json.path("expand"), makers);
            task.mapped(over.spec());
            mappings.put(id, over);
        } else if (json.has("expand_kwargs")) {
            JsonNode source = json.path("expand_kwargs");
            List<Axis> axes = List.of(axis(id, source, makers));
            Over over = new Over(
                    new MappingSpec(axes, Combine.CROSS, null),
                    List.of(source),
                    List.of(new Parameter("", 0, 1, source.path("function").asText())));
            task.mapped(over.spec());
            mappings.put(id, over);
        }
    }

    private static void dependOn(TestTask task, JsonNode arguments, String prefix) {
        arguments.forEach(argument -> {
            if (argument.has("xcom")) {
                task.after(prefix + argument.path("xcom").asText());
            }
        });
    }

    private Over over(String id, JsonNode expand, List<String> makers) {
        List<Map.Entry<String, JsonNode>> entries = expand.propertyStream().toList();
        JsonNode only = entries.getFirst().getValue();
        if (entries.size() == 1 && only.has("zip") && !only.has("fillvalue")) {
            List<JsonNode> sources = only.path("zip").valueStream().toList();
            List<Axis> axes = sources.stream()
                    .map(source -> (Axis) new Axis.Result(source.asText()))
                    .toList();
            return new Over(
                    new MappingSpec(axes, Combine.ZIP, null),
                    sources,
                    List.of(new Parameter(entries.getFirst().getKey(), 0, axes.size(), "")));
        }
        List<Axis> axes = new ArrayList<>();
        List<Parameter> parameters = new ArrayList<>();
        entries.forEach(entry -> {
            parameters.add(new Parameter(
                    entry.getKey(),
                    axes.size(),
                    1,
                    entry.getValue().path("function").asText()));
            axes.add(axis(id, entry.getValue(), makers));
        });
        return new Over(
                new MappingSpec(axes, Combine.CROSS, null),
                entries.stream().map(Map.Entry::getValue).toList(),
                parameters);
    }

    private Axis axis(String id, JsonNode source, List<String> makers) {
        if (source.has("literal")) {
            return new Axis.Literal("[]", source.path("literal").size());
        }
        if (source.has("xcom") || source.has("map")) {
            return new Axis.Result(
                    source.path(source.has("xcom") ? "xcom" : "map").asText());
        }
        String maker = id + "_list_" + makers.size();
        makers.add(maker);
        TestTask task = dag.task(maker);
        source.path(source.has("zip") ? "zip" : "concat").forEach(each -> task.after(each.asText()));
        definitions.put(maker, new Definition(source, null, ""));
        return new Axis.Result(maker);
    }

    /** A recorded value in the JSON of ours; a tuple is a list. */
    static JsonValue value(JsonNode json) {
        if (json.isObject() && json.size() == 1 && json.has("tuple")) {
            return value(json.path("tuple"));
        }
        if (json.isTextual() && json.asText().equals("the integers 0..1024")) {
            return JsonArray.of(IntStream.rangeClosed(0, 1024)
                    .mapToObj(number -> JsonValue.parse(String.valueOf(number)))
                    .toList());
        }
        if (json.isArray()) {
            return JsonArray.of(json.valueStream().map(RecordedMapping::value).toList());
        }
        if (json.isObject()) {
            Map<String, JsonValue> members = new LinkedHashMap<>();
            json.propertyStream().forEach(entry -> members.put(entry.getKey(), value(entry.getValue())));
            return JsonObject.of(members);
        }
        return JsonValue.parse(json.toString());
    }
}
