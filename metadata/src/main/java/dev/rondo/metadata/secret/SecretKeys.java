package dev.rondo.metadata.secret;

import dev.rondo.metadata.control.SecretStore;
import dev.rondo.metadata.crash.CrashPoint;
import dev.rondo.metadata.secret.SealedStore.Kind;
import dev.rondo.metadata.secret.SealedStore.Piece;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

/**
 * Changes the keys of an installation beside its running servers. A new key is kept first, then made the one that
 * seals, then everything is sealed anew with it, piece by piece; a process that dies between two of these leaves keys
 * that open all there is, and {@link #rotate} goes on where it ended.
 */
public final class SecretKeys {

    // A transaction of some milliseconds, so that nobody waits for its rows.
    private static final int AT_ONCE = 200;

    // What a request in flight has sealed with the key before is found by the next pass; the third finds nothing.
    private static final int MOST_PASSES = 5;

    private final KeyPlace place;
    private final Keys keys;
    private final SealedStore sealed;
    private final CrashPoint.Injector crashes;

    public SecretKeys(KeyPlace place, SecretStore store, SealedStore sealed) {
        this(place, store, sealed, CrashPoint.Injector.NONE);
    }

    /** The same, with what is done at its crash points. */
    public SecretKeys(KeyPlace place, SecretStore store, SealedStore sealed, CrashPoint.Injector crashes) {
        this.place = place;
        this.keys = new Keys(place, store);
        this.sealed = sealed;
        this.crashes = crashes;
    }

    /** What a key does. */
    public enum Use {
        /** It was added, and seals nothing before it is rotated to. */
        NEW,
        /** Everything new is sealed with it. */
        SEALS,
        /** It opens what was sealed with it. */
        OPENS,
        /** Secrets were sealed with it, and it is not among the keys: they do not open. */
        MISSING
    }

    /**
     * A key.
     *
     * @param id as a sealed text names it
     * @param sealed how many secrets of each kind are sealed with it
     */
    public record Key(String id, Use use, Map<Kind, Integer> sealed) {}

    /**
     * What was done.
     *
     * @param first id of the key that seals now
     * @param isNew whether another one did before; false: an earlier change was brought to its end
     * @param resealed how many rows were sealed anew
     * @param unopened places of secrets that no key opens; they stay as they are
     */
    public record Rotated(String first, boolean isNew, int resealed, List<String> unopened) {}

    /** The keys, oldest first, and those that are missing; empty: nothing was sealed yet. It writes nothing. */
    public List<Key> list() {
        return keys.look().map(this::listed).orElse(List.of());
    }

    private List<Key> listed(Keys.InUse now) {
        Map<Integer, Map<Kind, Integer>> counts = counts();
        List<Key> all = new ArrayList<>();
        List<Integer> ids = now.ring().ids();
        int first = ids.indexOf(now.first());
        for (int i = 0; i < ids.size(); i++) {
            Use use = i == first ? Use.SEALS : i < first ? Use.OPENS : Use.NEW;
            Map<Kind, Integer> sealedWith = counts.getOrDefault(ids.get(i), Map.of());
            all.add(new Key(text(ids.get(i)), use == Use.NEW && !sealedWith.isEmpty() ? Use.OPENS : use, sealedWith));
        }
        counts.forEach((id, count) -> {
            if (!ids.contains(id)) {
                all.add(new Key(text(id), Use.MISSING, count));
            }
        });
        return List.copyOf(all);
    }

    private Map<Integer, Map<Kind, Integer>> counts() {
        return counts(List.of());
    }

    /** How many secrets are sealed with each key, of rows with texts that begin so. */
    private Map<Integer, Map<Kind, Integer>> counts(List<String> beginnings) {
        Map<Integer, Map<Kind, Integer>> counts = new HashMap<>();
        for (Kind kind : Kind.values()) {
            int ignored = each(kind, beginnings, (where, stored) -> {
                if (Seals.isSealed(stored)) {
                    KeyRing.keyOf(stored)
                            .ifPresent(id -> counts.computeIfAbsent(id, key -> new EnumMap<>(Kind.class))
                                    .merge(kind, 1, Integer::sum));
                }
                return stored;
            });
        }
        return counts;
    }

    /**
     * Adds a key that seals nothing yet, for servers on other homes to be given before it does.
     *
     * @return its id
     */
    public String add() {
        return place.alone(() -> text(added(required()).ring().ids().getLast()));
    }

    private Keys.InUse added(Keys.InUse before) {
        Keys.InUse after = keys.keep(before, before.ring().withNewKey());
        crashes.at(CrashPoint.KEY_KEPT);
        return after;
    }

    /**
     * Makes the newest key the one that seals, a new one where that is so already, and seals everything anew with it.
     * Where an earlier change has not come to its end, it does that and no more.
     *
     * @throws SealException when the keys at hand are not those of the database, or somebody else changes them
     */
    public Rotated rotate() {
        return place.alone(() -> {
            Keys.InUse now = required();
            boolean isNew = now.ring().ids().getLast() != now.first() || !isUnfinished(now);
            Keys.InUse first = isNew ? withNewFirst(now) : now;
            TreeSet<String> unopened = new TreeSet<>();
            int resealed = reseal(first, unopened);
            return new Rotated(text(first.first()), isNew, resealed, List.copyOf(unopened));
        });
    }

