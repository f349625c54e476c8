package dev.rondo.runtime.host;

import dev.rondo.core.protocol.Ask;
import dev.rondo.core.protocol.WorkerMessage.AssetUpdate;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetAlias;
import dev.rondo.sdk.AssetEvent;
import dev.rondo.sdk.AssetRef;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.specjson.AssetJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one try says of the assets it updates, and asks of those it reads. */
final class TryAssets {

    /** Most characters of what is said of one update, encoded. */
    private static final int MAX_EXTRA_CHARS = 64 * 1024;

    /** Most assets that one try may update under aliases. */
    private static final int MAX_UPDATES = 1_000;

    private static final int MAX_EVENTS = 1_000;

    private final String taskId;
    private final List<AssetRef> outlets;
    private final List<AssetRef> inlets;
    private final Questions questions;
    private final Map<Said, AssetUpdate> updates = new LinkedHashMap<>();

    private record Said(@Nullable String alias, String asset) {}

    TryAssets(String taskId, List<AssetRef> outlets, List<AssetRef> inlets, Questions questions) {
        this.taskId = taskId;
        this.outlets = List.copyOf(outlets);
        this.inlets = List.copyOf(inlets);
        this.questions = questions;
    }

    void update(Asset outlet, Map<String, Object> extra) {
        require(outlets, outlet, "outlet", "outlets");
        keep(null, outlet, extra);
    }

    void update(AssetAlias outlet, Asset asset, Map<String, Object> extra) {
        require(outlets, outlet, "outlet", "outlets");
        keep(outlet.name(), asset, extra);
    }

    private synchronized void keep(@Nullable String alias, Asset asset, Map<String, Object> extra) {
        String json = json(asset, extra);
        updates.put(
                new Said(alias, asset.name()), new AssetUpdate(alias, asset.name(), asset.uri(), asset.group(), json));
        if (updates.size() > MAX_UPDATES) {
            throw new IllegalArgumentException("task '" + taskId + "' updates more than " + MAX_UPDATES
                    + " assets in one try; update what they belong to instead");
        }
    }

    private String json(Asset asset, Map<String, Object> extra) {
        String json;
        try {
            json = AssetJson.extra(extra);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "task '" + taskId + "', update of asset '" + asset.name() + "': " + e.getMessage(), e);
        }
        if (json.length() > MAX_EXTRA_CHARS) {
            throw new IllegalArgumentException("task '" + taskId + "', update of asset '" + asset.name() + "': what is"
                    + " said of it has " + json.length() + " characters as JSON and may have " + MAX_EXTRA_CHARS);
        }
        return json;
    }

    synchronized List<AssetUpdate> updates() {
        return List.copyOf(updates.values());
    }

    List<AssetEvent> triggering() {
        return events(questions.ask(Ask.TRIGGERING_EVENTS));
    }

    List<AssetEvent> newest(AssetRef inlet, int limit) {
        require(inlets, inlet, "inlet", "inlets");
        if (limit < 1 || limit > MAX_EVENTS) {
            throw new IllegalArgumentException("limit must be from 1 to " + MAX_EVENTS + ", was " + limit);
        }
        String kind = inlet instanceof Asset ? "asset" : "alias";
        return events(questions.ask(Ask.INLET_EVENTS, kind, inlet.name(), Integer.toString(limit)));
    }

    private void require(List<AssetRef> declared, AssetRef ref, String what, String word) {
        boolean known = declared.stream()
                .anyMatch(
                        each -> each.getClass() == ref.getClass() && each.name().equals(ref.name()));
        if (!known) {
            throw new IllegalArgumentException("'" + ref + "' is no " + what + " of task '" + taskId + "'; say ." + word
                    + "(…) where the task is defined");
        }
    }

    private static List<AssetEvent> events(@Nullable String json) {
        return json == null
                ? List.of()
                : ((JsonArray) JsonValue.parse(json))
                        .elements().stream().map(TryAssets::event).toList();
    }

    private static AssetEvent event(JsonValue value) {
        JsonObject json = (JsonObject) value;
        return new AssetEvent(
                text(json, "asset"),
                text(json, "uri"),
                Instant.parse(text(json, "at")),
                AssetJson.extra(json.require("extra").toJson()),
                json.findString("dag_id").orElse(null),
                json.findString("task_id").orElse(null),
                json.findString("run_id").orElse(null),
                json.get("map_index") instanceof JsonNumber number ? number.toInt() : -1);
    }

    private static String text(JsonObject json, String key) {
        return json.findString(key)
                .orElseThrow(() -> new IllegalStateException("the server told of an update without " + key));
    }
}
