package dev.rondo.storage.secret;

/** What opens secret backends of a cloud; found by {@link java.util.ServiceLoader} where its library is. */
public interface SecretProvider {

    /**
     * Opens a backend. Nothing is asked of it yet.
     *
     * @throws SecretBackendException when there are no such credentials
     */
    SecretBackend open(SecretAccess access);
}
