package dev.rondo.e2e.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The REST API as a client sees it, signed in as {@code admin}. */
public final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;
    private final String password;
    private @Nullable String token;

    /**
     * A client.
     *
     * @param base such as {@code http://127.0.0.1:8793}
     */
    public Api(URI base, String password) {
        this.base = base;
        this.password = password;
    }

    /** Where the server answers. */
    public URI base() {
        return base;
    }

    /** What signs its requests, for a client of another kind. */
    public String token() {
        return signedIn();
    }

    /** An answer, whatever its status. */
    public record Answer(int status, String body) {

        /** The body as JSON. */
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + body, e);
            }
        }

        Answer require(String what) {
            if (status / 100 != 2) {
                throw new AssertionError(what + " was answered with " + status + ": " + body);
            }
            return this;
        }
    }

    /** GET of a path under {@code /api/v2}; anything but success fails the test. */
    public JsonNode get(String path) {
        return send("GET", path, null, "application/json")
                .require("GET " + path)
                .json();
    }

    /** GET as plain text. */
    public String text(String path) {
        return send("GET", path, null, "text/plain").require("GET " + path).body();
    }

    /** POST of a JSON object; anything but success fails the test. */
    public JsonNode post(String path, Map<String, ?> body) {
        return send("POST", path, body, "application/json")
                .require("POST " + path)
                .json();
    }

    /** PATCH with a JSON object; anything but success fails the test. */
    public JsonNode patch(String path, Map<String, ?> body) {
        return send("PATCH", path, body, "application/json")
                .require("PATCH " + path)
                .json();
    }

    /** A request to a path under {@code /api/v2}, whatever comes back. */
    public Answer send(String method, String path, @Nullable Map<String, ?> body, String accept) {
        return sendTo(method, "/api/v2" + path, body, accept);
    }

    /** A request to any path of the server, such as {@code /auth/password}, whatever comes back. */
    public Answer sendTo(String method, String wholePath, @Nullable Map<String, ?> body, String accept) {
        Answer answer = exchange(method, wholePath, body, accept, signedIn());
        if (answer.status() == 401) { // the server began anew, with another key
            token = null;
            return exchange(method, wholePath, body, accept, signedIn());
        }
        return answer;
    }

    private String signedIn() {
        String known = token;
        if (known == null) {
            known = exchange(
                            "POST",
                            "/auth/token",
                            Map.of("username", "admin", "password", password),
                            "application/json",
                            null)
                    .require("signing in")
                    .json()
                    .path("access_token")
                    .asText();
            token = known;
        }
        return known;
    }

    private Answer exchange(
            String method, String path, @Nullable Map<String, ?> body, String accept, @Nullable String bearer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .header("Accept", accept)
                .header("Content-Type", "application/json");
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        try {
            HttpRequest.BodyPublisher content = body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
            HttpResponse<String> response =
                    client.send(request.method(method, content).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            return new Answer(0, "no answer from " + base + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
