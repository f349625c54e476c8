package dev.rondo.webserver.auth;

import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.user.ApiTokenStore;
import dev.rondo.metadata.user.ApiTokenStore.Allowed;
import dev.rondo.metadata.user.ApiTokenStore.ApiToken;
import dev.rondo.metadata.user.ApiTokenStore.Sent;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Caller;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Role;
import dev.rondo.webserver.rest.TokenScope;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Tokens of the API: makes them, revokes them, and finds the caller of one. */
public final class ApiTokens {

    /** What they begin with, so that one that lies in a repository is found. */
    static final String PREFIX = "rondo_";

    private static final Api.Found UNKNOWN = new Api.Found.Refused(
            "this server does not know the token: it was altered, is of another server, or was revoked long ago; copy"
                    + " it whole, check the URL, or make another by `rondo tokens create`");

    private final ApiTokenStore store;
    private final Grants grants;
    private final SecureRandom random;
    private final InstantSource clock;

    public ApiTokens(ApiTokenStore store, Grants grants, SecureRandom random, InstantSource clock) {
        this.store = store;
        this.grants = grants;
        this.random = random;
        this.clock = clock;
    }

    /** A token that was just made. Its text is shown once and kept nowhere. */
    record Made(ApiToken token, String text) {
        @Override
        public String toString() {
            return "Made[" + token + "]";
        }
    }

    static boolean isOne(String text) {
        return text.startsWith(PREFIX);
    }

    /** The moment by this server's clock, as the database keeps it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Makes one for the user of the entry. */
    Made make(String name, Allowed allowed, Instant expiresAt, AuditTrail.Entry entry) {
        String text = PREFIX + SignInService.randomToken(random);
        return switch (store.add(SignInService.hash(text), name, allowed, expiresAt, entry, now())) {
            case ApiTokenStore.Outcome.Made made -> new Made(made.token(), text);
            case ApiTokenStore.Outcome.NameTaken taken ->
                throw new ProblemException(
                        409,
                        "TOKEN_EXISTS",
                        "you have a token '" + name + "' already; revoke it, or choose another name");
            case ApiTokenStore.Outcome.TooMany many ->
                throw new ProblemException(
                        409,
                        "TOO_MANY_TOKENS",
                        "you have " + ApiTokenStore.MAX_OF_USER + " tokens; revoke some that are not used");
        };
    }

    /** One that is not revoked. */
    Optional<ApiToken> find(long id) {
        return store.find(id);
    }

    /** Makes one useless; false when it was already. */
    boolean revoke(long id, AuditTrail.Entry entry) {
        return store.revoke(id, entry, now());
    }

    /** Whose token it is. */
    Api.Found find(String text) {
        Instant now = now();
        return store.use(SignInService.hash(text), now)
                .map(sent -> found(sent, now))
                .orElse(UNKNOWN);
    }

    private Api.Found found(Sent sent, Instant now) {
        ApiToken token = sent.token();
        if (token.revokedAt() != null) {
            return gone(token, "revoked at " + token.revokedAt());
        }
        if (!token.expiresAt().isAfter(now)) {
            return gone(token, "good until " + token.expiresAt());
        }
        Allowed allowed = token.allowed();
        TokenScope scope = new TokenScope(
                token.name(), Role.ofWireName(allowed.role()), allowed.readOnly(), allowed.dagIds(), allowed.tags());
        return new Api.Found.Known(new Caller(token.username(), grants.rights(sent.userRole(), sent.grants()), scope));
    }

    private static Api.Found gone(ApiToken token, String when) {
        return new Api.Found.Refused("the token '" + token.name() + "' was " + when
                + "; make another by `rondo tokens create`, signed in as '" + token.username() + "'");
    }
}
