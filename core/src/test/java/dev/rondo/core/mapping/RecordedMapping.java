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
import dev.rondo.sdk.spec.InputSpec;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.MappingSpec.Axis;
import dev.rondo.sdk.spec.MappingSpec.Combine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
    private final List<String> recordedTasks = new ArrayList<>();

    /** A task as it was recorded, and what its body takes. */
    record Definition(JsonNode task, List<Argument> arguments) {}

    /**
     * An argument of a body.
     *
     * @param name empty: the element is the keywords
     * @param first the first of its inputs
     * @param inputs 0: a constant; several: taken as one list, as the pair of a zip
     * @param function what the body does with it first
     */
    record Argument(
            String name,
            int first,
            int inputs,
            String function,
            @Nullable JsonValue constant) {}

    /** Over what a unit is mapped; the arguments take the elements of its axes. */
    private record Over(MappingSpec spec, List<Argument> arguments) {}

    private RecordedMapping() {}

    static RecordedMapping of(JsonNode recorded) {
        RecordedMapping mapping = new RecordedMapping();
        recorded.path("before").forEach(task -> mapping.plain(task));
        recorded.path("tasks").forEach(task -> mapping.plain(task));
        JsonNode group = recorded.path("group");
        if (!group.isMissingNode()) {
            mapping.group(group);
            recorded.path("after").forEach(task -> mapping.after(task, group));
        }
        recorded.path("edges")
                .forEach(edge ->
                        mapping.dag.edge(edge.get(0).asText(), edge.get(1).asText()));
        return mapping;
    }

    Graph graph() {
        return dag.graph(RECORDED_LIMITS);
    }

    List<String> recordedTasks() {
        return recordedTasks;
    }

    Definition definition(String task) {
        Definition definition = definitions.get(task);
        if (definition == null) {
            throw new IllegalArgumentException(task);
        }
        return definition;
    }

    private void group(JsonNode group) {
        String id = group.path("id").asText();
        Over over = over(id, group.path("expand"));
        dag.group(id, null, over.spec());
        group.path("tasks").forEach(task -> {
            Body body = new Body(task, id + ".", over);
            task(body, id + "." + task.path("id").asText()).group(id);
        });
    }

    private void after(JsonNode task, JsonNode group) {
        Body body = new Body(task, "", null);
        String gathered =
                group.path("id").asText() + "." + group.path("returns").asText();
        if (!task.has("args")) {
            body.take("values", new InputSpec.Result(gathered, true));
        }
        task(body, task.path("id").asText()).after(gathered);
    }

    private void plain(JsonNode json) {
        String id = json.path("id").asText();
        Over over = null;
        if (json.has("expand")) {
            over = over(id, json.path("expand"));
        } else if (json.has("expand_kwargs")) {
            JsonNode source = json.path("expand_kwargs");
            over = new Over(
                    new MappingSpec(List.of(axis(id + "_list", source)), Combine.CROSS, null),
                    List.of(new Argument("", 0, 1, source.path("function").asText(), null)));
        }
        Body body = new Body(json, "", null);
        if (over != null) {
            over.arguments().forEach(body::take);
        }
        TestTask task = task(body, id);
        if (over != null) {
            task.mapped(over.spec());
        }
    }

    private TestTask task(Body body, String id) {
        JsonNode json = body.json;
        body.takeNamed(json.path("args"));
        body.takeNamed(json.path("partial"));
        TestTask task = dag.task(id).inputs(body.inputs);
        body.upstream.forEach(task::after);
        recordedTasks.add(id);
        definitions.put(id, new Definition(json, body.arguments));
        if (json.has("trigger_rule")) {
            task.rule(TriggerRule.valueOf(json.path("trigger_rule").asText().toUpperCase(Locale.ROOT)));
        }
        return task;
    }

    /** What the body of a task takes. */
    private static final class Body {
        private final JsonNode json;
        private final String prefix;
        private final @Nullable Over group;
        private final List<InputSpec> inputs = new ArrayList<>();
        private final List<Argument> arguments = new ArrayList<>();
        private final List<String> upstream = new ArrayList<>();

        /** @param prefix what goes before the ids of tasks in its group */
        Body(JsonNode json, String prefix, @Nullable Over group) {
            this.json = json;
            this.prefix = prefix;
            this.group = group;
        }

        void take(String name, InputSpec input) {
            arguments.add(new Argument(name, inputs.size(), 1, "", null));
            inputs.add(input);
        }

        /** Takes the elements of an argument of a mapping. */
        void take(Argument mapped) {
            arguments.add(
                    new Argument(mapped.name(), inputs.size(), mapped.inputs(), mapped.function(), mapped.constant()));
            for (int axis = mapped.first(); axis < mapped.first() + mapped.inputs(); axis++) {
                inputs.add(new InputSpec.Element(axis));
            }
        }

        void takeNamed(JsonNode sources) {
            sources.propertyStream().forEach(entry -> {
                String name = entry.getKey();
                JsonNode source = entry.getValue();
                if (source.has("literal")) {
                    arguments.add(new Argument(name, inputs.size(), 0, "", value(source.path("literal"))));
                } else if (source.has("group_arg")) {
                    takeElementOfGroup(name, source.path("group_arg").asText());
                } else {
                    String from = prefix + source.path("xcom").asText();
                    upstream.add(from);
                    take(name, new InputSpec.Result(from, true));
                }
            });
        }

        private void takeElementOfGroup(String name, String of) {
            Argument mapped = Objects.requireNonNull(group).arguments().stream()
                    .filter(each -> each.name().equals(of))
                    .findFirst()
                    .orElseThrow();
            take(new Argument(name, mapped.first(), mapped.inputs(), mapped.function(), mapped.constant()));
        }
    }

    private Over over(String id, JsonNode expand) {
        List<Map.Entry<String, JsonNode>> entries = expand.propertyStream().toList();
        JsonNode only = entries.getFirst().getValue();
        if (entries.size() == 1 && only.has("zip") && !only.has("fillvalue")) {
            List<Axis> axes = only.path("zip")
                    .valueStream()
                    .map(source -> (Axis) new Axis.Result(source.asText()))
                    .toList();
            return new Over(
                    new MappingSpec(axes, Combine.ZIP, null),
                    List.of(new Argument(entries.getFirst().getKey(), 0, axes.size(), "", null)));
        }
        List<Axis> axes = new ArrayList<>();
        List<Argument> arguments = new ArrayList<>();
        entries.forEach(entry -> {
            JsonNode source = entry.getValue();
            arguments.add(new Argument(
                    entry.getKey(), axes.size(), 1, source.path("function").asText(), null));
            axes.add(axis(id + "_" + entry.getKey(), source));
        });
        return new Over(new MappingSpec(axes, Combine.CROSS, null), arguments);
    }

    /** @param maker the id of a task that makes the list, where it takes one */
    private Axis axis(String maker, JsonNode source) {
        if (source.has("literal")) {
            JsonValue literal = value(source.path("literal"));
            return new Axis.Literal(literal.toJson(), MappedElements.length(literal));
        }
        if (source.has("xcom") || source.has("map")) {
            return new Axis.Result(
                    source.path(source.has("xcom") ? "xcom" : "map").asText());
        }
        Body body = new Body(source, "", null);
        source.path(source.has("zip") ? "zip" : "concat").forEach(each -> {
            body.take("", new InputSpec.Result(each.asText(), true));
            body.upstream.add(each.asText());
        });
        TestTask task = dag.task(maker).inputs(body.inputs);
        body.upstream.forEach(task::after);
        definitions.put(maker, new Definition(source, body.arguments));
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
