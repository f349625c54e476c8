package dev.rondo.metadata.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.daead.PredefinedDeterministicAeadParameters;
import dev.rondo.metadata.control.SecretStore;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Seals with AES-256-SIV by Tink. A sealed text names the key that made it, so that older ones open after newer keys
 * were added. The keys are read, or made, when the first secret comes: a start pays nothing for them.
 *
 * <p>The database remembers one sealed word. Keys that do not open it are another installation's, and are refused
 * before anything is sealed with them that others could not open.
 */
public final class TinkSeals implements Seals {

    private static final String CHECK = "secret-keys";
    private static final String WORD = "rondo";

    private final KeyPlace place;
    private final SecretStore store;
    private @Nullable DeterministicAead keys; // guarded by this

    public TinkSeals(KeyPlace place, SecretStore store) {
        this.place = place;
        this.store = store;
    }

    @Override
    public String seal(String where, String plain) {
        return seal(keys(), where, plain);
    }

    @Override
    public String open(String where, String stored) {
        return Seals.isSealed(stored) ? open(keys(), where, stored) : stored;
    }

    private synchronized DeterministicAead keys() {
        DeterministicAead known = keys;
        if (known == null) {
            known = load();
            keys = known;
        }
        return known;
    }

    private DeterministicAead load() {
        try {
            DeterministicAeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES", e);
        }
        Optional<String> there = place.find();
        if (there.isEmpty() && store.find(CHECK).isPresent()) {
            throw others(null);
        }
        DeterministicAead loaded = parsed(there.orElseGet(() -> place.keep(made())));
        String check = store.agree(CHECK, seal(loaded, CHECK, WORD));
        try {
            String ignored = open(loaded, CHECK, check);
        } catch (SealException e) {
            throw others(e);
        }
        return loaded;
    }

    private SealException others(@Nullable SealException cause) {
        String message = "the secrets in this database were sealed with keys that are not in " + place.words()
                + "; copy the file secret-keys from the home of the server that made them";
        return cause == null ? new SealException(message) : new SealException(message, cause);
    }

    private static String made() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    KeysetHandle.generateNew(PredefinedDeterministicAeadParameters.AES256_SIV),
                    InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES", e);
        }
    }

    private DeterministicAead parsed(String keyset) {
        try {
            return TinkJsonProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get())
                    .getPrimitive(RegistryConfiguration.get(), DeterministicAead.class);
        } catch (GeneralSecurityException e) {
            throw new SealException(
                    place.words()
                            + " holds no keys that can be read; put the file secret-keys of this installation back",
                    e);
        }
    }

    private static String seal(DeterministicAead keys, String where, String plain) {
        try {
            byte[] sealed = keys.encryptDeterministically(plain.getBytes(UTF_8), where.getBytes(UTF_8));
            return PREFIX + Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new SealException("a secret of " + where + " cannot be sealed", e);
        }
    }

    private static String open(DeterministicAead keys, String where, String stored) {
        try {
            byte[] sealed = Base64.getDecoder().decode(stored.substring(PREFIX.length()));
            return new String(keys.decryptDeterministically(sealed, where.getBytes(UTF_8)), UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SealException(
                    "the secret of " + where + " was sealed with another key, or was altered; set it anew", e);
        }
    }
}
