package dev.rondo.sdk.function;

import java.io.Serializable;

/** A body with four arguments that returns nothing. */
@FunctionalInterface
public interface V4<A, B, C, D> extends Serializable {

    /** Runs the body. */
    void run(A a, B b, C c, D d) throws Exception;
}
