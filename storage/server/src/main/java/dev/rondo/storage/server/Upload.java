package dev.rondo.storage.server;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Bytes on their way to become an object: nobody sees them before {@link #finish}.
 *
 * @param said the resource as the writer described it
 */
record Upload(BucketFolder bucket, String name, JsonObject said, Conditions conditions, Path part) {

    private static final int MAX_NAME_BYTES = 1024;

    static Upload begin(Call call, BucketFolder bucket, JsonObject resource, String contentType) throws IOException {
        String name = call.find("name").or(() -> resource.findString("name")).orElse("");
        requireName(name);
        Conditions conditions = Conditions.of(call);
        conditions.requireToWrite(bucket.find(name, OptionalLong.empty()));
        Map<String, JsonValue> said = new LinkedHashMap<>(resource.members());
        if (!contentType.isEmpty()) {
            said.putIfAbsent("contentType", new JsonString(contentType));
        }
        call.find("contentEncoding").ifPresent(coding -> said.putIfAbsent("contentEncoding", new JsonString(coding)));
        return new Upload(bucket, name, JsonObject.of(said), conditions, bucket.newPart());
    }

    private static void requireName(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0) {
            throw new ApiError(400, "required", "Required");
        }
        boolean refused = bytes > MAX_NAME_BYTES
                || name.equals(".")
                || name.equals("..")
                || name.startsWith(".well-known/acme-challenge/")
                || name.indexOf('\n') >= 0
                || name.indexOf('\r') >= 0;
        if (refused) {
            throw ApiError.invalid("Invalid object name");
        }
    }

    long size() throws IOException {
        return Files.size(part);
    }

    /** Appends what the stream gives; when it breaks off, what came before is kept. */
    void append(InputStream bytes) throws IOException {
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
                ByteBuffer read = ByteBuffer.wrap(buffer, 0, n);
                while (read.hasRemaining()) {
                    int ignored = out.write(read);
                }
            }
        }
    }

    /**
     * Makes it the live generation.
     *
     * @param hashHeader what the writer says of the bytes, as {@code x-goog-hash}
     */
    Reply finish(Call call, String hashHeader) throws IOException {
        try {
            Hashes hashes = Hashes.of(part);
            hashes.require(said.findString("crc32c"), said.findString("md5Hash"));
            hashes.require(Hashes.inHeader(hashHeader, "crc32c"), Hashes.inHeader(hashHeader, "md5"));
            hashes.require(
                    Optional.empty(), Optional.of(call.header("content-md5")).filter(md5 -> !md5.isEmpty()));
            StoredObject made = bucket.put(name, said, part, hashes, 0, conditions);
            return Reply.json(made.toJson(call.origin()));
        } finally {
            drop();
        }
    }

    void drop() throws IOException {
        Files.deleteIfExists(part);
    }
}
