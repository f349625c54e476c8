package dev.rondo.sdk;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says more about a component of a params record, or of the answer of {@code approve}, to those who fill in the form.
 *
 * <pre>{@code
 * record Params(@Param(value = "Passes over the data.", min = 1, max = 100) int epochs, double minAuc) {}
 * }</pre>
 *
 * <p>The bounds are checked before a run is made, without the user's code; what they cannot say is checked in the
 * compact constructor.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Param {

    /** A sentence below the field; empty: none. */
    String value() default "";

    /** The name of the field; empty: that of the component. */
    String title() default "";

    /** Smallest number allowed. */
    double min() default Double.NEGATIVE_INFINITY;

    /** Largest number allowed. */
    double max() default Double.POSITIVE_INFINITY;
}
