package dev.rondo.sdk.function;

import java.io.Serializable;

/** A body with seven arguments that returns nothing. */
@FunctionalInterface
public interface V7<A, B, C, D, E, F, G> extends Serializable {

    /** Runs the body. */
    void run(A a, B b, C c, D d, E e, F f, G g) throws Exception;
}
