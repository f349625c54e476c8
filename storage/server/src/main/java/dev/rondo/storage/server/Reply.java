package dev.rondo.storage.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.sdk.internal.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param length bytes of the body; -1: as many as it gives
 */
record Reply(int status, Map<String, String> headers, InputStream body, long length) {

    static final long UNKNOWN = -1;

    Reply {
        headers = Map.copyOf(headers);
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), InputStream.nullInputStream(), 0);
    }

    static Reply json(JsonObject json) {
        return json(200, json);
    }

    static Reply json(int status, JsonObject json) {
        return text(status, "application/json; charset=UTF-8", json.toJson());
    }

    static Reply text(int status, String contentType, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return new Reply(status, Map.of("Content-Type", contentType), new ByteArrayInputStream(bytes), bytes.length);
    }

    Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body, length);
    }
}
