package dev.rondo.webserver.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.metadata.user.UserStore;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Caller;
import dev.rondo.webserver.rest.ProblemException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Gives tokens for passwords, and callers for tokens. Tokens are 256 random bits, kept as their SHA-256. */
public final class SignInService {

    private static final int TOKEN_BYTES = 32;

    private static final Api.Found UNKNOWN = new Api.Found.Refused(
            "the token is not valid: it is too old, was given back, or is of another server; sign in again by POST"
                    + " /auth/token");

    private final UserStore users;
    private final ApiTokens apiTokens;
    private final Grants grants;
    private final Passwords passwords;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Duration tokenLife;
    private final SignInBrake brake = new SignInBrake();
    private final String hashOfNobody;

    /**
     * Signs in the users of a store.
     *
     * @param tokenLife how long a token is good
     */
    public SignInService(
            UserStore users,
            ApiTokens apiTokens,
            Grants grants,
            Passwords passwords,
            SecureRandom random,
            InstantSource clock,
            Duration tokenLife) {
        this.users = users;
        this.apiTokens = apiTokens;
        this.grants = grants;
        this.passwords = passwords;
        this.random = random;
        this.clock = clock;
        this.tokenLife = tokenLife;
        this.hashOfNobody = passwords.hashOfNobody();
    }

    /**
     * A new token.
     *
     * @throws ProblemException 401 for a wrong name or password, 429 after too many of them
     */
    String signIn(String username, String password, String address) {
        UserStore.User user = check(username, password, address).orElseThrow(SignInService::wrong);
        // Not when the password was changed, or the user disabled, while it was checked.
        return begin(user).orElseThrow(SignInService::wrong);
    }

    /** A new token of a user who was let in; empty: they have another password by now, or may not sign in any more. */
    public Optional<String> begin(UserStore.User user) {
        Instant now = clock.instant();
        String token = randomToken(random);
        return users.addToken(hash(token), user, now, now.plus(tokenLife)) ? Optional.of(token) : Optional.empty();
    }

    /**
     * The user whose password it is; empty: it is wrong, or there is no such user.
     *
     * @throws ProblemException 429 after too many wrong ones
     */
    Optional<UserStore.User> check(String username, String password, String address) {
        Instant now = clock.instant();
        String key = address + " " + username.toLowerCase(Locale.ROOT);
        Duration wait = brake.waitFor(key, now);
        if (wait.isPositive()) {
            throw new ProblemException(
                    429,
                    "TOO_MANY_SIGN_INS",
                    "too many wrong passwords; try again in " + (wait.toSeconds() + 1) + " s");
        }
        Optional<UserStore.User> user = users.find(username);
        // Checked against something in any case: how long it takes must not tell which users there are.
        boolean right = passwords.matches(
                password, user.map(UserStore.User::passwordHash).orElse(hashOfNobody));
        if (user.isEmpty() || !right) {
            brake.failed(key, clock.instant());
            return Optional.empty();
        }
        brake.succeeded(key);
        return user;
    }

    private static ProblemException wrong() {
        return new ProblemException(401, "WRONG_CREDENTIALS", "the user name or the password is wrong");
    }

    /** Whose token it is, one of a sign-in or one of the API. */
    public Api.Found find(String token) {
        if (ApiTokens.isOne(token)) {
            return apiTokens.find(token);
        }
        return users.findByToken(hash(token), clock.instant())
                .<Api.Found>map(found -> new Api.Found.Known(new Caller(
                        found.user().username(), grants.rights(found.user().role(), found.grants()), null)))
                .orElse(UNKNOWN);
    }

    static String randomToken(SecureRandom random) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Makes a token useless. */
    public void signOut(String token) {
        users.removeToken(hash(token));
    }

    static String hash(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
