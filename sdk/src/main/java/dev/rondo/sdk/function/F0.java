package dev.rondo.sdk.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A body with no arguments that returns a value. */
@FunctionalInterface
public interface F0<R> extends Serializable {

    /** Runs the body. A null result means that the task leaves no XCom. */
    @Nullable
    R call() throws Exception;
}
