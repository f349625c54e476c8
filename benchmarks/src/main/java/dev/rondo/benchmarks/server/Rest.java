package dev.rondo.benchmarks.server;

import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;

/** A client of the REST API. */
public final class Rest implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final String token;

    private Rest(URI url, String token) {
        this.url = url;
        this.token = token;
    }

    static Rest signIn(URI url, String user, String password) {
        try (Rest stranger = new Rest(url, "")) {
            JsonObject answer = stranger.send(
                    "POST",
                    "/auth/token",
                    JsonObject.builder()
                            .put("username", user)
                            .put("password", password)
                            .build());
            return new Rest(url, answer.findString("access_token").orElseThrow());
        }
    }

    /** Lets a DAG run. */
    public void unpause(String dagId) {
        setPaused(dagId, /* paused= */ false);
    }

    /** Starts no further runs of a DAG. */
    public void pause(String dagId) {
        setPaused(dagId, /* paused= */ true);
    }

    private void setPaused(String dagId, boolean paused) {
        JsonObject ignored = send(
                "PATCH",
                "/api/v2/dags/" + dagId,
                JsonObject.builder().put("is_paused", paused).build());
    }

    /** Triggers a run and returns its id. */
    public String trigger(String dagId) {
        return trigger(dagId, JsonObject.EMPTY);
    }

    /** Triggers a run with this {@code conf} and returns its id. */
    public String trigger(String dagId, JsonObject conf) {
        return send(
                        "POST",
                        "/api/v2/dags/" + dagId + "/dagRuns",
                        JsonObject.builder().put("conf", conf).build())
                .findString("dag_run_id")
                .orElseThrow();
    }

    /** Makes a backfill over the days of a DAG, both ends included. */
    public void backfill(String dagId, LocalDate from, LocalDate to, int maxActiveRuns) {
        JsonObject ignored = send(
                "POST",
                "/api/v2/backfills",
                JsonObject.builder()
                        .put("dag_id", dagId)
                        .put("from_date", from + "T00:00:00Z")
                        .put("to_date", to + "T00:00:00Z")
                        .put("max_active_runs", maxActiveRuns)
                        .build());
    }

    /** The number that a task of a run returned. */
    public long result(String dagId, String runId, String taskId) {
        JsonObject xcom = send(
                "GET",
                "/api/v2/dags/" + dagId + "/dagRuns/" + URLEncoder.encode(runId, StandardCharsets.UTF_8)
                        + "/taskInstances/" + taskId + "/xcomEntries/return_value",
                JsonObject.EMPTY);
        if (xcom.get("value") instanceof JsonNumber number) {
            return number.toLong();
        }
        throw new BenchmarkException("no number was returned: " + xcom.toJson());
    }

    /**
     * Sends a request and returns what is answered.
     *
     * @param body of a GET none is sent
     * @throws BenchmarkException when the answer is not a 2xx
     */
    public JsonObject send(String method, String path, JsonObject body) {
        HttpRequest request = request(path)
                .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toJson()))
                .build();
        HttpResponse<String> response = exchange(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new BenchmarkException(
                    method + " " + path + " was answered " + response.statusCode() + ": " + response.body());
        }
        return response.body().isBlank() ? JsonObject.EMPTY : (JsonObject) JsonValue.parse(response.body());
    }

    /** Whether a path is answered; one that is not found is not. */
    public boolean isThere(String path) {
        HttpResponse<String> response = exchange(request(path).GET().build(), BodyHandlers.ofString());
        if (response.statusCode() != 200 && response.statusCode() != 404) {
            throw new BenchmarkException(
                    "GET " + path + " was answered " + response.statusCode() + ": " + response.body());
        }
        return response.statusCode() == 200;
    }

    /** Server-sent events as they come; to be closed by whoever has read enough. */
    public InputStream events(String path) {
        HttpResponse<InputStream> response = exchange(
                request(path).setHeader("Accept", "text/event-stream").GET().build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new BenchmarkException("GET " + path + " was answered " + response.statusCode());
        }
        return response.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new BenchmarkException(
                    request.method() + " " + request.uri().getPath() + " was not answered: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
