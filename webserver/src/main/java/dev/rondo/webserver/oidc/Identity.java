package dev.rondo.webserver.oidc;

import java.util.List;

/**
 * Who somebody is, as the provider says.
 *
 * @param id issuer and subject: what never changes and is never given to another
 * @param username what they are called here; may be empty
 */
record Identity(String id, String username, String firstName, String lastName, String email, List<String> groups) {
    Identity {
        groups = List.copyOf(groups);
    }
}
