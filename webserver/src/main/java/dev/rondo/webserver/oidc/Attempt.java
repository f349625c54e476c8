package dev.rondo.webserver.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sign-in that was begun in a browser, which keeps it until it comes back: so that any webserver can go on with it,
 * and no other browser.
 *
 * @param state ties the provider's answer to this browser
 * @param nonce ties the provider's token to this attempt
 * @param verifier proves to the provider that who redeems the code is who asked for it (PKCE)
 */
record Attempt(String state, String nonce, String verifier) {

    private static final int BYTES = 32;
    private static final Pattern TEXT =
            Pattern.compile("(?<state>[\\w-]{43})\\.(?<nonce>[\\w-]{43})\\.(?<verifier>[\\w-]{43})");

    static Attempt begin(SecureRandom random) {
        return new Attempt(text(random), text(random), text(random));
    }

    private static String text(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static Optional<Attempt> read(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(new Attempt(parts.group("state"), parts.group("nonce"), parts.group("verifier")))
                : Optional.empty();
    }

    String write() {
        return state + "." + nonce + "." + verifier;
    }

    boolean isOf(String sent) {
        return MessageDigest.isEqual(state.getBytes(UTF_8), sent.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return "Attempt[]";
    }
}
