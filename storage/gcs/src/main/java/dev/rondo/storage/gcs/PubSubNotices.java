package dev.rondo.storage.gcs;

import com.google.auth.Credentials;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketNotices;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notifications of Cloud Storage, pulled from a subscription by the REST API of Pub/Sub: two requests are all that is
 * needed, and its client would bring gRPC along.
 */
final class PubSubNotices implements BucketNotices {

    private static final int MOST_AT_ONCE = 100;

    private static final Duration CONNECT = Duration.ofSeconds(5);

    // Pub/Sub answers an empty pull after a minute and a half.
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final String subscription;
    private final URI server;
    private final Credentials credentials;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    PubSubNotices(String subscription, URI server, Credentials credentials) {
        this.subscription = subscription;
        this.server = server;
        this.credentials = credentials;
    }

    @Override
    public List<Notice> take() throws BucketException {
        JsonObject answer = ask("pull", Map.of("maxMessages", MOST_AT_ONCE));
        List<Notice> notices = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        try {
            JsonElement received = answer.get("receivedMessages");
            for (JsonElement each : received == null ? new JsonArray() : received.getAsJsonArray()) {
                taken.add(each.getAsJsonObject().get("ackId").getAsString());
                JsonObject message = each.getAsJsonObject().getAsJsonObject("message");
                JsonElement about = message == null ? null : message.get("attributes");
                String bucket = attribute(about, "bucketId");
                String object = attribute(about, "objectId");
                if (!bucket.isEmpty() && !object.isEmpty()) { // another is none of a bucket
                    notices.add(new Notice(bucket, object));
                }
            }
        } catch (IllegalStateException | NullPointerException e) {
            throw failed(Kind.UNREACHABLE, "gave something else than messages");
        }
        if (!taken.isEmpty()) {
            // When this is not heard, they come again, and cost a listing.
            JsonObject ignored = ask("acknowledge", Map.of("ackIds", taken));
        }
        return notices;
    }

    private static String attribute(@Nullable JsonElement attributes, String name) {
        JsonElement value =
                attributes == null ? null : attributes.getAsJsonObject().get(name);
        return value == null ? "" : value.getAsString();
    }

    private JsonObject ask(String what, Map<String, ?> body) throws BucketException {
        URI uri = server.resolve("/v1/" + subscription + ":" + what);
        HttpResponse<String> answer;
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .timeout(ANSWER)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(new Gson().toJson(body)));
            SignIn.sign(request, uri, credentials);
            answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw failed(Kind.UNREACHABLE, "does not answer (" + e.getClass().getSimpleName() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(Kind.UNREACHABLE, "was not waited for: the server is being stopped");
        }
        return switch (answer.statusCode()) {
            case 200 -> parsed(answer.body());
            case 404 -> throw failed(Kind.MISSING, "is not there (404)");
            case 401, 403 ->
                throw failed(
                        Kind.FORBIDDEN,
                        "may not be read (" + answer.statusCode() + "); the account that RONDO_GCS_CREDENTIALS names"
                                + " needs the role roles/pubsub.subscriber there");
            default -> throw failed(Kind.UNREACHABLE, "cannot be read now (" + answer.statusCode() + ")");
        };
    }

    private JsonObject parsed(String body) throws BucketException {
        try {
            return body.isBlank()
                    ? new JsonObject()
                    : JsonParser.parseString(body).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw failed(Kind.UNREACHABLE, "gave something else than JSON");
        }
    }

    private BucketException failed(Kind kind, String why) {
        return new BucketException(kind, "the subscription " + subscription + " " + why, null);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
