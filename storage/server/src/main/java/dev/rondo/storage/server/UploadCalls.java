package dev.rondo.storage.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.sdk.internal.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The three ways to upload: bytes alone, description and bytes in one body, and in pieces that can be resumed. */
final class UploadCalls {

    // A body in one piece lies in memory; larger ones come in pieces.
    private static final int MAX_MULTIPART_BYTES = 256 << 20;

    // What Google asks of every piece but the last.
    private static final long PIECE_BYTES = 256 << 10;

    private static final Pattern RANGE = Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    /** A resumable upload; ends with this process. */
    private static final class Session {
        private final Upload upload;
        private JsonObject finished = JsonObject.EMPTY;

        Session(Upload upload) {
            this.upload = upload;
        }
    }

    Reply begin(Call call, BucketFolder bucket) throws IOException {
        return switch (call.find("uploadType").orElse("")) {
            case "media" -> {
                Upload upload = Upload.begin(call, bucket, JsonObject.EMPTY, call.header("content-type"));
                try {
                    upload.append(call.body());
                    yield upload.finish(call, call.header("x-goog-hash"));
                } finally {
                    upload.drop();
                }
            }
            case "multipart" -> multipart(call, bucket);
            case "resumable" -> {
                Upload upload = Upload.begin(call, bucket, call.json(), call.header("x-upload-content-type"));
                String id = UUID.randomUUID().toString();
                sessions.put(id, new Session(upload));
                yield Reply.empty(200)
                        .with(
                                "Location",
                                call.origin() + "/upload/storage/v1/b/"
                                        + call.path().get(4) + "/o?uploadType=resumable&upload_id=" + id)
                        .with("X-GUploader-UploadID", id);
            }
            default -> throw ApiError.invalid("Unknown uploadType");
        };
    }

    private static Reply multipart(Call call, BucketFolder bucket) throws IOException {
        byte[] body = call.body().readNBytes(MAX_MULTIPART_BYTES + 1);
        if (body.length > MAX_MULTIPART_BYTES) {
            throw ApiError.invalid("Too large for one piece; use a resumable upload");
        }
        List<Multipart> parts = Multipart.parse(call.header("content-type"), body);
        if (parts.size() != 2) {
            throw ApiError.invalid("Multipart upload must have two parts, has " + parts.size());
        }
        JsonObject resource = Call.json(new String(parts.getFirst().body().getBytes(ISO_8859_1), UTF_8));
        Upload upload =
                Upload.begin(call, bucket, resource, parts.getLast().headers().getOrDefault("content-type", ""));
        try {
            upload.append(new ByteArrayInputStream(parts.getLast().body().getBytes(ISO_8859_1)));
            return upload.finish(call, call.header("x-goog-hash"));
        } finally {
            upload.drop();
        }
    }

    /** A piece, or the question how far it is. */
    Reply go(Call call, String id) throws IOException {
        Session session = sessions.get(id);
        if (session == null) {
            throw ApiError.notFound("No such upload: it has ended, or this server was started anew");
        }
        synchronized (session) {
            if (call.method().equals("DELETE")) {
                sessions.remove(id);
                session.upload.drop();
                return Reply.empty(499);
            }
            return session.finished.members().isEmpty() ? piece(call, session) : Reply.json(session.finished);
        }
    }

    private static Reply piece(Call call, Session session) throws IOException {
        Upload upload = session.upload;
        String said = call.header("content-range");
        if (said.isEmpty()) {
            upload.append(call.body());
            return finish(call, session);
        }
        Matcher range = RANGE.matcher(said);
        if (!range.matches()) {
            throw ApiError.invalid("Invalid Content-Range: " + said);
        }
        boolean last = !range.group(3).equals("*");
        if (range.group(1) != null) {
            long first = Long.parseLong(range.group(1));
            long length = Long.parseLong(range.group(2)) - first + 1;
            if (!last && length % PIECE_BYTES != 0) {
                throw ApiError.invalid("Pieces must be multiples of 256 KiB, this one has " + length + " bytes");
            }
            long known = upload.size() - first;
            if (known >= 0 && known < length) {
                call.body().skipNBytes(known);
                upload.append(call.body());
            }
        }
        return last && upload.size() == Long.parseLong(range.group(3)) ? finish(call, session) : soFar(upload);
    }

    private static Reply finish(Call call, Session session) throws IOException {
        Reply reply = session.upload.finish(call, call.header("x-goog-hash"));
        byte[] answered = reply.body().readAllBytes();
        session.finished = Call.json(new String(answered, UTF_8)); // asked again, it is answered again
        return Reply.json(session.finished);
    }

    private static Reply soFar(Upload upload) throws IOException {
        long size = upload.size();
        return size == 0 ? Reply.empty(308) : Reply.empty(308).with("Range", "bytes=0-" + (size - 1));
    }

    /** Drops what is not finished. */
    void close() throws IOException {
        for (Session session : sessions.values()) {
            session.upload.drop();
        }
    }
}
