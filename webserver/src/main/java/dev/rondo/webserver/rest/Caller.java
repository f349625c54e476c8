package dev.rondo.webserver.rest;

import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param role what the request may: that of the user, or less where the token says so
 * @param token the token of the API that was sent; null: one of a sign-in
 */
public record Caller(String username, Role role, @Nullable TokenScope token) {

    /** Who has signed in. */
    public Caller(String username, Role role) {
        this(username, role, null);
    }

    /** The name of the token; null where who asks has signed in. */
    public @Nullable String tokenName() {
        return token == null ? null : token.name();
    }
}
