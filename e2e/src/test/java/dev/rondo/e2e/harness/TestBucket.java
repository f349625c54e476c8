package dev.rondo.e2e.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;

/** A bucket, as whoever drops a file into it sees it: by requests of the JSON API. */
public record TestBucket(URI server, String name) {

    private static final Pattern NAME = Pattern.compile("\"name\": ?\"([^\"]*)\"");

    /** Writes an object. */
    public void put(String object, byte[] content) {
        String ignored = send("POST", "/upload/storage/v1/b/" + name + "/o?uploadType=media&name=" + object, content);
    }

    /** Deletes an object. */
    public void delete(String object) {
        String ignored =
                send("DELETE", "/storage/v1/b/" + name + "/o/" + URLEncoder.encode(object, UTF_8), new byte[0]);
    }

    /** Names of the objects that begin so. */
    public List<String> list(String prefix) {
        String listed =
                send("GET", "/storage/v1/b/" + name + "/o?prefix=" + URLEncoder.encode(prefix, UTF_8), new byte[0]);
        return NAME.matcher(listed).results().map(found -> found.group(1)).toList();
    }

    private String send(String method, String path, byte[] body) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(server + path))
                            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
            return answer.body();
        } catch (IOException e) {
            throw new AssertionError("the bucket does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
