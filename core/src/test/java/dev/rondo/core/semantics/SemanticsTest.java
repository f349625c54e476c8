package dev.rondo.core.semantics;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks the class that runs the recorded cases of a family (one file of {@code semantics/}): all of them, one class a
 * family over all modules.
 *
 * <p>Its methods carry {@link RecordedCases} and take one {@link RecordedCase} each. When the class is done, one line
 * says how many passed: {@code semantics: trigger_rules 1042/1042}. It fails if there was none, or one of a kind that
 * no method names.
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

    /**
     * Of a further class, which runs cases of the family once more: where ({@code on PostgreSQL}). Its line has another
     * form, so that a family has one result: {@code depends_on_past on PostgreSQL: 875 of 875 cases passed}. It may
     * leave kinds out. Empty: this is the family's class.
     */
    String again() default "";
}
