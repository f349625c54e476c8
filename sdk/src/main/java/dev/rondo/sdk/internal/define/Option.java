package dev.rondo.sdk.internal.define;

import java.util.Locale;

/** The options of a task, one for each method of {@link dev.rondo.sdk.TaskOptions}. */
public enum Option {
    RETRIES,
    RETRY_DELAY,
    RETRY_BACKOFF,
    MAX_RETRY_DELAY,
    EXECUTION_TIMEOUT,
    DEPENDS_ON_PAST,
    IGNORE_FIRST_DEPENDS_ON_PAST,
    WAIT_FOR_DOWNSTREAM,
    TRIGGER_RULE,
    POOL,
    POOL_SLOTS,
    PRIORITY_WEIGHT,
    WEIGHT_RULE,
    QUEUE,
    MAX_ACTIVE_PER_DAG,
    MAX_ACTIVE_PER_RUN,
    START_DATE,
    END_DATE,
    ISOLATION,
    MEMORY,
    JVM_OPTIONS,
    OWNER,
    DOC,
    EMAIL,
    EMAIL_ON_FAILURE,
    EMAIL_ON_RETRY,
    ON_SUCCESS,
    ON_FAILURE,
    ON_RETRY,
    ON_SKIPPED,
    ON_EXECUTE;

    /** Whether its value is a callback. */
    public boolean isCallback() {
        return compareTo(ON_SUCCESS) >= 0;
    }

    /** The name in {@code TaskSpec.origins} and in messages, such as {@code retry_delay}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
