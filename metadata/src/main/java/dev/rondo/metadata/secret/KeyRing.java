package dev.rondo.metadata.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.daead.PredefinedDeterministicAeadParameters;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The keys of an installation, oldest first, as Tink reads and writes them. Any of them opens what it has sealed; which
 * of them seals is not said here but in the database, so that servers change over at one moment. A value: a ring with
 * another key is another ring.
 */
final class KeyRing {

    // Tink's prefix: a byte of its form, and the id of the key.
    private static final byte FORM = 1;
    private static final int PREFIX_BYTES = 5;

    // Letters of base64, six bits each, that hold the prefix and two bits of what follows.
    private static final int LETTERS = 7;

    private final KeysetHandle keys;
    private final DeterministicAead opening;

    private KeyRing(KeysetHandle keys) throws GeneralSecurityException {
        this.keys = keys;
        this.opening = keys.getPrimitive(RegistryConfiguration.get(), DeterministicAead.class);
    }

    /** A ring with one new key. */
    static KeyRing made() {
        return sure(() -> {
            DeterministicAeadConfig.register();
            return new KeyRing(KeysetHandle.generateNew(PredefinedDeterministicAeadParameters.AES256_SIV));
        });
    }

    /** The ring in a text; empty: it holds none. */
    static Optional<KeyRing> read(String text) {
        try {
            DeterministicAeadConfig.register();
            return Optional.of(new KeyRing(TinkJsonProtoKeysetFormat.parseKeyset(text, InsecureSecretKeyAccess.get())));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** The ring as a text that {@link #read} takes; whoever has it can open everything. */
    String text() {
        return sure(() -> TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()));
    }

    /** The ids, oldest key first. */
    List<Integer> ids() {
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            ids.add(keys.getAt(i).getId());
        }
        return List.copyOf(ids);
    }

    boolean has(int id) {
        return ids().contains(id);
    }

    /** The ring with one more key, the newest. */
    KeyRing withNewKey() {
        return sure(() -> new KeyRing(KeysetHandle.newBuilder(keys)
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedDeterministicAeadParameters.AES256_SIV)
                        .withRandomId())
                .build()));
    }

    /** The ring without a key of it. */
    KeyRing without(int id, int first) {
        return sure(() -> {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(keys);
            builder.getAt(ids().indexOf(first)).makePrimary();
            builder.deleteAt(ids().indexOf(id));
            return new KeyRing(builder.build());
        });
    }

    /** Seals with the key of that id, which is on the ring. */
    Sealer sealer(int id) {
        return sure(() -> {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(keys);
            builder.getAt(ids().indexOf(id)).makePrimary();
            return new Sealer(builder.build().getPrimitive(RegistryConfiguration.get(), DeterministicAead.class));
        });
    }

    /** One key of a ring, as it seals. */
    static final class Sealer {

        private final DeterministicAead key;

        private Sealer(DeterministicAead key) {
            this.key = key;
        }

        String seal(String where, String plain) {
            return sure(() -> Seals.PREFIX
                    + Base64.getEncoder()
                            .encodeToString(
                                    key.encryptDeterministically(plain.getBytes(UTF_8), where.getBytes(UTF_8))));
        }
    }

    /** The secret; empty: no key of the ring has sealed it in this place, or it was altered. */
    Optional<String> open(String where, String sealed) {
        try {
            byte[] bytes = Base64.getDecoder().decode(sealed.substring(Seals.PREFIX.length()));
            return Optional.of(new String(opening.decryptDeterministically(bytes, where.getBytes(UTF_8)), UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The id of the key that has sealed a text; empty: the text is none. */
    static Optional<Integer> keyOf(String sealed) {
        try {
            byte[] bytes = Base64.getDecoder().decode(sealed.substring(Seals.PREFIX.length()));
            return bytes.length < PREFIX_BYTES || bytes[0] != FORM
                    ? Optional.empty()
                    : Optional.of(ByteBuffer.wrap(bytes).getInt(1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** How a text begins that a key has sealed: one of these four, since its letters do not end where the id does. */
    static List<String> beginnings(int id) {
        List<String> all = new ArrayList<>();
        for (int next = 0; next < 1 << Byte.SIZE; next += 1 << (Byte.SIZE - 2)) {
            byte[] bytes = ByteBuffer.allocate(PREFIX_BYTES + 1)
                    .put(FORM)
                    .putInt(id)
                    .put((byte) next)
                    .array();
            all.add(Seals.PREFIX + Base64.getEncoder().encodeToString(bytes).substring(0, LETTERS));
        }
        return List.copyOf(all);
    }

    private interface Work<T> {
        T done() throws GeneralSecurityException;
    }

    private static <T> T sure(Work<T> work) {
        try {
            return work.done();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES", e);
        }
    }
}
