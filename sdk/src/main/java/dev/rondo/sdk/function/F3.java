package dev.rondo.sdk.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A body with three arguments that returns a value. */
@FunctionalInterface
public interface F3<A, B, C, R> extends Serializable {

    /** Runs the body. A null result means that the task leaves no XCom. */
    @Nullable
    R call(A a, B b, C c) throws Exception;
}
