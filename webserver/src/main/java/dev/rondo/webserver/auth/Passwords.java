package dev.rondo.webserver.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;

/** Passwords as argon2id hashes. */
public final class Passwords {

    // OWASP's password storage cheat sheet, argon2id: 19 MiB, 2 passes, 1 lane.
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    // Each check takes 19 MiB: a flood of sign-ins must not fill the heap.
    private static final int AT_ONCE = 2;

    private static final int RANDOM_BYTES = 18;

    private final SecureRandom random;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    public Passwords(SecureRandom random) {
        this.random = random;
    }

    /** A password that nobody guesses: 24 characters. */
    public String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The text that is kept instead of the password, with its salt and cost. */
    public String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Argon2Function argon2 = Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);
        return bounded(() -> argon2.hash(password.getBytes(UTF_8), salt).getResult());
    }

    /** Whether the password is the one that was hashed. Takes as long for a wrong one. */
    public boolean matches(String password, String hash) {
        Argon2Function argon2 = Argon2Function.getInstanceFromHash(hash);
        return bounded(() -> argon2.check(password.getBytes(UTF_8), hash.getBytes(UTF_8)));
    }

    private <T> T bounded(java.util.function.Supplier<T> work) {
        places.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
