package dev.rondo.storage.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One generation of an object.
 *
 * @param settings what a writer can choose: {@code contentType}, {@code metadata} and the like
 * @param md5 empty when it was composed
 * @param deleted when it stopped being the live one; empty: it is
 */
record StoredObject(
        String bucket,
        String name,
        long generation,
        long metageneration,
        long size,
        String crc32c,
        Optional<String> md5,
        long components,
        Instant created,
        Instant updated,
        Optional<Instant> deleted,
        JsonObject settings) {

    private static final List<String> SETTINGS = List.of(
            "contentType",
            "contentEncoding",
            "contentDisposition",
            "contentLanguage",
            "cacheControl",
            "customTime",
            "storageClass",
            "metadata");

    /** What of a request's JSON a writer can choose. */
    static JsonObject settingsOf(JsonObject said) {
        return patched(JsonObject.EMPTY, said);
    }

    /** The settings with those of a patch over them: null takes one away, also a single key of the metadata. */
    static JsonObject patched(JsonObject before, JsonObject patch) {
        Map<String, JsonValue> settings = new LinkedHashMap<>(before.members());
        for (String key : SETTINGS) {
            JsonValue value = patch.get(key);
            if (value instanceof JsonNull) {
                settings.remove(key);
            } else if (value instanceof JsonObject keys) {
                settings.put(key, metadata(settings.get(key), keys));
            } else if (value != null) {
                settings.put(key, value);
            }
        }
        return JsonObject.of(settings);
    }

    private static JsonObject metadata(@Nullable JsonValue before, JsonObject patch) {
        Map<String, JsonValue> keys =
                new LinkedHashMap<>(before instanceof JsonObject object ? object.members() : Map.of());
        patch.members().forEach((key, value) -> {
            if (value instanceof JsonNull) {
                keys.remove(key);
            } else {
                keys.put(key, value);
            }
        });
        return JsonObject.of(keys);
    }

    StoredObject withSettings(JsonObject changed, Instant now) {
        return new StoredObject(
                bucket,
                name,
                generation,
                metageneration + 1,
                size,
                crc32c,
                md5,
                components,
                created,
                now,
                deleted,
                changed);
    }

    StoredObject deletedAt(Instant now) {
        return new StoredObject(
                bucket,
                name,
                generation,
                metageneration,
                size,
                crc32c,
                md5,
                components,
                created,
                updated,
                Optional.of(now),
                settings);
    }

    String setting(String key) {
        return settings.findString(key).orElse("");
    }

    /** The resource, as it is answered. */
    JsonObject toJson(String origin) {
        String path = "/storage/v1/b/" + bucket + "/o/"
                + URLEncoder.encode(name, UTF_8).replace("+", "%20");
        return JsonObject.builder()
                .putAll(stored())
                .put("kind", "storage#object")
                .put("id", bucket + "/" + name + "/" + generation)
                .put("selfLink", origin + path)
                .put("mediaLink", origin + "/download" + path + "?generation=" + generation + "&alt=media")
                .put("timeStorageClassUpdated", created.toString())
                .put("etag", etag())
                .build();
    }

    String etag() {
        return "CG" + generation + "/" + metageneration;
    }

    /** What is kept on disk: the resource without what follows from the rest. */
    JsonObject stored() {
        JsonObject.Builder json = JsonObject.builder()
                .put("contentType", "application/octet-stream")
                .put("storageClass", "STANDARD")
                .putAll(settings)
                .put("bucket", bucket)
                .put("name", name)
                .put("generation", Long.toString(generation))
                .put("metageneration", Long.toString(metageneration))
                .put("size", Long.toString(size))
                .put("crc32c", crc32c)
                .put("timeCreated", created.toString())
                .put("updated", updated.toString());
        md5.ifPresent(hash -> json.put("md5Hash", hash));
        deleted.ifPresent(at -> json.put("timeDeleted", at.toString()));
        if (md5.isEmpty()) {
            json.put("componentCount", components);
        }
        return json.build();
    }

    static StoredObject read(JsonObject json) {
        return new StoredObject(
                text(json, "bucket"),
                text(json, "name"),
                Long.parseLong(text(json, "generation")),
                Long.parseLong(text(json, "metageneration")),
                Long.parseLong(text(json, "size")),
                text(json, "crc32c"),
                json.findString("md5Hash"),
                json.get("componentCount") instanceof JsonNumber count ? count.toLong() : 1,
                Instant.parse(text(json, "timeCreated")),
                Instant.parse(text(json, "updated")),
                json.findString("timeDeleted").map(Instant::parse),
                settingsOf(json));
    }

    private static String text(JsonObject json, String key) {
        return json.require(key) instanceof JsonString string ? string.value() : "";
    }
}
