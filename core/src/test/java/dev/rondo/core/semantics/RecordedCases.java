package dev.rondo.core.semantics;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A test method that is run once for each recorded case of the class's family, in a class marked {@link SemanticsTest}.
 *
 * <p>Another folder (system property {@code rondo.semantics.dir}) may hold no case of a kind, so a method may have
 * none; a class that ran none at all fails.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(RecordedCaseSource.class)
public @interface RecordedCases {

    /** Only the cases with one of these values in {@code kind}; none named = every case of the file. */
    String[] kinds() default {};
}
