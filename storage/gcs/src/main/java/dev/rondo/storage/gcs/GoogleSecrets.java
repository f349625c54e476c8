package dev.rondo.storage.gcs;

import com.google.auth.Credentials;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.rondo.storage.secret.SecretBackend;
import dev.rondo.storage.secret.SecretBackendException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Secrets of a project in Google Secret Manager, each in its newest version, by its REST API: one request is all that
 * is needed, and its client would bring gRPC along.
 */
final class GoogleSecrets implements SecretBackend {

    // What Secret Manager takes as the id of a secret; what is named otherwise cannot be there.
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    private static final Duration CONNECT = Duration.ofSeconds(5);

    // It answers in tenths of a second; a task that asks waits for this twice at most.
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private static final int MOST_TRIES = 2;

    private final URI server;
    private final String project;
    private final Credentials credentials;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    GoogleSecrets(URI server, String project, Credentials credentials) {
        this.server = server;
        this.project = project;
        this.credentials = credentials;
    }

    @Override
    public Optional<String> find(String name) {
        return ID.matcher(name).matches() ? answered(name, 1) : Optional.empty();
    }

    private Optional<String> answered(String name, int tries) {
        HttpResponse<String> answer;
        try {
            answer = http.send(request(name), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            if (tries < MOST_TRIES) {
                return answered(name, tries + 1);
            }
            throw failed("does not answer (" + e.getClass().getSimpleName() + "); is " + server + " reachable, and may"
                    + " the server sign in there?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was not waited for: the server is being stopped");
        }
        int status = answer.statusCode();
        if ((status == 429 || status >= 500) && tries < MOST_TRIES) {
            return answered(name, tries + 1);
        }
        return switch (status) {
            case 200 -> Optional.of(secret(name, answer.body()));
            case 404 -> Optional.empty();
            case 400 ->
                throw failed(
                        "has no readable newest version of the secret " + name + " (400); enable it, or add a version");
            case 401, 403 ->
                throw failed("refuses the secret " + name + " (" + status + "); the account that"
                        + " RONDO_GCS_CREDENTIALS names needs the role roles/secretmanager.secretAccessor there");
            default -> throw failed("cannot give the secret " + name + " now (" + status + ")");
        };
    }

    private HttpRequest request(String name) throws IOException {
        URI uri = server.resolve("/v1/projects/" + project + "/secrets/" + name + "/versions/latest:access");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(ANSWER);
        SignIn.sign(request, uri, credentials);
        return request.build();
    }

    private String secret(String name, String body) {
        try {
            JsonObject payload = JsonParser.parseString(body).getAsJsonObject().getAsJsonObject("payload");
            byte[] bytes = Base64.getDecoder().decode(payload.get("data").getAsString());
            if (payload.has("dataCrc32c") && payload.get("dataCrc32c").getAsLong() != crcOf(bytes)) {
                throw failed("gave the secret " + name + " damaged (its CRC32C is another one)");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException | NullPointerException e) {
            // Without the cause: a parser's message may quote what it read.
            throw failed("gave no secret for " + name + " but something else; is RONDO_SECRETS_ENDPOINT right?");
        }
    }

    private static long crcOf(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }

    private SecretBackendException failed(String what) {
        return new SecretBackendException(words() + " " + what);
    }

    @Override
    public String words() {
        return "Google Secret Manager (project " + project + ")";
    }
}
