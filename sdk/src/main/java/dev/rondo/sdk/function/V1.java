package dev.rondo.sdk.function;

import java.io.Serializable;

/** A body with one argument that returns nothing. */
@FunctionalInterface
public interface V1<A> extends Serializable {

    /** Runs the body. */
    void run(A a) throws Exception;
}
