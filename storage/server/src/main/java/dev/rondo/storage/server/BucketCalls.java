package dev.rondo.storage.server;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/** Buckets: made, listed, changed and deleted. */
final class BucketCalls {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]");

    private final Path folder;
    private final InstantSource clock;
    private final CrashPoint.Injector crashes;
    private final Map<String, BucketFolder> buckets = new ConcurrentSkipListMap<>();

    BucketCalls(Path folder, InstantSource clock, CrashPoint.Injector crashes) {
        this.folder = folder;
        this.clock = clock;
        this.crashes = crashes;
    }

    /** Takes up what a process before left. */
    void open() throws IOException {
        Files.createDirectories(folder);
        for (Path each : AtomicFiles.in(folder)) {
            if (Files.exists(each.resolve("bucket.json"))) {
                buckets.put(each.getFileName().toString(), BucketFolder.open(each, clock, crashes));
            }
        }
    }

    BucketFolder require(String name) {
        BucketFolder bucket = buckets.get(name);
        if (bucket == null) {
            throw ApiError.notFound("The specified bucket does not exist.");
        }
        return bucket;
    }

    synchronized void make(String name, JsonObject settings) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw ApiError.invalid("Invalid bucket name: '" + name + "'");
        }
        if (buckets.containsKey(name)) {
            throw ApiError.conflict(
                    "Your previous request to create the named bucket succeeded and you already own it.");
        }
        buckets.put(name, BucketFolder.make(name, folder.resolve(name), settings, clock, crashes));
    }

    boolean has(String name) {
        return buckets.containsKey(name);
    }

    Reply all(Call call) throws IOException {
        if (call.method().equals("POST")) {
            JsonObject said = call.json();
            String name = said.findString("name").orElse("");
            make(name, said);
            return Reply.json(require(name).toJson(call.origin()));
        }
        String prefix = call.find("prefix").orElse("");
        return Reply.json(JsonObject.builder()
                .put("kind", "storage#buckets")
                .put(
                        "items",
                        JsonArray.of(buckets.entrySet().stream()
                                .filter(each -> each.getKey().startsWith(prefix))
                                .map(each -> each.getValue().toJson(call.origin()))
                                .toList()))
                .build());
    }

    Reply one(Call call, String name) throws IOException {
        BucketFolder bucket = require(name);
        return switch (call.method()) {
            case "GET" -> Reply.json(bucket.toJson(call.origin()));
            case "PATCH", "PUT" -> {
                bucket.patch(
                        call.json(), call.number("ifMetagenerationMatch"), call.number("ifMetagenerationNotMatch"));
                yield Reply.json(bucket.toJson(call.origin()));
            }
            case "DELETE" -> delete(name, bucket);
            default -> throw new ApiError(405, "methodNotAllowed", "Method Not Allowed");
        };
    }

    private synchronized Reply delete(String name, BucketFolder bucket) throws IOException {
        if (!bucket.isEmpty()) {
            throw ApiError.conflict("The bucket you tried to delete is not empty.");
        }
        buckets.remove(name);
        bucket.deleteAll();
        return Reply.empty(204);
    }
}
