package dev.rondo.sdk.function;

import java.io.Serializable;

/** A body with no arguments that returns nothing. */
@FunctionalInterface
public interface V0 extends Serializable {

    /** Runs the body. */
    void run() throws Exception;
}
