package dev.rondo.sdk.internal.xcom;

import java.util.IdentityHashMap;

/**
 * Collects the canonical text of a type. It follows what is written, not what the classes are called, so a renamed
 * record keeps its text and a changed one does not. A record, enum or sealed type that occurs again is a reference to
 * its first place ({@code @2} = the second one that was begun), which ends recursion and keeps the text short.
 */
final class SchemaText {

    private final StringBuilder text = new StringBuilder();
    private final IdentityHashMap<Codec, Integer> begun = new IdentityHashMap<>();

    SchemaText add(String piece) {
        text.append(piece);
        return this;
    }

    /** Adds a type that may recur: by {@code body} the first time, by reference from then on. */
    void addOnce(Codec codec, Runnable body) {
        Integer number = begun.get(codec);
        if (number != null) {
            text.append('@').append(number.intValue());
            return;
        }
        begun.put(codec, begun.size() + 1);
        body.run();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
