package dev.rondo.storage.secret;

import java.util.Optional;

/** A place outside the database that holds secrets by their names. Used by several threads. */
public interface SecretBackend {

    /**
     * The secret of that name as it is now; empty: there is none.
     *
     * @throws SecretBackendException when the place does not answer, or refuses
     */
    Optional<String> find(String name);

    /** The place as people know it, such as {@code the folder /run/secrets}. */
    String words();
}
