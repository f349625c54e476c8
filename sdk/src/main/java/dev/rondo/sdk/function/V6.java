package dev.rondo.sdk.function;

import java.io.Serializable;

/** A body with six arguments that returns nothing. */
@FunctionalInterface
public interface V6<A, B, C, D, E, F> extends Serializable {

    /** Runs the body. */
    void run(A a, B b, C c, D d, E e, F f) throws Exception;
}
