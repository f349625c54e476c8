package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.NoAnswer;
import dev.rondo.sdk.Operator;
import dev.rondo.sdk.spec.TaskSpec;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What a task does: its second word. */
public sealed interface Work {

    /**
     * A lambda or method reference.
     *
     * @param verb CALL, RUN, CHOOSE or SHORT_CIRCUIT
     * @param written what the author wrote, for its types and captured values
     */
    record Code(TaskSpec.Body verb, Serializable written, BodyCode code) implements Work {}

    /** An operator given directly. */
    record Given(Operator<?> operator) implements Work {}

    /** An operator that a lambda makes from its inputs. */
    record Made(Serializable written, BodyCode code) implements Work {}

    /**
     * A wait for a person's answer.
     *
     * @param otherwise the answer when nobody gives one in time; null: there is none
     * @param noAnswer what no answer in time means, where {@code otherwise} is null
     */
    record Approval(
            Class<? extends Record> answer, @Nullable Record otherwise, NoAnswer noAnswer) implements Work {}
}
