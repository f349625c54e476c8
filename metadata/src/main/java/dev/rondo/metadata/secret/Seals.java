package dev.rondo.metadata.secret;

/**
 * Seals secrets and opens them again. A sealed text is bound to its place, such as {@code variable:bucket}: put
 * elsewhere it does not open. The same secret in the same place is sealed to the same text, so that a request that is
 * repeated is seen to be the same.
 */
public interface Seals {

    /** What every sealed text begins with. */
    String PREFIX = "sealed:1:";

    /**
     * Seals a secret.
     *
     * @throws SealException when there are no keys to do it with
     */
    String seal(String place, String plain);

    /**
     * The secret. What was stored before there were seals is returned as it is.
     *
     * @throws SealException when the keys at hand do not open it
     */
    String open(String place, String stored);

    /** Whether a stored text is sealed. */
    static boolean isSealed(String stored) {
        return stored.startsWith(PREFIX);
    }

    /** Where the value of a variable belongs. */
    static String ofVariable(String key) {
        return "variable:" + key;
    }

    /** Where the password of a connection belongs. */
    static String ofPassword(String connectionId) {
        return "connection:" + connectionId + ":password";
    }

    /** Where the extra of a connection belongs. */
    static String ofExtra(String connectionId) {
        return "connection:" + connectionId + ":extra";
    }
}
