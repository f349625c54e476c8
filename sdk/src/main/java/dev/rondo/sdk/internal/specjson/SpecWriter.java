package dev.rondo.sdk.internal.specjson;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.DagSpec.ParamsSpec;
import dev.rondo.sdk.spec.GroupSpec;
import dev.rondo.sdk.spec.OptionsSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph as a JSON object. */
public final class SpecWriter {

    private SpecWriter() {}

    /** The object; equal graphs give equal objects. */
    public static JsonObject write(DagSpec spec) {
        Map<OptionsSpec, Integer> options = new LinkedHashMap<>();
        Map<Map<String, String>, Integer> origins = new LinkedHashMap<>();
        List<JsonValue> tasks = new ArrayList<>();
        for (TaskSpec task : spec.tasks()) {
            int optionsRow = row(options, task.options());
            int originsRow = row(origins, task.origins());
            tasks.add(TaskJson.write(task, optionsRow, originsRow));
        }
        return settings(spec)
                .list("optionSets", options.keySet(), OptionsJson::write)
                .list("originSets", origins.keySet(), SpecWriter::origins)
                .list("groups", spec.groups(), SpecWriter::group)
                .list("tasks", tasks, task -> task)
                .list("deadlines", spec.deadlines(), DeadlineJson::write)
                .done();
    }

    private static <T> int row(Map<T, Integer> table, T value) {
        Integer known = table.putIfAbsent(value, table.size());
        return known == null ? table.size() - 1 : known;
    }

    private static ObjectWriter settings(DagSpec spec) {
        return new ObjectWriter()
                .number("format", DagSpec.FORMAT)
                .text("id", spec.dagId())
                .text("class", spec.dagClass())
                .text("description", spec.description())
                .text("doc", spec.doc())
                .texts("tags", spec.tags())
                .object("schedule", spec.schedule(), ScheduleJson::write)
                .text("timezone", spec.timezone())
                .text("startDate", spec.startDate())
                .text("endDate", spec.endDate())
                .number("catchup", spec.catchup())
                .text("runStrategy", spec.runStrategy().wireName())
                .number("maxActiveRuns", spec.maxActiveRuns())
                .number("maxActiveTasks", spec.maxActiveTasks())
                .text("dagrunTimeout", spec.dagrunTimeout())
                .flag("failFast", spec.failFast())
                .maybe("pausedUponCreation", spec.pausedUponCreation())
                .object("params", spec.params(), SpecWriter::params)
                .texts("callbacks", spec.callbacks());
    }

    private static JsonValue params(ParamsSpec params) {
        return new ObjectWriter()
                .text("type", params.type())
                .text("jsonSchema", params.jsonSchema())
                .text("defaults", params.defaults())
                .done();
    }

    private static JsonValue origins(Map<String, String> origins) {
        var out = JsonObject.builder();
        origins.forEach(out::put);
        return out.build();
    }

    private static JsonValue group(GroupSpec group) {
        return new ObjectWriter()
                .text("id", group.groupId())
                .text("parent", group.parentId())
                .object("mapping", group.mapping(), TaskJson::mapping)
                .text("doc", group.doc())
                .done();
    }
}
