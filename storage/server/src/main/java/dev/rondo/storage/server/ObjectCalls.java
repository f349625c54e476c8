package dev.rondo.storage.server;

import dev.rondo.sdk.internal.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** One object: its resource, its bytes, changed and deleted. */
final class ObjectCalls {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    private ObjectCalls() {}

    static Reply one(Call call, BucketFolder bucket, String name) throws IOException {
        OptionalLong generation = call.number("generation");
        return switch (call.method()) {
            case "GET" -> {
                StoredObject object = bucket.require(name, generation);
                Conditions.of(call).requireToRead(object);
                yield call.find("alt").orElse("").equals("media")
                        ? media(call, bucket, object)
                        : Reply.json(object.toJson(call.origin()));
            }
            case "PATCH", "PUT" -> {
                JsonObject said = call.json();
                boolean whole = call.method().equals("PUT");
                StoredObject changed = bucket.patch(name, generation, Conditions.of(call), said, whole);
                yield Reply.json(changed.toJson(call.origin()));
            }
            case "DELETE" -> {
                bucket.delete(name, generation, Conditions.of(call));
                yield Reply.empty(204);
            }
            default -> throw new ApiError(405, "methodNotAllowed", "Method Not Allowed");
        };
    }

    private static Reply media(Call call, BucketFolder bucket, StoredObject object) throws IOException {
        boolean unpacked = object.setting("contentEncoding").equals("gzip")
                && !call.header("accept-encoding").contains("gzip");
        FileChannel bytes = bucket.open(object);
        try {
            Reply reply = unpacked
                    ? new Reply(
                            200, headersOf(object), new GZIPInputStream(Channels.newInputStream(bytes)), Reply.UNKNOWN)
                    : ranged(call, object, bytes);
            return reply.status() == 416
                            || unpacked
                            || object.setting("contentEncoding").isEmpty()
                    ? reply
                    : reply.with("Content-Encoding", object.setting("contentEncoding"));
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private static Reply ranged(Call call, StoredObject object, FileChannel bytes) throws IOException {
        InputStream all = Channels.newInputStream(bytes);
        Matcher range = RANGE.matcher(call.header("range"));
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return new Reply(200, headersOf(object), all, object.size());
        }
        long size = object.size();
        boolean fromEnd = range.group(1).isEmpty();
        long first = fromEnd ? Math.max(0, size - Long.parseLong(range.group(2))) : Long.parseLong(range.group(1));
        long last = fromEnd || range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
        if (first > last) {
            bytes.close();
            return new ApiError(416, "requestedRangeNotSatisfiable", "Request range not satisfiable")
                    .reply()
                    .with("Content-Range", "bytes */" + size);
        }
        bytes.position(first);
        return new Reply(206, headersOf(object), all, last - first + 1)
                .with("Content-Range", "bytes " + first + "-" + last + "/" + size);
    }

    private static Map<String, String> headersOf(StoredObject object) {
        String type = object.setting("contentType");
        String hash = "crc32c=" + object.crc32c()
                + object.md5().map(md5 -> ",md5=" + md5).orElse("");
        String encoding = object.setting("contentEncoding");
        return Map.of(
                "Content-Type", type.isEmpty() ? "application/octet-stream" : type,
                "ETag", object.etag(),
                "X-Goog-Generation", Long.toString(object.generation()),
                "X-Goog-Metageneration", Long.toString(object.metageneration()),
                "X-Goog-Hash", hash,
                "X-Goog-Stored-Content-Length", Long.toString(object.size()),
                "X-Goog-Stored-Content-Encoding", encoding.isEmpty() ? "identity" : encoding);
    }
}
