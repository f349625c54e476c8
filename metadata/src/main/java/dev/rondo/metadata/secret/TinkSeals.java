package dev.rondo.metadata.secret;

import dev.rondo.metadata.control.SecretStore;

/**
 * Seals with AES-256-SIV by Tink. A sealed text names the key that made it, so that older ones open after newer keys
 * were added. The keys are read, or made, when the first secret comes: a start pays nothing for them. They are read
 * again when the database says that another one seals now, and when a text names one that is not known yet: a server
 * goes on while keys are changed.
 */
public final class TinkSeals implements Seals {

    private final Keys keys;

    public TinkSeals(KeyPlace place, SecretStore store) {
        this.keys = new Keys(place, store);
    }

    @Override
    public String seal(String where, String plain) {
        return keys.current().sealer().seal(where, plain);
    }

    @Override
    public String open(String where, String stored) {
        if (!Seals.isSealed(stored)) {
            return stored;
        }
        int id = KeyRing.keyOf(stored).orElseThrow(() -> altered(where));
        KeyRing ring = keys.any().ring();
        if (!ring.has(id)) {
            ring = keys.reread().ring();
        }
        if (!ring.has(id)) {
            throw new SealException(
                    "the secret of " + where + " was sealed with the key " + Integer.toUnsignedString(id)
                            + ", which is not in " + keys.words()
                            + "; copy the file secret-keys from a server that has it (`rondo keys list`), or set the secret anew");
        }
        return ring.open(where, stored).orElseThrow(() -> altered(where));
    }

    private static SealException altered(String where) {
        return new SealException(
                "the secret of " + where + " was sealed with another key, or was altered; set it anew");
    }
}