    /** Whether something could be sealed anew with the first key as it is. */
    private boolean isUnfinished(Keys.InUse now) {
        return counts().keySet().stream()
                .anyMatch(id -> id != now.first() && now.ring().has(id));
    }

    private Keys.InUse withNewFirst(Keys.InUse now) {
        int newest = now.ring().ids().getLast();
        // One that another home has retired, or that a retirement which was killed has left, does not come back.
        Keys.InUse added = newest == now.first() || sealed.isRetired(newest) ? added(now) : now;
        Keys.InUse first = keys.makeFirst(added, added.ring().ids().getLast())
                .orElseThrow(() -> new SealException(
                        "another server has changed the keys meanwhile; copy its file secret-keys and try again"));
        crashes.at(CrashPoint.KEY_FIRST);
        return first;
    }

    private int reseal(Keys.InUse now, TreeSet<String> unopened) {
        int all = 0;
        int changed = 1;
        for (int pass = 0; pass < MOST_PASSES && changed > 0; pass++) {
            changed = 0;
            for (Kind kind : Kind.values()) {
                changed += each(kind, List.of(), (where, stored) -> resealed(now, where, stored, unopened));
            }
            all += changed;
        }
        return all;
    }

    private static String resealed(Keys.InUse now, String where, String stored, TreeSet<String> unopened) {
        if (!Seals.isSealed(stored)) {
            return now.sealer().seal(where, stored);
        }
        if (KeyRing.keyOf(stored).equals(Optional.of(now.first()))) {
            return stored;
        }
        Optional<String> plain = now.ring().open(where, stored);
        if (plain.isEmpty()) {
            boolean ignored = unopened.add(where);
        }
        return plain.map(secret -> now.sealer().seal(where, secret)).orElse(stored);
    }

    /** Goes through everything of a kind; returns how many rows are other ones. */
    private int each(Kind kind, List<String> beginnings, BinaryOperator<String> other) {
        int changed = 0;
        String last = SealedStore.START;
        Piece piece;
        do {
            piece = sealed.next(kind, beginnings, last, AT_ONCE, other);
            last = piece.last();
            changed += piece.changed();
            if (piece.changed() > 0) {
                crashes.at(CrashPoint.SECRETS_RESEALED);
            }
        } while (piece.seen() == AT_ONCE);
        return changed;
    }

    /** What became of a key that was to be retired. */
    public sealed interface Retired {

        /** It is gone. */
        record Done() implements Retired {}

        /** There is none of that id. */
        record Unknown(String why) implements Retired {}

        /** It stays: it seals, or something is still sealed with it. */
        record Needed(String why) implements Retired {}
    }

    /**
     * Takes a key out of the keys for good. The database is told first and refuses from then on what the key has
     * sealed, in the transaction in which nothing that it has sealed is found and nobody can store any: a server that
     * has sealed with it before, and stores only after that, seals anew.
     */
    public Retired retire(String id) {
        return place.alone(() -> {
            Keys.InUse now = required();
            List<String> all = now.ring().ids().stream().map(SecretKeys::text).toList();
            if (!all.contains(id)) {
                return new Retired.Unknown(
                        "there is no key " + id + " in " + keys.words() + "; it has " + String.join(", ", all));
            }
            int key = now.ring().ids().get(all.indexOf(id));
            // Looked at without a lock first, so that nobody waits for a key that cannot go.
            Optional<Retired> needed = needed(key).or(() -> sealed.alone(() -> refused(key)));
            if (needed.isPresent()) {
                return needed.get();
            }
            crashes.at(CrashPoint.KEY_REFUSED);
            Keys.InUse ignored = keys.keep(now, now.ring().without(key, now.first()));
            crashes.at(CrashPoint.KEY_RETIRED);
            return new Retired.Done();
        });
    }

    /** Has the database refuse what a key seals, unless it is needed. */
    private Optional<Retired> refused(int key) {
        Optional<Retired> needed = needed(key);
        if (needed.isEmpty()) {
            crashes.at(CrashPoint.KEY_UNUSED);
            sealed.retire(key);
        }
        return needed;
    }

    private Optional<Retired> needed(int key) {
        if (keys.seals(key)) {
            return Optional.of(new Retired.Needed("the key " + text(key)
                    + " is the one that seals; make another one with `rondo keys rotate` first"));
        }
        Map<Kind, Integer> uses = counts(KeyRing.beginnings(key)).getOrDefault(key, Map.of());
        return uses.isEmpty()
                ? Optional.empty()
                : Optional.of(new Retired.Needed("the key " + text(key) + " is still needed for " + words(uses)
                        + "; `rondo keys rotate` seals them anew"));
    }

    private static String words(Map<Kind, Integer> uses) {
        List<String> words = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            Integer count = uses.get(kind);
            if (count != null) {
                words.add(count + " in "
                        + switch (kind) {
                            case VARIABLES -> "variables";
                            case CONNECTIONS -> "connections";
                            case COMMANDS -> "the audit log";
                        });
            }
        }
        return String.join(", ", words);
    }

    private Keys.InUse required() {
        return keys.find()
                .orElseThrow(() ->
                        new SealException("there are no keys yet: the first secret makes them, in " + keys.words()));
    }

    private static String text(int id) {
        return Integer.toUnsignedString(id);
    }
}
