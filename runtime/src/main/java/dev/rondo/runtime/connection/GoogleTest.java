package dev.rondo.runtime.connection;

import dev.rondo.sdk.Connection;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gets a token for Google's services: with the key of a service account that the extra holds or names, or else from the
 * metadata server of the machine. What the account may do is not asked.
 */
final class GoogleTest {

    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

    // Airflow's names, and those it had before.
    private static final String BEFORE = "extra__google_cloud_platform__";

    private static final Duration WAIT = Duration.ofMillis(ConnectionTest.CONNECT_MILLIS);

    private static final int OK = 200;

    private static final int LONGEST_ANSWER = 300;

    private final Map<String, String> environment;
    private final InstantSource clock;

    GoogleTest(Map<String, String> environment, InstantSource clock) {
        this.environment = environment;
        this.clock = clock;
    }

    Tested run(Connection connection) throws InterruptedException {
        Optional<String> key;
        String from;
        try {
            Optional<String> file = extra(connection, "key_path")
                    .or(() -> Optional.ofNullable(environment.get("GOOGLE_APPLICATION_CREDENTIALS")));
            Optional<String> inside = extra(connection, "keyfile_dict");
            key = inside.isPresent() || file.isEmpty() ? inside : Optional.of(Files.readString(Path.of(file.get())));
            from = inside.isPresent() ? "keyfile_dict" : "file " + file.orElse("");
        } catch (IOException | IllegalArgumentException e) {
            return Tested.failed("the worker cannot read the key: " + Tested.words(e));
        }
        return key.isPresent() ? ofKey(key.get(), from) : ofMachine();
    }

    private static Optional<String> extra(Connection connection, String name) {
        return connection
                .findExtra(name)
                .or(() -> connection.findExtra(BEFORE + name))
                .filter(value -> !value.isBlank());
    }

    private Tested ofKey(String json, String from) throws InterruptedException {
        String assertion;
        String email;
        URI tokens;
        try {
            if (!(JsonValue.parse(json) instanceof JsonObject key)) {
                return Tested.failed("the key in " + from + " is no JSON object");
            }
            String type = key.findString("type").orElse("none");
            if (!type.equals("service_account")) {
                return Tested.failed("the key in " + from + " is of type '" + type
                        + "'; those of service accounts alone can be tested here");
            }
            email = required(key, "client_email");
            tokens = URI.create(required(key, "token_uri"));
            assertion = assertion(key, email, tokens);
        } catch (JsonException | IllegalArgumentException | GeneralSecurityException e) {
            // What it says may quote the key.
            return Tested.failed(
                    "the key in " + from
                            + " is not whole: it needs client_email, token_uri and private_key (PKCS #8 in PEM), as Google gives it");
        }
        String form = "grant_type=" + encode("urn:ietf:params:oauth:grant-type:jwt-bearer") + "&assertion=" + assertion;
        HttpRequest request = HttpRequest.newBuilder(tokens)
                .timeout(WAIT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return ask(request, "a token for " + email);
    }

    private Tested ofMachine() throws InterruptedException {
        String host = environment.getOrDefault("GCE_METADATA_HOST", "metadata.google.internal");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + host + "/computeMetadata/v1/instance/service-accounts/default/token"))
                .timeout(WAIT)
                .header("Metadata-Flavor", "Google")
                .build();
        Tested tested = ask(request, "a token for the account of the worker's machine");
        return tested.passed()
                ? tested
                : Tested.failed("the extra has no key (keyfile_dict, key_path), and the worker's machine gives none: "
                        + tested.message());
    }

    private static Tested ask(HttpRequest request, String what) throws InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(WAIT).build()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            String from = request.uri().getHost();
            return answer.statusCode() == OK && answer.body().contains("access_token")
                    ? Tested.passed(what + " was given by " + from)
                    : Tested.failed(from + " gave no token, but " + answer.statusCode() + ": "
                            + answer.body().substring(0, Math.min(answer.body().length(), LONGEST_ANSWER)));
        } catch (IOException e) {
            return Tested.failed(request.uri().getHost() + " cannot be reached: " + Tested.words(e));
        }
    }

    private String assertion(JsonObject key, String email, URI tokens) throws GeneralSecurityException {
        long now = clock.instant().getEpochSecond();
        JsonObject claims = JsonObject.of(new TreeMap<>(Map.of(
                "iss", new JsonString(email),
                "scope", new JsonString(SCOPE),
                "aud", new JsonString(tokens.toString()),
                "iat", JsonValue.parse(Long.toString(now)),
                "exp", JsonValue.parse(Long.toString(now + WAIT.toSeconds() * 6)))));
        String signed = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.toJson().getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(privateKey(required(key, "private_key")));
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + base64(signature.sign());
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    private static String required(JsonObject key, String name) {
        return key.findString(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
