package dev.rondo.core.dispatch;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.mapping.MappedElements;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.params.ParamsSchema;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.InputSpec;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.MappingSpec.Axis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the body of a task receives, one JSON text per input. Made for one run; elements of mapped lists and the params
 * are worked out once and kept.
 */
public final class TaskInputs {

    private final Graph graph;
    private final String conf;
    private final Map<MappingSpec, MappedElements> elements = new HashMap<>();
    private @Nullable String params;

    /**
     * The inputs of one run.
     *
     * @param conf the run's conf, a JSON object
     */
    public TaskInputs(Graph graph, String conf) {
        this.graph = graph;
        this.conf = conf;
    }

    /** The tasks whose results are read to make the inputs of a task. */
    public Set<String> sources(int task) {
        Set<String> sources = new HashSet<>();
        for (InputSpec input : graph.task(task).inputs()) {
            switch (input) {
                case InputSpec.Result result -> sources.add(result.taskId());
                case InputSpec.Gathered gathered -> sources.addAll(gathered.taskIds());
                case InputSpec.Element element -> {
                    if (!elements.containsKey(mapping(task))) {
                        graph.sources(task).stream()
                                .forEach(each -> sources.add(graph.task(each).taskId()));
                    }
                }
                case InputSpec.Params given -> {}
            }
        }
        return sources;
    }

    /** The inputs of an instance, in order; null where there is no value. */
    public List<@Nullable String> of(int task, int mapIndex, Results results) {
        List<@Nullable String> inputs = new ArrayList<>();
        for (InputSpec input : graph.task(task).inputs()) {
            inputs.add(
                    switch (input) {
                        case InputSpec.Result result -> result(task, mapIndex, result.taskId(), results);
                        case InputSpec.Gathered gathered -> gathered(gathered.taskIds(), results);
                        case InputSpec.Element element -> element(task, mapIndex, element.axis(), results);
                        case InputSpec.Params given -> params();
                    });
        }
        return inputs;
    }

    /** Forgets the elements, as after a clear of what they were cut from. */
    public void forgetElements() {
        elements.clear();
    }

    private @Nullable String result(int task, int mapIndex, String source, Results results) {
        int index = graph.index(source);
        if (!graph.isMapped(index)) {
            return results.one(source, -1);
        }
        return graph.paired(task, index) ? results.one(source, mapIndex) : array(results.all(source));
    }

    private String gathered(List<String> sources, Results results) {
        List<String> values = new ArrayList<>();
        for (String source : sources) {
            String value = graph.isMapped(graph.index(source)) ? array(results.all(source)) : results.one(source, -1);
            if (value != null) {
                values.add(value);
            }
        }
        return array(values);
    }

    private String element(int task, int mapIndex, int axis, Results results) {
        return elements.computeIfAbsent(mapping(task), mapping -> cut(mapping, results))
                .element(axis, mapIndex)
                .toJson();
    }

    private MappedElements cut(MappingSpec mapping, Results results) {
        List<JsonValue> sequences = new ArrayList<>();
        for (Axis axis : mapping.axes()) {
            sequences.add(
                    switch (axis) {
                        case Axis.Literal literal -> JsonValue.parse(literal.json());
                        case Axis.Result result -> {
                            String json = graph.isMapped(graph.index(result.taskId()))
                                    ? array(results.all(result.taskId()))
                                    : results.one(result.taskId(), -1);
                            yield JsonValue.parse(json == null ? "[]" : json);
                        }
                    });
        }
        return MappedElements.of(mapping.combine(), sequences);
    }

    private MappingSpec mapping(int task) {
        return Objects.requireNonNull(graph.mapping(task), "only a mapped task has elements");
    }

    /** The params of the run, a JSON object. */
    public String params() {
        if (params == null) {
            params = merged(graph.spec().params(), conf);
        }
        return params;
    }

    /** The defaults with the conf laid over them; keys that are no params are the business of templates alone. */
    private static String merged(DagSpec.@Nullable ParamsSpec spec, String conf) {
        JsonObject given = (JsonObject) JsonValue.parse(conf);
        if (spec == null) {
            return given.toJson();
        }
        return ParamsSchema.parse(spec.jsonSchema(), spec.defaults())
                .record(given)
                .toJson();
    }

    private static String array(List<String> values) {
        return "[" + String.join(",", values) + "]";
    }
}
