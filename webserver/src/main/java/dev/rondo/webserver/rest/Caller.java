package dev.rondo.webserver.rest;

import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param own what the user may
 * @param token the token of the API that was sent; null: one of a sign-in
 */
public record Caller(String username, Rights own, @Nullable TokenScope token) {

    /** What the request may: as the user, or less where the token says so. */
    public Rights rights() {
        return token == null ? own : own.and(token.limits());
    }

    /** What it may of everything. */
    public Role role() {
        return rights().everywhere();
    }

    /** The name of the token; null where who asks has signed in. */
    public @Nullable String tokenName() {
        return token == null ? null : token.name();
    }
}
