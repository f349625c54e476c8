package dev.rondo.sdk.function;

import java.io.Serializable;

/** A body with five arguments that returns nothing. */
@FunctionalInterface
public interface V5<A, B, C, D, E> extends Serializable {

    /** Runs the body. */
    void run(A a, B b, C c, D d, E e) throws Exception;
}
