package dev.rondo.cli.dags;

import dev.rondo.cli.output.Output;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far each task is from the start of its DAG, in tasks. */
public final class Layers {

    private Layers() {}

    /** Of the tasks as the API has them, those of a lower layer first: 0 waits for none. */
    public static Map<String, Integer> of(List<JsonObject> tasks) {
        Map<String, Integer> ordered = new LinkedHashMap<>();
        ofDownstream(downstream(tasks)).entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(each -> ordered.put(each.getKey(), each.getValue()));
        return ordered;
    }

    static Map<String, List<String>> downstream(List<JsonObject> tasks) {
        Map<String, List<String>> downstream = new LinkedHashMap<>();
        tasks.forEach(t -> downstream.put(Output.text(t.get("task_id")), texts(t.get("downstream_task_ids"))));
        return downstream;
    }

    static List<String> texts(@Nullable JsonValue array) {
        return array instanceof JsonArray elements
                ? elements.elements().stream().map(Output::text).toList()
                : List.of();
    }

    // Longest path from a root: a task stands to the right of everything it waits for.
    static Map<String, Integer> ofDownstream(Map<String, List<String>> downstream) {
        Map<String, Integer> waitsFor = new HashMap<>();
        downstream.values().forEach(next -> next.forEach(n -> waitsFor.merge(n, 1, Integer::sum)));
        Map<String, Integer> layers = new LinkedHashMap<>();
        downstream.keySet().forEach(t -> layers.put(t, 0));
        Deque<String> ready = new ArrayDeque<>();
        downstream.keySet().stream().filter(t -> !waitsFor.containsKey(t)).forEach(ready::add);
        while (!ready.isEmpty()) {
            String task = ready.remove();
            int after = layers.getOrDefault(task, 0) + 1;
            for (String next : downstream.getOrDefault(task, List.of())) {
                layers.merge(next, after, Math::max);
                if (waitsFor.merge(next, -1, Integer::sum) == 0) {
                    ready.add(next);
                }
            }
        }
        return layers;
    }
}
