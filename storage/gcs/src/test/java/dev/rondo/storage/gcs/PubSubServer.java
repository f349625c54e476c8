package dev.rondo.storage.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pull and acknowledge of Pub/Sub's REST API, for the subscription {@link #NAME}: what nobody acknowledges comes again.
 */
final class PubSubServer implements AutoCloseable {

    static final String NAME = "projects/p/subscriptions/dags";

    private final HttpServer http;
    private final Map<String, Map<String, ?>> waiting = new LinkedHashMap<>();
    private int published;

    PubSubServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::serve);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** Publishes as Cloud Storage does. */
    void changed(String bucket, String object) {
        publish(Map.of("attributes", Map.of("bucketId", bucket, "objectId", object, "eventType", "OBJECT_FINALIZE")));
    }

    synchronized void publish(Map<String, ?> message) {
        waiting.put("ack-" + ++published, message);
    }

    /** How many messages nobody has acknowledged. */
    synchronized int waiting() {
        return waiting.size();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonElement body =
                    JsonParser.parseString(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            String path = exchange.getRequestURI().getPath();
            byte[] answer = (switch (path) {
                        case "/v1/" + NAME + ":pull" ->
                            pull(body.getAsJsonObject().get("maxMessages").getAsInt());
                        case "/v1/" + NAME + ":acknowledge" ->
                            acknowledge(body.getAsJsonObject().getAsJsonArray("ackIds"));
                        default -> "";
                    })
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.length == 0 ? 404 : 200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private synchronized String pull(int most) {
        List<Map<String, ?>> received = new ArrayList<>();
        waiting.forEach((id, message) -> {
            if (received.size() < most) {
                received.add(Map.of("ackId", id, "message", message));
            }
        });
        return received.isEmpty() ? "{}" : new Gson().toJson(Map.of("receivedMessages", received));
    }

    private synchronized String acknowledge(Iterable<JsonElement> ids) {
        ids.forEach(id -> waiting.remove(id.getAsString()));
        return "{}";
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
