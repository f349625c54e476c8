package dev.rondo.webserver;

import dev.rondo.storage.secret.SecretBackend;
import dev.rondo.storage.secret.SecretBackendException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A secret backend that a test fills, and that may be away. */
final class OutsideSecrets implements SecretBackend {

    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private volatile boolean isAway;

    void put(String name, String secret) {
        secrets.put(name, secret);
    }

    void goAway(boolean away) {
        isAway = away;
    }

    @Override
    public Optional<String> find(String name) {
        if (isAway) {
            throw new SecretBackendException(words() + " is away");
        }
        return Optional.ofNullable(secrets.get(name));
    }

    @Override
    public String words() {
        return "the safe";
    }
}
