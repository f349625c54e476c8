package dev.rondo.storage.server;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Objects made of others: composed, rewritten and copied. */
final class CopyCalls {

    private static final int MAX_SOURCES = 32;

    private CopyCalls() {}

    static Reply compose(Call call, BucketFolder bucket, String target) throws IOException {
        JsonObject said = call.json();
        List<StoredObject> sources = new ArrayList<>();
        if (said.get("sourceObjects") instanceof JsonArray named) {
            for (JsonValue each : named) {
                sources.add(source(bucket, each instanceof JsonObject object ? object : JsonObject.EMPTY));
            }
        }
        if (sources.isEmpty() || sources.size() > MAX_SOURCES) {
            throw ApiError.invalid("The number of source components provided (" + sources.size()
                    + ") must be from 1 to " + MAX_SOURCES);
        }
        JsonObject settings = said.get("destination") instanceof JsonObject object ? object : JsonObject.EMPTY;
        long components = sources.stream()
                .mapToLong(StoredObject::components)
                .map(n -> Math.max(1, n))
                .sum();
        Path part = bucket.newPart();
        try {
            for (StoredObject source : sources) {
                append(bucket, source, part);
            }
            StoredObject made = bucket.put(target, settings, part, Hashes.of(part), components, Conditions.of(call));
            return Reply.json(made.toJson(call.origin()));
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static StoredObject source(BucketFolder bucket, JsonObject said) {
        StoredObject object = bucket.require(said.findString("name").orElse(""), number(said.get("generation")));
        OptionalLong wanted = said.get("objectPreconditions") instanceof JsonObject conditions
                ? number(conditions.get("ifGenerationMatch"))
                : OptionalLong.empty();
        if (wanted.isPresent() && wanted.getAsLong() != object.generation()) {
            throw ApiError.conditionNotMet();
        }
        return object;
    }

    // Google's clients write 64-bit numbers as strings.
    private static OptionalLong number(@Nullable JsonValue value) {
        return value == null
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(value.toJson().replace("\"", "")));
    }

    /** A rewrite is done with its first request: the source is in the same place as the target. */
    static Reply rewrite(Call call, BucketFolder from, String name, BucketFolder to, String target) throws IOException {
        StoredObject made = copied(call, from, name, to, target);
        return Reply.json(JsonObject.builder()
                .put("kind", "storage#rewriteResponse")
                .put("totalBytesRewritten", Long.toString(made.size()))
                .put("objectSize", Long.toString(made.size()))
                .put("done", true)
                .put("resource", made.toJson(call.origin()))
                .build());
    }

    static Reply copy(Call call, BucketFolder from, String name, BucketFolder to, String target) throws IOException {
        return Reply.json(copied(call, from, name, to, target).toJson(call.origin()));
    }

    private static StoredObject copied(Call call, BucketFolder from, String name, BucketFolder to, String target)
            throws IOException {
        StoredObject source = from.require(name, call.number("sourceGeneration"));
        Conditions.ofSource(call).requireToRead(source);
        JsonObject said = call.json();
        Path part = to.newPart();
        try {
            append(from, source, part);
            return to.put(
                    target,
                    said.members().isEmpty() ? source.settings() : said,
                    part,
                    Hashes.of(part),
                    source.md5().isPresent() ? 0 : source.components(),
                    Conditions.of(call));
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void append(BucketFolder bucket, StoredObject source, Path part) throws IOException {
        try (FileChannel in = bucket.open(source);
                FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            long at = 0;
            while (at < source.size()) {
                at += in.transferTo(at, source.size() - at, out);
            }
        }
    }
}
