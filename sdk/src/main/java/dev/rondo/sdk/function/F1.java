package dev.rondo.sdk.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A body with one argument that returns a value. */
@FunctionalInterface
public interface F1<A, R> extends Serializable {

    /** Runs the body. A null result means that the task leaves no XCom. */
    @Nullable
    R call(A a) throws Exception;
}
