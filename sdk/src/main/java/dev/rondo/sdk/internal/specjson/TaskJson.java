package dev.rondo.sdk.internal.specjson;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.spec.InputSpec;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.MappingSpec.Axis;
import dev.rondo.sdk.spec.MappingSpec.Combine;
import dev.rondo.sdk.spec.OperatorSpec;
import dev.rondo.sdk.spec.OptionsSpec;
import dev.rondo.sdk.spec.TaskSpec;
import dev.rondo.sdk.spec.TaskSpec.TypeSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tasks, with numbers in place of their options and origins. */
final class TaskJson {

    private static final String KIND = "kind";

    private TaskJson() {}

    static JsonObject write(TaskSpec task, int options, int origins) {
        return new ObjectWriter()
                .text("id", task.taskId())
                .text("group", task.groupId())
                .text("body", task.body().wireName())
                .object("operator", task.operator(), TaskJson::operator)
                .list("inputs", task.inputs(), TaskJson::input)
                .texts("upstream", task.upstream())
                .number("options", options)
                .flag("setup", task.setup())
                .object("teardownOf", task.teardownOf(), JsonArray::ofStrings)
                .flag("teardownFailsRun", task.teardownFailsRun())
                .list("branches", task.branches().entrySet(), TaskJson::branch)
                .object("mapping", task.mapping(), TaskJson::mapping)
                .object("result", task.result(), TaskJson::type)
                .text("signature", task.signature())
                .number("origins", origins)
                .text("mapName", task.mapName())
                .text("form", task.form())
                .text("defaultAnswer", task.defaultAnswer())
                .list("outlets", task.outlets(), AssetJson::write)
                .list("inlets", task.inlets(), AssetJson::write)
                .done();
    }

    static TaskSpec read(ObjectReader in, List<OptionsSpec> options, List<Map<String, String>> origins) {
        return new TaskSpec(
                in.text("id"),
                in.findText("group"),
                in.constant("body", TaskSpec.Body.class),
                in.findObject("operator", TaskJson::operator),
                in.objects("inputs", TaskJson::input),
                in.texts("upstream"),
                row(options, in.integer("options"), "options"),
                in.flag("setup"),
                in.has("teardownOf") ? in.texts("teardownOf") : null,
                in.flag("teardownFailsRun"),
                branches(in),
                in.findObject("mapping", TaskJson::mapping),
                in.findObject("result", TaskJson::type),
                in.text("signature"),
                row(origins, in.integer("origins"), "origins"),
                in.findText("mapName"),
                in.findText("form"),
                in.findText("defaultAnswer"),
                in.objects("outlets", AssetJson::ref),
                in.objects("inlets", AssetJson::ref));
    }

    private static <T> T row(List<T> table, int index, String name) {
        if (index < 0 || index >= table.size()) {
            throw new IllegalArgumentException(
                    "in a stored graph, a task names row " + index + " of " + name + ", which has " + table.size());
        }
        return table.get(index);
    }

    private static JsonValue operator(OperatorSpec operator) {
        return new ObjectWriter()
                .text("class", operator.className())
                .text(KIND, operator.kind())
                .list("fields", operator.fields().entrySet(), TaskJson::pair)
                .flag("builtIn", operator.builtIn())
                .done();
    }

    private static OperatorSpec operator(ObjectReader in) {
        return new OperatorSpec(in.text("class"), in.text(KIND), in.pairs("fields"), in.flag("builtIn"));
    }

    /** Order counts, so a list of pairs: a canonical object sorts its keys. */
    private static JsonValue pair(Map.Entry<String, String> entry) {
        return JsonArray.ofStrings(List.of(entry.getKey(), entry.getValue()));
    }

    private static JsonValue branch(Map.Entry<String, List<String>> branch) {
        return new ObjectWriter()
                .text("answer", branch.getKey())
                .texts("tasks", branch.getValue())
                .done();
    }

    private static Map<String, List<String>> branches(ObjectReader in) {
        var branches = new java.util.LinkedHashMap<String, List<String>>();
        in.objects("branches", b -> b).forEach(b -> branches.put(b.text("answer"), b.texts("tasks")));
        return branches;
    }

    private static JsonValue input(InputSpec input) {
        var out = new ObjectWriter();
        return switch (input) {
            case InputSpec.Result result ->
                out.text(KIND, "result")
                        .text("task", result.taskId())
                        .flag("optional", result.optional())
                        .done();
            case InputSpec.Gathered gathered ->
                out.text(KIND, "gathered").texts("tasks", gathered.taskIds()).done();
            case InputSpec.Params params -> out.text(KIND, "params").done();
            case InputSpec.Element element ->
                out.text(KIND, "element").number("axis", element.axis()).done();
        };
    }

    private static InputSpec input(ObjectReader in) {
        String kind = in.text(KIND);
        return switch (kind) {
            case "result" -> new InputSpec.Result(in.text("task"), in.flag("optional"));
            case "gathered" -> new InputSpec.Gathered(in.texts("tasks"));
            case "params" -> new InputSpec.Params();
            case "element" -> new InputSpec.Element(in.integer("axis"));
            default -> throw unknown("an input", kind);
        };
    }

    static JsonValue mapping(MappingSpec mapping) {
        return new ObjectWriter()
                .list("axes", mapping.axes(), TaskJson::axis)
                .text("combine", mapping.combine().name().toLowerCase(Locale.ROOT))
                .number("maxActive", mapping.maxActive())
                .done();
    }

    static MappingSpec mapping(ObjectReader in) {
        return new MappingSpec(
                in.objects("axes", TaskJson::axis), in.constant("combine", Combine.class), in.findInteger("maxActive"));
    }

    private static JsonValue axis(Axis axis) {
        var out = new ObjectWriter();
        return switch (axis) {
            case Axis.Result result ->
                out.text(KIND, "result").text("task", result.taskId()).done();
            case Axis.Literal literal ->
                out.text(KIND, "literal")
                        .text("json", literal.json())
                        .number("length", literal.length())
                        .done();
        };
    }

    private static Axis axis(ObjectReader in) {
        String kind = in.text(KIND);
        return switch (kind) {
            case "result" -> new Axis.Result(in.text("task"));
            case "literal" -> new Axis.Literal(in.text("json"), in.integer("length"));
            default -> throw unknown("an axis of a mapping", kind);
        };
    }

    private static JsonValue type(TypeSpec type) {
        return new ObjectWriter()
                .text("name", type.name())
                .text("schema", type.schema())
                .done();
    }

    private static TypeSpec type(ObjectReader in) {
        return new TypeSpec(in.text("name"), in.text("schema"));
    }

    private static IllegalArgumentException unknown(String what, String kind) {
        return new IllegalArgumentException(
                "in a stored graph, " + what + " is of the kind '" + kind + "', which this version does not know");
    }
}
