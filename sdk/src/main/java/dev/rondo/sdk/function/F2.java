package dev.rondo.sdk.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A body with two arguments that returns a value. */
@FunctionalInterface
public interface F2<A, B, R> extends Serializable {

    /** Runs the body. A null result means that the task leaves no XCom. */
    @Nullable
    R call(A a, B b) throws Exception;
}
