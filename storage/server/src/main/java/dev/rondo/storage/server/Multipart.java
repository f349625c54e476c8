package dev.rondo.storage.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One part of a body of several, as bytes in ISO 8859-1, which loses none.
 *
 * @param headers by their names in lower case
 */
record Multipart(Map<String, String> headers, String body) {

    /** The parts of a body. */
    static List<Multipart> parse(String contentType, byte[] bytes) {
        String delimiter = "--" + boundaryOf(contentType);
        String text = new String(bytes, ISO_8859_1);
        List<Multipart> parts = new ArrayList<>();
        int at = text.startsWith(delimiter) ? 0 : text.indexOf("\n" + delimiter) + 1;
        if (at == 0 && !text.startsWith(delimiter)) {
            throw ApiError.invalid("Missing multipart boundary");
        }
        at = endOfLine(text, at);
        for (int end = text.indexOf("\n" + delimiter, at); end >= 0; end = text.indexOf("\n" + delimiter, at)) {
            int bodyEnd = end > at && text.charAt(end - 1) == '\r' ? end - 1 : end;
            parts.add(part(text, at, bodyEnd));
            if (text.startsWith("--", end + 1 + delimiter.length())) {
                return parts;
            }
            at = endOfLine(text, end + 1);
        }
        throw ApiError.invalid("Multipart body without an end");
    }

    private static Multipart part(String text, int start, int end) {
        Map<String, String> headers = new LinkedHashMap<>();
        int at = start;
        while (at < end) {
            int next = endOfLine(text, at);
            String line = text.substring(at, next).strip();
            at = next;
            if (line.isEmpty()) {
                break;
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return new Multipart(headers, text.substring(Math.min(at, end), end));
    }

    private static int endOfLine(String text, int at) {
        int end = text.indexOf('\n', at);
        if (end < 0) {
            throw ApiError.invalid("Multipart body without an end");
        }
        return end + 1;
    }

    private static String boundaryOf(String contentType) {
        for (String each : contentType.split(";")) {
            String parameter = each.strip();
            if (parameter.toLowerCase(Locale.ROOT).startsWith("boundary=")) {
                return parameter.substring("boundary=".length()).replace("\"", "");
            }
        }
        throw ApiError.invalid("Missing multipart boundary in '" + contentType + "'");
    }
}
