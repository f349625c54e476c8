package dev.rondo.runtime.connection;

import dev.rondo.sdk.Connection;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/** Asks a web server for its first page, as Airflow's HTTP hook does. */
final class HttpTest {

    // Of Airflow's hook, which takes all other extras for headers.
    private static final Set<String> NO_HEADERS = Set.of(
            "timeout",
            "allow_redirects",
            "max_redirects",
            "proxies",
            "proxy",
            "verify",
            "stream",
            "cert",
            "check_response",
            "trust_env",
            "auth_type",
            "auth_kwargs");

    private static final int FIRST_ERROR = 400;

    private HttpTest() {}

    static Tested run(Connection connection) throws InterruptedException {
        URI uri;
        HttpRequest request;
        try {
            uri = uri(connection);
            request = request(connection, uri);
        } catch (IllegalArgumentException e) {
            return Tested.failed("no URL can be made of it: " + Tested.words(e)
                    + "; give a host such as https://example.com, or a host and the protocol as the schema");
        }
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofMillis(ConnectionTest.CONNECT_MILLIS))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            String said = "GET " + uri + " was answered with " + answer.statusCode();
            return new Tested(answer.statusCode() < FIRST_ERROR, said);
        } catch (IOException e) {
            return Tested.failed("GET " + uri + " failed: " + Tested.words(e));
        }
    }

    private static URI uri(Connection connection) {
        String host = connection.host();
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException("it has no host");
        }
        String schema = connection.schema();
        String protocol = schema == null || schema.isBlank() ? connection.type() : schema;
        String whole = host.contains("://") ? host : protocol.toLowerCase(Locale.ROOT) + "://" + host;
        URI uri = URI.create(whole);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("'" + whole + "' names no host");
        }
        if (connection.port() == null || uri.getPort() >= 0) {
            return uri;
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return URI.create(uri.getScheme() + "://" + uri.getHost() + ":" + connection.port() + path);
    }

    private static HttpRequest request(Connection connection, URI uri) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofMillis(ConnectionTest.CONNECT_MILLIS));
        if (connection.login() != null) {
            String both = connection.login() + ":" + (connection.password() == null ? "" : connection.password());
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        }
        ((JsonObject) JsonValue.parse(connection.extra())).members().forEach((name, value) -> {
            if (value instanceof JsonString text && !NO_HEADERS.contains(name)) {
                request.setHeader(name, text.value());
            }
        });
        return request.build();
    }
}
