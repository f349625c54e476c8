package dev.rondo.storage.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

/**
 * A request.
 *
 * @param path its parts, decoded; the name of an object is one of them
 * @param headers by their names in lower case
 * @param origin scheme and host as the client named them, for links
 */
record Call(
        String method,
        List<String> path,
        Map<String, String> query,
        Map<String, String> headers,
        InputStream body,
        String origin) {

    private static final int MAX_JSON_BYTES = 4 << 20;

    Call {
        path = List.copyOf(path);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** Reads method and address; clients that cannot send PATCH say it in a header. */
    static Call of(String method, URI uri, Map<String, String> headers, InputStream body, String origin)
            throws IOException {
        Map<String, String> byLowerName = new LinkedHashMap<>();
        headers.forEach((name, value) -> byLowerName.put(name.toLowerCase(Locale.ROOT), value));
        String said = byLowerName.getOrDefault("x-http-method-override", method);
        return new Call(
                said,
                pathOf(uri.getRawPath()),
                queryOf(Optional.ofNullable(uri.getRawQuery()).orElse("")),
                byLowerName,
                // Packed for the way; what an object's own encoding is, is said in its description.
                byLowerName.getOrDefault("content-encoding", "").equals("gzip") ? new GZIPInputStream(body) : body,
                origin);
    }

    private static List<String> pathOf(String raw) {
        List<String> parts = new ArrayList<>();
        for (String part : raw.substring(1).split("/", -1)) {
            parts.add(decoded(part.replace("+", "%2B")));
        }
        return parts;
    }

    private static Map<String, String> queryOf(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("Malformed address: " + e.getMessage());
        }
    }

    Optional<String> find(String parameter) {
        return Optional.ofNullable(query.get(parameter));
    }

    boolean is(String parameter) {
        return "true".equals(query.get(parameter));
    }

    OptionalLong number(String parameter) {
        String said = query.get(parameter);
        if (said == null || said.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(said));
        } catch (NumberFormatException e) {
            throw ApiError.invalid("Invalid value for: Expected a number but found '" + said + "' for " + parameter);
        }
    }

    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** The body as JSON; an empty one is an object without members. */
    JsonObject json() throws IOException {
        byte[] bytes = body.readNBytes(MAX_JSON_BYTES + 1);
        if (bytes.length > MAX_JSON_BYTES) {
            throw ApiError.invalid("Metadata part is too large.");
        }
        return json(new String(bytes, UTF_8));
    }

    static JsonObject json(String text) {
        if (text.isBlank()) {
            return JsonObject.EMPTY;
        }
        try {
            if (JsonValue.parse(text) instanceof JsonObject object) {
                return object;
            }
            throw ApiError.invalid("Parse Error");
        } catch (JsonException e) {
            throw new ApiError(400, "parseError", "Parse Error: " + e.getMessage());
        }
    }
}
