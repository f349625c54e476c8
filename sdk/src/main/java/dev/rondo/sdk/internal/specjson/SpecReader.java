package dev.rondo.sdk.internal.specjson;

import dev.rondo.sdk.RunStrategy;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.DagSpec.ParamsSpec;
import dev.rondo.sdk.spec.GroupSpec;
import dev.rondo.sdk.spec.OptionsSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph from a JSON object. Keys it does not know are ignored: a newer version may have written them. */
public final class SpecReader {

    private SpecReader() {}

    /**
     * The graph.
     *
     * @throws IllegalArgumentException when something is missing, or of a kind this version does not know
     */
    public static DagSpec read(JsonObject object) {
        var in = new ObjectReader(object, "$");
        List<OptionsSpec> options = in.objects("optionSets", OptionsJson::read);
        List<Map<String, String>> origins = in.objects("originSets", ObjectReader::allTexts);
        return new DagSpec(
                in.text("id"),
                in.text("class"),
                in.findText("description"),
                in.findText("doc"),
                in.texts("tags"),
                in.object("schedule", ScheduleJson::read),
                in.text("timezone"),
                in.findText("startDate", Instant::parse),
                in.findText("endDate", Instant::parse),
                in.integer("catchup"),
                in.constant("runStrategy", RunStrategy.class),
                in.integer("maxActiveRuns"),
                in.integer("maxActiveTasks"),
                in.findText("dagrunTimeout", Duration::parse),
                in.flag("failFast"),
                in.findFlag("pausedUponCreation"),
                in.findObject("params", SpecReader::params),
                Set.copyOf(in.texts("callbacks")),
                in.objects("groups", SpecReader::group),
                in.objects("tasks", task -> TaskJson.read(task, options, origins)),
                in.objects("deadlines", DeadlineJson::read));
    }

    private static ParamsSpec params(ObjectReader in) {
        return new ParamsSpec(in.text("type"), in.text("jsonSchema"), in.text("defaults"));
    }

    private static GroupSpec group(ObjectReader in) {
        return new GroupSpec(
                in.text("id"), in.findText("parent"), in.findObject("mapping", TaskJson::mapping), in.findText("doc"));
    }
}
