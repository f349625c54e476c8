package dev.rondo.worker.stream;

import dev.rondo.core.protocol.Ask;
import dev.rondo.core.protocol.LogChunk;
import dev.rondo.core.protocol.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The HTTP requests a worker makes beside its stream: jars, logs, and what bodies ask for. */
public final class SchedulerHttp {

    // A jar of 100 MB over a slow line takes its time; a server that says nothing for this long is gone.
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client;
    private final String workerToken;
    private final Wire wire = new Wire();

    public SchedulerHttp(HttpClient client, String workerToken) {
        this.client = client;
        this.workerToken = workerToken;
    }

    /** A request was answered with an error; the message is the server's. */
    public static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        private final int status;

        RefusedException(int status, String message) {
            super(message);
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }
    }

    /** The bytes of a jar; the caller closes the stream. */
    public InputStream jar(URI scheduler, String hash) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(
                request(scheduler, "jars/" + hash, workerToken)
                        .GET()
                        .timeout(TIMEOUT)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            try (InputStream body = response.body()) {
                throw refused(response.statusCode(), new String(body.readNBytes(2000), StandardCharsets.UTF_8));
            }
        }
        return response.body();
    }

    /** Sends pieces of logs; answers how many bytes of each the store has now. */
    public LogChunk.Kept logs(URI scheduler, LogChunk.Batch batch) throws IOException, InterruptedException {
        return wire.decode(post(scheduler, "logs", workerToken, wire.encode(batch), TIMEOUT), LogChunk.Kept.class);
    }

    /** The inputs of a dispatch that were too large for a frame. */
    public List<@Nullable String> inputs(URI scheduler, long dispatchId, String token)
            throws IOException, InterruptedException {
        byte[] answer = post(scheduler, "dispatches/" + dispatchId + "/inputs", token, new byte[0], TIMEOUT);
        return wire.decode(answer, Ask.Inputs.class).values();
    }

    /** Asks in the name of a dispatch; null is an answer. */
    public @Nullable String ask(URI scheduler, long dispatchId, String token, Ask ask)
            throws IOException, InterruptedException {
        byte[] answer = post(scheduler, "dispatches/" + dispatchId + "/ask", token, wire.encode(ask), ASK_TIMEOUT);
        return wire.decode(answer, Ask.Answer.class).value();
    }

    /** Whether a failed request may succeed later: nobody answered, or the server was in trouble. */
    public static boolean mayPass(IOException failure) {
        return !(failure instanceof RefusedException refused) || refused.status() >= 500;
    }

    private byte[] post(URI scheduler, String path, String token, byte[] body, Duration timeout)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(
                request(scheduler, path, token)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .timeout(timeout)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw refused(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    private static HttpRequest.Builder request(URI scheduler, String path, String token) {
        return HttpRequest.newBuilder(scheduler.resolve("/execution/v1/" + path))
                .header("Authorization", "Bearer " + token);
    }

    private static RefusedException refused(int status, String body) {
        return new RefusedException(status, body.isBlank() ? "HTTP status " + status : body.strip());
    }
}
