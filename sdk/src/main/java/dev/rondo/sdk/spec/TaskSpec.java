package dev.rondo.sdk.spec;

import dev.rondo.sdk.AssetRef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One task of a DAG.
 *
 * @param taskId full id, with the ids of its groups before it ({@code features.hourly}); unique in the DAG
 * @param groupId full id of the group it lies in; null: directly in the DAG
 * @param body what kind of body it has
 * @param operator the operator, when one was given directly; null otherwise
 * @param inputs where the body's arguments come from, in order
 * @param upstream ids of all direct upstream tasks: by inputs and by {@code then}/{@code after}; sorted, without
 *     doubles
 * @param setup whether it is a setup task
 * @param teardownOf null: not a teardown; otherwise the setups it cleans up after (may be empty)
 * @param teardownFailsRun whether a failure of this teardown fails the run
 * @param branches for {@code CHOOSE}: per enum constant the ids of the direct downstream tasks it leads to
 * @param mapping over what the task itself is mapped; null when it is not (its group may still be)
 * @param result type of the result; null for none
 * @param signature hash over body kind, input types and result type: a worker refuses to run a task whose definition
 *     has another
 * @param origins per option that is not a built-in default, who set it: {@code environment}, {@code dag}, {@code group
 *     ID} or {@code task}
 * @param mapName for a mapped task: the template of an instance's name; null: its index
 * @param form for {@code APPROVE}: JSON Schema of the answer, for the form; null otherwise
 * @param defaultAnswer for {@code APPROVE}: JSON of the answer that is taken at the end of its execution timeout;
 *     {@link #REJECTION}: it is rejected then; null: it fails then
 * @param outlets what it updates by succeeding
 * @param inlets whose updates it reads
 */
public record TaskSpec(
        String taskId,
        @Nullable String groupId,
        Body body,
        @Nullable OperatorSpec operator,
        List<InputSpec> inputs,
        List<String> upstream,
        OptionsSpec options,
        boolean setup,
        @Nullable List<String> teardownOf,
        boolean teardownFailsRun,
        Map<String, List<String>> branches,
        @Nullable MappingSpec mapping,
        @Nullable TypeSpec result,
        String signature,
        Map<String, String> origins,
        @Nullable String mapName,
        @Nullable String form,
        @Nullable String defaultAnswer,
        List<AssetRef> outlets,
        List<AssetRef> inlets) {

    /** The default answer that is no answer: a rejection. */
    public static final String REJECTION = "null";

    public TaskSpec {
        inputs = List.copyOf(inputs);
        upstream = upstream.stream().sorted().distinct().toList();
        teardownOf = teardownOf == null ? null : List.copyOf(teardownOf);
        branches = Collections.unmodifiableMap(new LinkedHashMap<>(branches));
        origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
        outlets = List.copyOf(outlets);
        inlets = List.copyOf(inlets);
    }

    /** Whether it is rejected at the end of its execution timeout. */
    public boolean isRejectedByDefault() {
        return REJECTION.equals(defaultAnswer);
    }

    /** What a task's body is. */
    public enum Body {
        /** A lambda or method reference that returns a value. */
        CALL,
        /** A lambda or method reference that returns nothing. */
        RUN,
        /** An operator, given directly or made by a lambda from the inputs. */
        OPERATOR,
        /** A branch: returns a constant of an enum, {@link TaskSpec#branches} says what follows. */
        CHOOSE,
        /** Returns a boolean; false skips everything downstream. */
        SHORT_CIRCUIT,
        /**
         * Like {@link #SHORT_CIRCUIT}, but only the direct downstream tasks are skipped; their own followers judge by
         * rule.
         */
        SHORT_CIRCUIT_DIRECT,
        /** Waits for a person's answer. */
        APPROVE,
        /** Skips everything downstream unless the run is the newest of its schedule. */
        LATEST_ONLY,
        /** Does nothing: never leaves the scheduler. */
        EMPTY;

        /** The name in stored graphs and the API, such as {@code short_circuit}. */
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * The type of a value between tasks.
     *
     * @param name for people, such as {@code List<Shard>}
     * @param schema canonical text of its structure; two versions of a DAG agree on a type when these are equal
     */
    public record TypeSpec(String name, String schema) {}
}
