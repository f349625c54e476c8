package dev.rondo.metadata.secret;

import dev.rondo.metadata.control.SecretStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ring of keys that is at hand, and which of its keys seals. The database remembers one sealed word: the key that
 * has sealed it is the first one, with which everything new is sealed. A ring that does not open the word is another
 * installation's, or older than the last change, and is refused before anything is sealed with it that others could not
 * open.
 */
final class Keys {

    private static final String CHECK = "secret-keys";
    private static final String WORD = "rondo";

    private final KeyPlace place;
    private final SecretStore store;
    private @Nullable InUse known; // guarded by this

    Keys(KeyPlace place, SecretStore store) {
        this.place = place;
        this.store = store;
    }

    /**
     * A ring that opens the word of the database.
     *
     * @param first id of the key that seals
     */
    record InUse(KeyRing ring, int first, String word, KeyRing.Sealer sealer) {

        private static InUse of(KeyRing ring, int first, String word) {
            return new InUse(ring, first, word, ring.sealer(first));
        }

        @Override
        public String toString() {
            return "InUse[" + Integer.toUnsignedString(first) + "]";
        }
    }

    /** The keys, as they were read before where they were; made where there are none yet. */
    synchronized InUse any() {
        return known == null ? current() : known;
    }

    /** The keys as the place and the database have them now; made where there are none yet. */
    synchronized InUse current() {
        Optional<String> word = store.find(CHECK);
        InUse before = known;
        if (before != null && word.equals(Optional.of(before.word()))) {
            return before;
        }
        return read(word);
    }

    /** The same, read from the place whatever was known before. */
    synchronized InUse reread() {
        return read(store.find(CHECK));
    }

    /** The keys as they are now; empty: nothing was sealed yet, and there are none. */
    synchronized Optional<InUse> find() {
        Optional<String> word = store.find(CHECK);
        return word.isEmpty() && place.find().isEmpty() ? Optional.empty() : Optional.of(read(word));
    }

    /** The same for who only looks: of keys that no database has taken yet, this one takes none either. */
    synchronized Optional<InUse> look() {
        Optional<String> word = store.find(CHECK);
        return word.isEmpty()
                ? place.find().map(this::parsed).map(ring -> opened(ring, ofNewest(ring)))
                : Optional.of(read(word));
    }

    private InUse read(Optional<String> word) {
        Optional<String> there = place.find();
        if (there.isEmpty() && word.isPresent()) {
            throw others();
        }
        KeyRing ring = parsed(there.orElseGet(() -> place.keep(KeyRing.made().text())));
        InUse read = opened(ring, word.orElseGet(() -> store.agree(CHECK, ofNewest(ring))));
        known = read;
        return read;
    }

    private static String ofNewest(KeyRing ring) {
        return ring.sealer(ring.ids().getLast()).seal(CHECK, WORD);
    }

    private InUse opened(KeyRing ring, String word) {
        if (ring.open(CHECK, word).isEmpty()) {
            throw others();
        }
        return InUse.of(ring, KeyRing.keyOf(word).orElseThrow(this::others), word);
    }

    /** Whether the database has a key for the first one at this moment. */
    boolean seals(int id) {
        return store.find(CHECK).flatMap(KeyRing::keyOf).equals(Optional.of(id));
    }

    /**
     * Makes another key of the ring the first one.
     *
     * @return empty: somebody else has done so meanwhile
     */
    synchronized Optional<InUse> makeFirst(InUse before, int id) {
        InUse after = InUse.of(before.ring(), id, before.ring().sealer(id).seal(CHECK, WORD));
        if (!store.replace(CHECK, before.word(), after.word())) {
            return Optional.empty();
        }
        known = after;
        return Optional.of(after);
    }

    /** Keeps another ring in the place, durably, in one step. */
    synchronized InUse keep(InUse before, KeyRing ring) {
        place.replace(ring.text());
        InUse after = InUse.of(ring, before.first(), before.word());
        known = after;
        return after;
    }

    /** Where the keys lie, for messages. */
    String words() {
        return place.words();
    }

    private KeyRing parsed(String text) {
        return KeyRing.read(text)
                .orElseThrow(() -> new SealException(place.words()
                        + " holds no keys that can be read; put the file secret-keys of this installation back"));
    }

    private SealException others() {
        return new SealException("the secrets in this database were sealed with keys that are not in " + place.words()
                + "; copy the file secret-keys from the home of the server that made them");
    }
}
