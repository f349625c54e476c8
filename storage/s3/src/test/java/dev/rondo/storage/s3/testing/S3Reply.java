package dev.rondo.storage.s3.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.TreeMap;

/** What is answered. */
final class S3Reply {

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    S3Reply(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = new TreeMap<>(headers);
        this.body = body.clone();
    }

    static S3Reply xml(String xml) {
        return new S3Reply(
                200,
                Map.of("Content-Type", "application/xml"),
                ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml).getBytes(UTF_8));
    }

    static S3Reply empty(int status, Map<String, String> headers) {
        return new S3Reply(status, headers, new byte[0]);
    }

    S3Reply withStatus(int other) {
        return new S3Reply(other, headers, body);
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }
}
