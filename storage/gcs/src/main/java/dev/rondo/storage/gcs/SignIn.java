package dev.rondo.storage.gcs;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.NoCredentials;
import dev.rondo.storage.BucketAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Who asks Google. */
final class SignIn {

    private static final String ALL = "https://www.googleapis.com/auth/cloud-platform";
    private static final int TOKEN_SECONDS = 3600;

    private SignIn() {}

    /**
     * The credentials.
     *
     * @param scope what for
     * @throws IOException when there are none; the message says what to do, and holds nothing of a file
     */
    static Credentials of(BucketAccess access, String scope) throws IOException {
        if (access.credentials().equals("anonymous")) {
            return NoCredentials.getInstance();
        }
        try {
            GoogleCredentials own = access.credentials().equals("default")
                    ? GoogleCredentials.getApplicationDefault()
                    : serviceAccount(Path.of(access.credentials()));
            return access.impersonated().isEmpty()
                    ? own.createScoped(scope)
                    : ImpersonatedCredentials.create(
                            own.createScoped(ALL), access.impersonated().get(), null, List.of(scope), TOKEN_SECONDS);
        } catch (IOException e) {
            // The library's message of a bad file may quote it.
            throw new IOException(
                    access.credentials().equals("default")
                            ? "there are no application default credentials; set GOOGLE_APPLICATION_CREDENTIALS, or"
                                    + " RONDO_GCS_CREDENTIALS to the file of a service account or to anonymous"
                            : "RONDO_GCS_CREDENTIALS names " + access.credentials()
                                    + ", which cannot be read or is not the JSON file of a service account");
        }
    }

    private static GoogleCredentials serviceAccount(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return ServiceAccountCredentials.fromStream(in);
        }
    }
}
