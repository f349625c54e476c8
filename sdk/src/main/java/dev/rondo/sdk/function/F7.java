package dev.rondo.sdk.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A body with seven arguments that returns a value. */
@FunctionalInterface
public interface F7<A, B, C, D, E, F, G, R> extends Serializable {

    /** Runs the body. A null result means that the task leaves no XCom. */
    @Nullable
    R call(A a, B b, C c, D d, E e, F f, G g) throws Exception;
}
