package dev.rondo.scheduler.engine;

import dev.rondo.core.dispatch.XComSize;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Small results of a run's tasks, kept from when they arrive until what needs them is dispatched: most are needed at
 * once, and by one task.
 */
final class ResultCache {

    /** Longest value kept: a larger one hardly fits into a dispatch with others, and is fetched by whoever needs it. */
    static final int MAX_CHARS = 32 * 1024;

    /** The same for a list that is mapped over: each instance is sent its element alone. */
    static final int MAX_LIST_CHARS = XComSize.MAX_MAPPED_CHARS;

    private static final int MAX_TOTAL_CHARS = 16 << 20;

    private final Map<String, TreeMap<Integer, String>> results = new HashMap<>();
    private int totalChars;

    /** Keeps a result; a large one is not kept, and its task's are asked of the database. */
    void put(String taskId, int mapIndex, String json, boolean mappedOver) {
        remove(taskId, mapIndex);
        int longest = mappedOver ? MAX_LIST_CHARS : MAX_CHARS;
        if (json.length() <= longest && totalChars + json.length() <= MAX_TOTAL_CHARS) {
            results.computeIfAbsent(taskId, t -> new TreeMap<>()).put(mapIndex, json);
            totalChars += json.length();
        }
    }

    /** The results of a task that are here, by map index. */
    Map<Integer, String> of(String taskId) {
        return results.getOrDefault(taskId, new TreeMap<>());
    }

    /** Whether all of so many results of a task are here. */
    boolean has(String taskId, int number) {
        return of(taskId).size() == number;
    }

    /** Forgets a result, as when its instance is cleared. */
    void remove(String taskId, int mapIndex) {
        TreeMap<Integer, String> known = results.get(taskId);
        String gone = known == null ? null : known.remove(mapIndex);
        if (gone != null) {
            totalChars -= gone.length();
        }
    }

    /** How much it holds, in characters. */
    int chars() {
        return totalChars;
    }
}
