package dev.rondo.metadata;

/**
 * The database refused a secret, and all was rolled back: the key that has sealed it was retired between the sealing
 * and the storing. Sealed anew, by the key that seals now, it is taken.
 */
public final class RetiredKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RetiredKeyException(Throwable cause) {
        super(
                "the key that sealed the secret was retired before it was stored; nothing is changed, send it again:"
                        + " it is sealed with another key then",
                cause);
    }
}
