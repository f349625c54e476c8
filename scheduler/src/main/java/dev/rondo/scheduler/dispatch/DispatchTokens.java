package dev.rondo.scheduler.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of each dispatch, for the HTTP requests made in its name (jar, XComs, logs). A token carries what it
 * stands for and a signature by the installation's secret, so that any scheduler can check it without a query.
 *
 * <p>It does not expire by time: a task may run for weeks, and no clock that jumps may end it. What it allows ends with
 * its dispatch: whoever serves a request looks in the database whether that is still the newest of its task and under
 * way, and what changes something is written in the same transaction.
 */
public final class DispatchTokens {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /**
     * What a token stands for.
     *
     * @param dispatchId the one dispatch it is valid for
     * @param mapIndex -1: not mapped
     */
    public record Claims(long dispatchId, long runNo, int mapIndex, String taskId) {}

    /**
     * Tokens under a secret that all schedulers of an installation share.
     *
     * @throws IllegalArgumentException when the secret is shorter than 32 bytes
     */
    public DispatchTokens(byte[] secret) {
        if (secret.length < 32) {
            throw new IllegalArgumentException("the secret of dispatch tokens must have 32 bytes or more, has "
                    + secret.length + "; delete it and let `rondo db migrate` make a new one");
        }
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** The token of a dispatch. */
    public String issue(Claims claims) {
        String text = claims.dispatchId() + "." + claims.runNo() + "." + claims.mapIndex() + "." + claims.taskId();
        String body = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
        return body + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(sign(body));
    }

    /** What the token stands for; empty when we never issued it. */
    public Optional<Claims> verify(String token) {
        int dot = token.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String body = token.substring(0, dot);
        try {
            byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            // Compared in constant time: the time of an ordinary comparison would tell how much was guessed.
            return MessageDigest.isEqual(signature, sign(body)) ? Optional.of(read(body)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Claims read(String body) {
        String[] parts = new String(Base64.getUrlDecoder().decode(body), UTF_8).split("\\.", 4);
        return new Claims(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]), parts[3]);
    }

    private byte[] sign(String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(body.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot compute " + ALGORITHM, e);
        }
    }
}
