package dev.rondo.storage.gcs;

import com.google.auth.Credentials;
import com.google.auth.oauth2.ExternalAccountCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.NoCredentials;
import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.GoogleAccess;
import dev.rondo.storage.GoogleAccess.Identity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Who asks Google. */
final class SignIn {

    private static final String ALL = "https://www.googleapis.com/auth/cloud-platform";
    private static final int TOKEN_SECONDS = 3600;

    private SignIn() {}

    /** Those of a server; see {@link #of(GoogleAccess, String)}. */
    static Credentials of(BucketAccess access, String scope) throws IOException {
        return of(GoogleAccess.of(access), scope);
    }

    /**
     * The credentials.
     *
     * @param scope what for, unless the access says
     * @throws IOException when there are none; the message says what to do, and holds nothing of a file
     */
    static Credentials of(GoogleAccess access, String scope) throws IOException {
        List<String> scopes = access.scopes().isEmpty() ? List.of(scope) : access.scopes();
        try {
            return switch (access.identity()) {
                case Identity.Anonymous anonymous -> NoCredentials.getInstance();
                case Identity.ApplicationDefault byDefault ->
                    actingAs(access.impersonationChain(), GoogleCredentials.getApplicationDefault(), scopes);
                case Identity.KeyFile file ->
                    actingAs(access.impersonationChain(), serviceAccount(Path.of(file.path())), scopes);
                case Identity.ConfigFile file ->
                    actingAs(access.impersonationChain(), external(Path.of(file.path())), scopes);
                case Identity.Key key ->
                    actingAs(
                            access.impersonationChain(),
                            ServiceAccountCredentials.fromStream(
                                    new ByteArrayInputStream(key.json().getBytes(StandardCharsets.UTF_8))),
                            scopes);
            };
        } catch (IOException | RuntimeException e) {
            // The library's message of a bad file may quote it.
            throw new IOException(remedy(access.identity()));
        }
    }

    /**
     * Signs a request that no client of Google's sends.
     *
     * @throws IOException when no token can be had
     */
    static void sign(HttpRequest.Builder request, URI uri, Credentials credentials) throws IOException {
        if (!(credentials instanceof NoCredentials)) {
            credentials
                    .getRequestMetadata(uri)
                    .forEach((header, values) -> values.forEach(value -> request.header(header, value)));
        }
    }

    private static String remedy(Identity identity) {
        return switch (identity) {
            case Identity.Anonymous anonymous -> "nobody needs no credentials";
            case Identity.ApplicationDefault byDefault ->
                "there are no application default credentials; set GOOGLE_APPLICATION_CREDENTIALS, or"
                        + " RONDO_GCS_CREDENTIALS to the file of a service account or to anonymous";
            case Identity.KeyFile file ->
                file.saidBy() + " names " + file.path()
                        + ", which cannot be read or is not the JSON file of a service account";
            case Identity.ConfigFile file ->
                file.saidBy() + " names " + file.path()
                        + ", which cannot be read or is no configuration of workload identity federation";
            case Identity.Key key -> "the connection's keyfile_dict is not the JSON key of a service account";
        };
    }

    private static Credentials actingAs(List<String> chain, GoogleCredentials own, List<String> scopes) {
        return chain.isEmpty()
                ? own.createScoped(scopes)
                : ImpersonatedCredentials.create(
                        own.createScoped(ALL),
                        chain.getLast(),
                        chain.subList(0, chain.size() - 1),
                        scopes,
                        TOKEN_SECONDS);
    }

    private static GoogleCredentials serviceAccount(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return ServiceAccountCredentials.fromStream(in);
        }
    }

    private static GoogleCredentials external(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return ExternalAccountCredentials.fromStream(in);
        }
    }
}
