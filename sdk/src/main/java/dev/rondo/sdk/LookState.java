package dev.rondo.sdk;

import dev.rondo.sdk.internal.define.LookStates;

/**
 * What one look leaves for the next.
 *
 * @param version of its form, as given to {@link LookAgain#keeping}
 * @param json the encoded value
 */
public record LookState(int version, String json) {

    /**
     * The value.
     *
     * @throws IllegalArgumentException when it is not of that type
     */
    public <S> S as(Class<S> type) {
        return LookStates.decode(this, type);
    }
}
