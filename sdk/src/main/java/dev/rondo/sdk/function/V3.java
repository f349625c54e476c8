package dev.rondo.sdk.function;

import java.io.Serializable;

/** A body with three arguments that returns nothing. */
@FunctionalInterface
public interface V3<A, B, C> extends Serializable {

    /** Runs the body. */
    void run(A a, B b, C c) throws Exception;
}
