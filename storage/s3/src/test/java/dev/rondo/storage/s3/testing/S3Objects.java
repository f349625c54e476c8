package dev.rondo.storage.s3.testing;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The objects of a bucket, and the uploads in parts that are under way. */
final class S3Objects {

    private static final String MARK = "x-amz-meta-rondo-write";
    private static final String CHECKSUM = "x-amz-checksum-crc32c";

    // The clock of the bucket: S3 tells whole seconds.
    private static final Instant WRITTEN = Instant.parse("2026-01-15T00:00:00Z");

    private final NavigableMap<String, StoredBytes> objects = new TreeMap<>();
    private final Map<String, Upload> uploads = new HashMap<>();

    private record Upload(Map<String, String> metadata, NavigableMap<Integer, byte[]> parts) {}

    /** All of them, as they are now. */
    synchronized NavigableMap<String, StoredBytes> all() {
        return new TreeMap<>(objects);
    }

    synchronized int openUploads() {
        return uploads.size();
    }

    synchronized S3Reply answer(S3Call call) {
        return switch (call.method()) {
            case "HEAD", "GET" -> read(call);
            case "PUT" -> call.asks("uploadId") ? putPart(call) : put(call);
            case "POST" -> call.asks("uploads") ? beginUpload(call) : endUpload(call);
            case "DELETE" -> call.asks("uploadId") ? abortUpload(call) : delete(call);
            default -> throw new S3Refusal(405, "MethodNotAllowed", call.method());
        };
    }

    private S3Reply read(S3Call call) {
        StoredBytes object = Optional.ofNullable(objects.get(call.object()))
                .orElseThrow(() -> new S3Refusal(404, "NoSuchKey", "The specified key does not exist."));
        requireMatch(call, object);
        Map<String, String> headers = new HashMap<>(object.metadata());
        headers.put("ETag", object.etag());
        headers.put(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(object.changedAt().atZone(ZoneOffset.UTC)));
        String range = call.header("Range");
        int from = range.isEmpty() ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (range.isEmpty() && call.header("x-amz-checksum-mode").equals("ENABLED")) {
            headers.put(CHECKSUM, StoredBytes.crc32c(object.bytes()));
            headers.put("x-amz-checksum-type", "FULL_OBJECT");
        }
        byte[] bytes = Arrays.copyOfRange(object.bytes(), from, object.bytes().length);
        if (call.method().equals("HEAD")) {
            headers.put("Content-Length", Integer.toString(bytes.length));
        }
        return new S3Reply(range.isEmpty() ? 200 : 206, headers, bytes);
    }

    private static void requireMatch(S3Call call, StoredBytes object) {
        String wanted = call.header("If-Match");
        if (!wanted.isEmpty() && !wanted.equals(object.etag())) {
            throw failed();
        }
    }

    private static S3Refusal failed() {
        return new S3Refusal(
                412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
    }

    private void requireConditions(S3Call call) {
        StoredBytes there = objects.get(call.object());
        if (there != null && call.header("If-None-Match").equals("*")) {
            throw failed();
        }
        if (there == null && !call.header("If-Match").isEmpty()) {
            throw new S3Refusal(404, "NoSuchKey", "The specified key does not exist.");
        }
        if (there != null) {
            requireMatch(call, there);
        }
    }

    private S3Reply put(S3Call call) {
        requireConditions(call);
        byte[] body = call.checkedBody();
        return keep(call, body, StoredBytes.md5(body), Map.of(MARK, call.header(MARK)));
    }

    private S3Reply keep(S3Call call, byte[] bytes, String etag, Map<String, String> metadata) {
        String quoted = "\"" + etag + "\"";
        objects.put(call.object(), new StoredBytes(bytes, quoted, metadata, WRITTEN));
        return S3Reply.empty(200, Map.of("ETag", quoted));
    }

    private S3Reply beginUpload(S3Call call) {
        String id = UUID.randomUUID().toString();
        uploads.put(id, new Upload(Map.of(MARK, call.header(MARK)), new TreeMap<>()));
        return S3Reply.xml(
                "<InitiateMultipartUploadResult><UploadId>" + id + "</UploadId></InitiateMultipartUploadResult>");
    }

    private Upload upload(S3Call call) {
        return Optional.ofNullable(uploads.get(call.query("uploadId")))
                .orElseThrow(() -> new S3Refusal(404, "NoSuchUpload", "The specified upload does not exist."));
    }

    private S3Reply putPart(S3Call call) {
        byte[] body = call.checkedBody();
        upload(call).parts().put(Integer.parseInt(call.query("partNumber")), body);
        return S3Reply.empty(200, Map.of("ETag", "\"" + StoredBytes.md5(body) + "\"", CHECKSUM, call.checksum()));
    }

    private S3Reply endUpload(S3Call call) {
        Upload upload = upload(call);
        requireConditions(call);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        upload.parts().values().forEach(whole::writeBytes);
        byte[] bytes = whole.toByteArray();
        if (!call.checksum().equals(StoredBytes.crc32c(bytes))) {
            throw new S3Refusal(400, "BadDigest", "The CRC32C you specified did not match the calculated checksum.");
        }
        uploads.remove(call.query("uploadId"));
        String etag = StoredBytes.md5(bytes) + "-" + upload.parts().size();
        S3Reply ignored = keep(call, bytes, etag, upload.metadata());
        return S3Reply.xml(
                "<CompleteMultipartUploadResult><ETag>&quot;" + etag + "&quot;</ETag></CompleteMultipartUploadResult>");
    }

    private S3Reply abortUpload(S3Call call) {
        uploads.remove(call.query("uploadId"));
        return S3Reply.empty(204, Map.of());
    }

    private S3Reply delete(S3Call call) {
        requireConditions(call);
        objects.remove(call.object());
        return S3Reply.empty(204, Map.of());
    }
}
