package dev.rondo.sdk.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A body with six arguments that returns a value. */
@FunctionalInterface
public interface F6<A, B, C, D, E, F, R> extends Serializable {

    /** Runs the body. A null result means that the task leaves no XCom. */
    @Nullable
    R call(A a, B b, C c, D d, E e, F f) throws Exception;
}
