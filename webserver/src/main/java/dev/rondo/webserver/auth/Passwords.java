package dev.rondo.webserver.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    // Also what the library wrote where the language is Turkish.
    private static final Pattern TEXT = Pattern.compile("\\$argon2[i\\u0131]d\\$v=19"
            + "\\$m=(?<memory>\\d{1,8}),t=(?<passes>\\d{1,4}),p=(?<lanes>\\d{1,4})"
            + "\\$(?<salt>[A-Za-z0-9+/]+)\\$(?<hash>[A-Za-z0-9+/]+)");

    private static final MethodHandle ARGON2 = constructor();

    private final SecureRandom random;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    public Passwords(SecureRandom random) {
        this.random = random;
    }

    /** A password that nobody guesses: 24 characters. */
    public String random() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(RANDOM_BYTES));
    }

    /** The text that is kept instead of the password, with its salt and cost. */
    public String hash(String password) {
        byte[] salt = bytes(SALT_BYTES);
        Cost cost = new Cost(MEMORY_KIB, PASSES, LANES);
        return text(cost, salt, hash(password, cost, salt, HASH_BYTES));
    }

    /**
     * A text like those of {@link #hash} that no password matches, to check against where there is no user. It is drawn
     * instead of computed: an argon2 hash took a tenth of the time of a start.
     */
    public String hashOfNobody() {
        return text(new Cost(MEMORY_KIB, PASSES, LANES), bytes(SALT_BYTES), bytes(HASH_BYTES));
    }

    /**
     * Whether the password is the one that was hashed. Takes as long for a wrong one.
     *
     * @throws IllegalArgumentException when that is no text of {@link #hash}
     */
    public boolean matches(String password, String hash) {
        Matcher parts = TEXT.matcher(hash);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a stored password is no argon2id hash");
        }
        Cost cost = new Cost(
                Integer.parseInt(parts.group("memory")),
                Integer.parseInt(parts.group("passes")),
                Integer.parseInt(parts.group("lanes")));
        byte[] salt = Base64.getDecoder().decode(parts.group("salt"));
        byte[] expected = Base64.getDecoder().decode(parts.group("hash"));
        return MessageDigest.isEqual(expected, hash(password, cost, salt, expected.length));
    }

    private record Cost(int memoryKib, int passes, int lanes) {}

    // The PHC string format. The library's own writer and reader take its name through the locale, and in a Turkish one
    // do not know it again.
    private static String text(Cost cost, byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=" + Argon2Function.ARGON2_VERSION_13 + "$m=" + cost.memoryKib() + ",t=" + cost.passes()
                + ",p=" + cost.lanes() + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    private byte[] hash(String password, Cost cost, byte[] salt, int length) {
        places.acquireUninterruptibly();
        try {
            return argon2(cost, length).hash(password.getBytes(UTF_8), salt).getBytes();
        } finally {
            places.release();
        }
    }

    private static Argon2Function argon2(Cost cost, int length) {
        if (cost.lanes() > 1) { // never written here, and brings threads, which are better kept than made each time
            return Argon2Function.getInstance(cost.memoryKib(), cost.passes(), cost.lanes(), length, Argon2.ID);
        }
        try {
            return (Argon2Function) ARGON2.invokeExact(
                    cost.memoryKib(), cost.passes(), cost.lanes(), length, Argon2.ID, Argon2Function.ARGON2_VERSION_13);
        } catch (Throwable e) { // as far as the declaration of a handle goes; the constructor declares nothing
            throw new IllegalStateException("argon2 cannot be begun", e);
        }
    }

    // What the library hands out it keeps for good, each with its 19 MiB: half of what an idle server has in its heap.
    private static MethodHandle constructor() {
        try {
            return MethodHandles.privateLookupIn(Argon2Function.class, MethodHandles.lookup())
                    .findConstructor(
                            Argon2Function.class,
                            MethodType.methodType(
                                    void.class, int.class, int.class, int.class, int.class, Argon2.class, int.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("argon2 is not the library that it was", e);
        }
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
