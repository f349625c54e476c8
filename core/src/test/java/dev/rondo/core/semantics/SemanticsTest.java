package dev.rondo.core.semantics;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a class that runs the recorded cases of one family (one file of {@code semantics/}).
 *
 * <p>Its methods carry {@link RecordedCases} and take one {@link RecordedCase} each. When the class is done, one line
 * says how many passed: {@code semantics: trigger_rules 1042/1042}.
 *
 * <pre>{@code
 * @SemanticsTest("trigger_rules")
 * class TriggerRulesSemanticsTest {
 *     @RecordedCases(kinds = "plain")
 *     void a_task_starts_as_recorded(RecordedCase recorded) {
 *         assertThat(decide(recorded)).isEqualTo(recorded.text("decision"));
 *     }
 * }
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("semantics")
@ExtendWith(SemanticsReport.class)
public @interface SemanticsTest {

    /** Name of the file without {@code .json}: {@code cron_timetable}. */
    String value();

    /** Name in the result line where a class covers only a part of the file; empty = the family's name. */
    String label() default "";
}
