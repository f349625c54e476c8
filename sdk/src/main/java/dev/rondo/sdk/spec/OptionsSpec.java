package dev.rondo.sdk.spec;

import dev.rondo.sdk.Isolation;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.WeightRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of one task with every default applied. Names and meanings are Airflow's unless said.
 *
 * @param retries how often a failed try is repeated; 0 or more
 * @param retryDelay pause before the first repeat
 * @param retryBackoff factor from one delay to the next; 0 or 1: constant
 * @param maxRetryDelay upper bound of a growing delay; null: 24 h
 * @param executionTimeout longest time of one try; null: unlimited
 * @param heapBytes heap of the task's JVM (ours); null: the worker's default
 * @param callbacks which callbacks the author gave: {@code success, failure, retry, skipped, execute}
 */
public record OptionsSpec(
        int retries,
        Duration retryDelay,
        double retryBackoff,
        @Nullable Duration maxRetryDelay,
        @Nullable Duration executionTimeout,
        boolean dependsOnPast,
        boolean ignoreFirstDependsOnPast,
        boolean waitForDownstream,
        TriggerRule triggerRule,
        String pool,
        int poolSlots,
        int priorityWeight,
        WeightRule weightRule,
        String queue,
        @Nullable Integer maxActivePerDag,
        @Nullable Integer maxActivePerRun,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        Isolation isolation,
        @Nullable Long heapBytes,
        List<String> jvmOptions,
        @Nullable String owner,
        @Nullable String doc,
        List<String> email,
        boolean emailOnFailure,
        boolean emailOnRetry,
        Set<String> callbacks) {

    public OptionsSpec {
        jvmOptions = List.copyOf(jvmOptions);
        email = List.copyOf(email);
        callbacks = java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(callbacks));
    }

    /** What a task has when nothing is said anywhere; Airflow's defaults. */
    public static final OptionsSpec DEFAULTS = new OptionsSpec(
            0,
            Duration.ofMinutes(5),
            0,
            null,
            null,
            false,
            true,
            false,
            TriggerRule.ALL_SUCCESS,
            "default_pool",
            1,
            1,
            WeightRule.DOWNSTREAM,
            "default",
            null,
            null,
            null,
            null,
            Isolation.WARM,
            null,
            List.of(),
            null,
            null,
            List.of(),
            true,
            true,
            Set.of());
}
