package dev.rondo.testkit.play;

import dev.rondo.core.dispatch.Results;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The XComs of a played run, JSON by task, key and map index. */
public final class Values implements Results {

    /** The key of a result. */
    public static final String RETURN_VALUE = "return_value";

    private final Map<String, Map<String, TreeMap<Integer, String>>> byTask = new HashMap<>();

    /** Keeps a value. */
    public void put(String taskId, int mapIndex, String key, String json) {
        byTask.computeIfAbsent(taskId, t -> new LinkedHashMap<>())
                .computeIfAbsent(key, k -> new TreeMap<>())
                .put(mapIndex, json);
    }

    /** A new try of the instance begins: what the one before left is gone. */
    void forget(String taskId, int mapIndex) {
        keys(taskId).values().forEach(values -> values.remove(mapIndex));
    }

    /** What a task has under a key, by map index. */
    SortedMap<Integer, String> of(String taskId, String key) {
        return Collections.unmodifiableSortedMap(keys(taskId).getOrDefault(key, new TreeMap<>()));
    }

    /** What an instance pushed, JSON by key, its result included. */
    Map<String, String> of(String taskId, int mapIndex) {
        Map<String, String> found = new LinkedHashMap<>();
        keys(taskId).forEach((key, values) -> {
            String json = values.get(mapIndex);
            if (json != null) {
                found.put(key, json);
            }
        });
        return found;
    }

    private Map<String, TreeMap<Integer, String>> keys(String taskId) {
        return byTask.getOrDefault(taskId, Map.of());
    }

    @Override
    public @Nullable String one(String taskId, int mapIndex) {
        return of(taskId, RETURN_VALUE).get(mapIndex);
    }

    @Override
    public List<String> all(String taskId) {
        return List.copyOf(of(taskId, RETURN_VALUE).values());
    }
}
