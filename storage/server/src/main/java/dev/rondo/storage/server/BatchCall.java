package dev.rondo.storage.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several requests in one body, each answered by itself. */
final class BatchCall {

    private static final int MAX_PARTS = 100;
    private static final int MAX_BYTES = 10 << 20;
    private static final String BOUNDARY = "batch_of_rondo";

    private BatchCall() {}

    /** Answers one request. */
    interface Answering {
        Reply answer(Call call) throws IOException;
    }

    static Reply answer(Call call, Answering answering) throws IOException {
        List<Multipart> parts =
                Multipart.parse(call.header("content-type"), call.body().readNBytes(MAX_BYTES));
        if (parts.size() > MAX_PARTS) {
            throw ApiError.invalid("The batch request has " + parts.size() + " parts, and may have " + MAX_PARTS);
        }
        StringBuilder text = new StringBuilder();
        for (Multipart part : parts) {
            String id = part.headers().getOrDefault("content-id", "");
            text.append("--").append(BOUNDARY).append("\r\nContent-Type: application/http\r\n");
            if (!id.isEmpty()) {
                text.append("Content-ID: ")
                        .append(id.replaceFirst("<", "<response-"))
                        .append("\r\n");
            }
            text.append("\r\n");
            write(one(call, part, answering), text);
        }
        text.append("--").append(BOUNDARY).append("--\r\n");
        return Reply.text(200, "multipart/mixed; boundary=" + BOUNDARY, text.toString());
    }

    private static Reply one(Call outer, Multipart part, Answering answering) throws IOException {
        try {
            String[] headAndBody = part.body().split("\r?\n\r?\n", 2);
            List<String> lines = headAndBody[0].lines().toList();
            String[] request = lines.getFirst().split(" ");
            if (request.length < 2) {
                throw ApiError.invalid("Invalid request line in a batch");
            }
            Map<String, String> headers = new LinkedHashMap<>();
            for (String line : lines.subList(1, lines.size())) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    headers.put(
                            line.substring(0, colon), line.substring(colon + 1).strip());
                }
            }
            byte[] body = headAndBody.length > 1 ? headAndBody[1].getBytes(ISO_8859_1) : new byte[0];
            return answering.answer(Call.of(
                    request[0], URI.create(request[1]), headers, new ByteArrayInputStream(body), outer.origin()));
        } catch (ApiError e) {
            return e.reply();
        }
    }

    private static void write(Reply reply, StringBuilder text) throws IOException {
        byte[] body = reply.body().readAllBytes();
        text.append("HTTP/1.1 ").append(reply.status()).append(" -\r\n");
        reply.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        text.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        text.append(new String(body, UTF_8)).append("\r\n");
    }
}
