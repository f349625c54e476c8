package dev.rondo.sdk.function;

import java.io.Serializable;

/** A body with two arguments that returns nothing. */
@FunctionalInterface
public interface V2<A, B> extends Serializable {

    /** Runs the body. */
    void run(A a, B b) throws Exception;
}
