package dev.rondo.core.dispatch;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What a body gets that pulls an XCom by task and key. */
public final class XComPull {

    private XComPull() {}

    /**
     * The answer, as JSON: the value; of a mapped task the one at the index that was asked for, or else all of them as
     * an array.
     *
     * @param values what the task has under the key, by map index; -1 alone: it is not mapped
     * @param mapIndex the index that the asking instance has; null: all
     * @return null when there is no value
     */
    public static @Nullable String answer(SortedMap<Integer, String> values, @Nullable Integer mapIndex) {
        if (values.isEmpty()) {
            return null;
        }
        if (values.firstKey() < 0) {
            return values.get(values.firstKey());
        }
        String own = mapIndex == null ? null : values.get(mapIndex);
        return own != null
                ? own
                : JsonArray.of(values.values().stream().map(JsonValue::parse).toList())
                        .toJson();
    }
}
