package dev.rondo.sdk.internal;

import dev.rondo.sdk.spec.OperatorSpec;

/** Hears what happens while a body runs. */
@FunctionalInterface
public interface BodyListener {

    /** Hears nothing. */
    BodyListener NONE = operator -> {};

    /** The operator is made and its templates are rendered; it runs next. The page shows these fields. */
    void rendered(OperatorSpec operator);
}
