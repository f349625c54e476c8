package dev.rondo.webserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rondo.core.metrics.Scrape;
import dev.rondo.metadata.Database;
import dev.rondo.metadata.blob.FileBlobStore;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.control.SecretStore;
import dev.rondo.metadata.log.FileLogStore;
import dev.rondo.metadata.secret.KeyFile;
import dev.rondo.metadata.secret.Seals;
import dev.rondo.metadata.secret.TinkSeals;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.testing.TestPause;
import dev.rondo.metadata.user.UserStore;
import dev.rondo.storage.secret.OutsideSettings;
import dev.rondo.webserver.auth.Passwords;
import dev.rondo.webserver.rest.Observer;
import dev.rondo.webserver.tls.Tls;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A webserver on a database of a test's own, with a client that is signed in. */
final class TestWebserver implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final String PASSWORD = "correct horse";

    private final Database database;
    private final Webserver server;
    // Where no scheduler answers, this is waited in vain.
    private static final Duration HASTY = Duration.ofMillis(400);
    private static final Duration PATIENT = Duration.ofSeconds(10);

    private final FileLogStore logs;
    private final UnsureLogs unsureLogs;
    private final TestRows rows;
    private final Seals seals;
    private final OutsideSecrets outside = new OutsideSecrets();
    private final AtomicLong passed = new AtomicLong();
    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper mapper = new JsonMapper();
    private final Map<String, String> tokens = new HashMap<>();

    /** An answer, its body read as JSON. */
    record Answer(int status, JsonNode json, HttpResponse<String> response) {
        JsonNode at(String pointer) {
            return json.at(pointer);
        }

        /** Names of a list's rows, by one of their fields. */
        java.util.List<String> values(String list, String field) {
            return json.path(list)
                    .valueStream()
                    .map(row -> row.path(field).asText())
                    .toList();
        }
    }

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "RONDO_VAR_OUTSIDE_REGION", "europe-west4",
            "RONDO_VAR_OUTSIDE_TOKEN", "hunter2",
            "RONDO_CONN_OUTSIDE_MART", "postgres://u:hunter2@db:5432/s?api_key=hunter2&a=1");

    /** Secrets beside the database. */
    OutsideSecrets outside() {
        return outside;
    }

    static final String METRICS_TOKEN = "token-of-metrics";

    TestWebserver(TestDatabase mine, Path folder) {
        this(mine, folder, Observer.NONE, HASTY, config -> config);
    }

    /** One that speaks TLS; the requests of this class do not. */
    static TestWebserver encrypted(TestDatabase mine, Path folder, Tls tls) {
        return new TestWebserver(mine, folder, Observer.NONE, HASTY, config -> config.withTls(tls));
    }

    /** One that is set up in another way. */
    static TestWebserver with(TestDatabase mine, Path folder, UnaryOperator<WebserverConfig> setUp) {
        return new TestWebserver(mine, folder, Observer.NONE, HASTY, setUp);
    }

    /** One that waits for a scheduler's answer longer than any machine takes for it. */
    static TestWebserver patient(TestDatabase mine, Path folder) {
        return patient(mine, folder, Observer.NONE);
    }

    /** The same, watched. */
    static TestWebserver patient(TestDatabase mine, Path folder, Observer observer) {
        return new TestWebserver(mine, folder, observer, PATIENT, config -> config);
    }

    private TestWebserver(
            TestDatabase mine,
            Path folder,
            Observer observer,
            Duration patience,
            UnaryOperator<WebserverConfig> setUp) {
        database = mine.open(8);
        logs = new FileLogStore(folder.resolve("logs"));
        unsureLogs = new UnsureLogs(logs);
        rows = new TestRows(database.transactions());
        seals = new TinkSeals(new KeyFile(folder.resolve("secret-keys")), new SecretStore(database.transactions()));
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        server = new Webserver(
                setUp.apply(WebserverConfig.of("127.0.0.1", 0, "1.2.3")
                        .withPatience(patience)
                        .withOperators(List.of(
                                new OperatorFamily("rondo-operators-google", "Google", "1.2.3"),
                                new OperatorFamily("rondo-operators-standard", "Bash and more", "1.2.3")))
                        .withDagsFolder(Optional.of(folder.resolve("dags")))),
                new Webserver.Sources(
                        database.transactions(),
                        unsureLogs,
                        new FileBlobStore(folder.resolve("blobs")),
                        seals,
                        OutsideSettings.of(outside, "rondo", ENVIRONMENT)),
                new Webserver.Surroundings(
                        InstantSource.fixed(NOW),
                        () -> System.nanoTime() + passed.get(),
                        TestPause::pause,
                        new SecureRandom()),
                new Webserver.Measured(meters, new Scrape(METRICS_TOKEN, meters::scrape)),
                observer);
        server.start();
    }

    /** Moves the monotonic clock, besides what it moves by itself. */
    void pass(Duration time) {
        long ignored = passed.addAndGet(time.toNanos());
    }

    Database database() {
        return database;
    }

    Webserver server() {
        return server;
    }

    /** The storage does not answer from now on, or does again. */
    void storageIsAway(boolean away) {
        unsureLogs.away(away);
    }

    FileLogStore logs() {
        return logs;
    }

    Seals seals() {
        return seals;
    }

    TestRows rows() {
        return rows;
    }

    CommandStore commands() {
        return new CommandStore(database.transactions());
    }

    /** Adds a user whose password is {@link #PASSWORD}. */
    void addUser(String name, String role) {
        String hash = new Passwords(new SecureRandom()).hash(PASSWORD);
        new UserStore(database.transactions()).add(new UserStore.User(name, hash, role), NOW);
    }

    /** A token of a user of that role, who is added if need be. */
    String token(String role) throws IOException, InterruptedException {
        String known = tokens.get(role);
        if (known != null) {
            return known;
        }
        addUser(role, role);
        String token = signIn(role);
        tokens.put(role, token);
        return token;
    }

    /** A token of a sign-in of that user. */
    String signIn(String username) throws IOException, InterruptedException {
        Answer answer = send(
                "POST",
                "/auth/token",
                null,
                "{\"username\":\"" + username + "\",\"password\":\"" + PASSWORD + "\"}",
                Map.of());
        return answer.at("/access_token").asText();
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, token("admin"), null, Map.of());
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, token("admin"), body, Map.of());
    }

    Answer patch(String path, String body) throws IOException, InterruptedException {
        return send("PATCH", path, token("admin"), body, Map.of());
    }

    Answer send(String method, String path, @Nullable String token, @Nullable String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        return sendBytes(
                method,
                path,
                token,
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body),
                headers);
    }

    /** The same with any body. */
    Answer sendBytes(
            String method,
            String path,
            @Nullable String token,
            HttpRequest.BodyPublisher body,
            Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body);
        headers.forEach(request::header);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        String type = response.headers().firstValue("content-type").orElse("");
        JsonNode json = type.startsWith("application/json")
                ? mapper.readTree(response.body())
                : com.fasterxml.jackson.databind.node.NullNode.getInstance();
        return new Answer(response.statusCode(), json, response);
    }

    @Override
    public void close() {
        client.close();
        server.close();
        database.close();
    }
}
