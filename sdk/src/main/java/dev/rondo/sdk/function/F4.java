package dev.rondo.sdk.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A body with four arguments that returns a value. */
@FunctionalInterface
public interface F4<A, B, C, D, R> extends Serializable {

    /** Runs the body. A null result means that the task leaves no XCom. */
    @Nullable
    R call(A a, B b, C c, D d) throws Exception;
}
