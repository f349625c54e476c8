package dev.rondo.sdk;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A generic type that outlives erasure: {@code new TypeOf<List<Shard>>() {}}, with the braces.
 *
 * @param <T> the type
 */
public abstract class TypeOf<T> {

    private final Type type;

    /**
     * Reads the type from the subclass.
     *
     * @throws IllegalArgumentException when the subclass does not say it, as in {@code new TypeOf() {}}
     */
    protected TypeOf() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType stated)
                || stated.getRawType() != TypeOf.class) {
            throw new IllegalArgumentException(getClass().getName()
                    + " does not say its type; write new TypeOf<List<Shard>>() {} with the type you mean");
        }
        this.type = stated.getActualTypeArguments()[0];
    }

    /** The type with its arguments. */
    public final Type type() {
        return type;
    }

    @Override
    public final String toString() {
        return type.getTypeName();
    }
}
