package dev.rondo.storage.s3.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request, its body taken out of the pieces that Amazon's client sends it in. */
final class S3Call {

    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/]*)/");
    private static final String CHECKSUM = "x-amz-checksum-crc32c";

    private final String method;
    private final String path;
    private final Map<String, String> query;
    private final Map<String, String> headers;
    private final byte[] body;

    private S3Call(String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
    }

    static S3Call of(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        Map<String, String> query = new TreeMap<>();
        String raw = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        for (String pair : raw.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
        }
        byte[] sent = exchange.getRequestBody().readAllBytes();
        boolean inPieces = headers.getOrDefault("x-amz-content-sha256", "").startsWith("STREAMING-");
        return new S3Call(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                query,
                headers,
                inPieces ? together(sent, headers) : sent);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    // SIZE[;signature] CRLF bytes CRLF ... 0 CRLF trailer: value CRLF CRLF
    private static byte[] together(byte[] sent, Map<String, String> headers) {
        ByteArrayInputStream in = new ByteArrayInputStream(sent);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int size = size(line(in)); size > 0; size = size(line(in))) {
            byte[] piece = new byte[size];
            int n = in.readNBytes(piece, 0, size);
            whole.write(piece, 0, n);
            String ignored = line(in);
        }
        for (String trailer = line(in); !trailer.isEmpty(); trailer = line(in)) {
            String[] parts = trailer.split(":", 2);
            headers.put(parts[0], parts[1]);
        }
        return whole.toByteArray();
    }

    private static int size(String line) {
        return Integer.parseInt(line.replaceFirst(";.*", ""), 16);
    }

    private static String line(ByteArrayInputStream in) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.write(c);
        }
        return line.toString(ISO_8859_1).strip();
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    String bucket() {
        return path.substring(1).replaceFirst("/.*", "");
    }

    String object() {
        int slash = path.indexOf('/', 1);
        return slash < 0 ? "" : path.substring(slash + 1);
    }

    /** The access key that signed; empty: nobody did. */
    String key() {
        Matcher credential = CREDENTIAL.matcher(header("Authorization"));
        return credential.find() ? credential.group(1) : "";
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    boolean asks(String name) {
        return query.containsKey(name);
    }

    String query(String name) {
        return query.getOrDefault(name, "");
    }

    byte[] body() {
        return body;
    }

    /** The body, when it is what its checksum says. */
    byte[] checkedBody() {
        if (!header(CHECKSUM).equals(StoredBytes.crc32c(body))) {
            throw new S3Refusal(400, "BadDigest", "The CRC32C you specified did not match the calculated checksum.");
        }
        return body;
    }

    /** What is known of the whole of an upload in parts, or what came. */
    String checksum() {
        return header(CHECKSUM);
    }
}
