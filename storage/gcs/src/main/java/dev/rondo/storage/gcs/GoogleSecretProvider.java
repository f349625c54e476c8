package dev.rondo.storage.gcs;

import dev.rondo.storage.secret.SecretAccess;
import dev.rondo.storage.secret.SecretBackend;
import dev.rondo.storage.secret.SecretBackendException;
import dev.rondo.storage.secret.SecretProvider;
import java.io.IOException;
import java.net.URI;

/** Opens Google Secret Manager. */
public final class GoogleSecretProvider implements SecretProvider {

    private static final String GOOGLE = "https://secretmanager.googleapis.com";
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

    /** Made by the loader of services. */
    public GoogleSecretProvider() {}

    @Override
    public SecretBackend open(SecretAccess access) {
        try {
            return new GoogleSecrets(
                    URI.create(access.account().endpoint().orElse(GOOGLE)),
                    access.project(),
                    SignIn.of(access.account(), SCOPE));
        } catch (IOException e) {
            throw new SecretBackendException(String.valueOf(e.getMessage()));
        }
    }
}
