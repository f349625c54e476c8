package dev.rondo.cli.api;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Lists of the API, which come in pages. */
public final class Pages {

    private static final int PAGE = 100;

    private Pages() {}

    /**
     * The elements of a list, page by page, up to a limit.
     *
     * @param path with or without a query
     * @param key the key of the list in the answer
     */
    public static List<JsonObject> read(ApiClient api, String path, String key, int limit) {
        List<JsonObject> all = new ArrayList<>();
        while (all.size() < limit) {
            int size = Math.min(PAGE, limit - all.size());
            String glue = path.contains("?") ? "&" : "?";
            JsonObject page = api.get(path + glue + "limit=" + size + "&offset=" + all.size());
            List<JsonObject> elements = objects(page, key);
            all.addAll(elements);
            long total = page.get("total_entries") instanceof JsonNumber n ? n.toLong() : all.size();
            if (elements.isEmpty() || all.size() >= total) {
                break;
            }
        }
        return all;
    }

    /** The objects in a list of the answer; none when the key is absent. */
    public static List<JsonObject> objects(JsonObject answer, String key) {
        List<JsonObject> objects = new ArrayList<>();
        if (answer.get(key) instanceof JsonArray array) {
            for (JsonValue element : array) {
                if (element instanceof JsonObject object) {
                    objects.add(object);
                }
            }
        }
        return objects;
    }
}
