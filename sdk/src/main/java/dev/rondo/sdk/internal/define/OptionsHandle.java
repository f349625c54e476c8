package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.Callback;
import dev.rondo.sdk.Isolation;
import dev.rondo.sdk.TaskOptions;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.WeightRule;
import java.time.Duration;
import java.util.List;

/** The options, once, for everything that has them. */
abstract class OptionsHandle<S> implements TaskOptions<S> {

    /** Keeps the value and answers with what the author goes on with. */
    abstract S with(Option option, Object value);

    @Override
    public S retries(int count) {
        return with(Option.RETRIES, count);
    }

    @Override
    public S retryDelay(Duration delay) {
        return with(Option.RETRY_DELAY, delay);
    }

    @Override
    public S retryBackoff(double factor) {
        return with(Option.RETRY_BACKOFF, factor);
    }

    @Override
    public S retryExponentialBackoff(boolean exponential) {
        return retryBackoff(exponential ? 2 : 0);
    }

    @Override
    public S maxRetryDelay(Duration max) {
        return with(Option.MAX_RETRY_DELAY, max);
    }

    @Override
    public S executionTimeout(Duration timeout) {
        return with(Option.EXECUTION_TIMEOUT, timeout);
    }

    @Override
    public S dependsOnPast(boolean depends) {
        return with(Option.DEPENDS_ON_PAST, depends);
    }

    @Override
    public S ignoreFirstDependsOnPast(boolean ignore) {
        return with(Option.IGNORE_FIRST_DEPENDS_ON_PAST, ignore);
    }

    @Override
    public S waitForDownstream(boolean wait) {
        return with(Option.WAIT_FOR_DOWNSTREAM, wait);
    }

    @Override
    public S triggerRule(TriggerRule rule) {
        return with(Option.TRIGGER_RULE, rule);
    }

    @Override
    public S pool(String name) {
        return with(Option.POOL, name);
    }

    @Override
    public S poolSlots(int slots) {
        return with(Option.POOL_SLOTS, slots);
    }

    @Override
    public S priorityWeight(int weight) {
        return with(Option.PRIORITY_WEIGHT, weight);
    }

    @Override
    public S weightRule(WeightRule rule) {
        return with(Option.WEIGHT_RULE, rule);
    }

    @Override
    public S queue(String name) {
        return with(Option.QUEUE, name);
    }

    @Override
    public S maxActivePerDag(int max) {
        return with(Option.MAX_ACTIVE_PER_DAG, max);
    }

    @Override
    public S maxActivePerRun(int max) {
        return with(Option.MAX_ACTIVE_PER_RUN, max);
    }

    @Override
    public S startDate(String date) {
        return with(Option.START_DATE, date);
    }

    @Override
    public S endDate(String date) {
        return with(Option.END_DATE, date);
    }

    @Override
    public S isolation(Isolation isolation) {
        return with(Option.ISOLATION, isolation);
    }

    @Override
    public S memory(String heap) {
        return with(Option.MEMORY, heap);
    }

    @Override
    public S jvmOptions(String... options) {
        return with(Option.JVM_OPTIONS, List.of(options));
    }

    @Override
    public S owner(String name) {
        return with(Option.OWNER, name);
    }

    @Override
    public S doc(String markdown) {
        return with(Option.DOC, markdown);
    }

    @Override
    public S email(String... addresses) {
        return with(Option.EMAIL, List.of(addresses));
    }

    @Override
    public S emailOnFailure(boolean send) {
        return with(Option.EMAIL_ON_FAILURE, send);
    }

    @Override
    public S emailOnRetry(boolean send) {
        return with(Option.EMAIL_ON_RETRY, send);
    }

    @Override
    public S onSuccess(Callback callback) {
        return with(Option.ON_SUCCESS, callback);
    }

    @Override
    public S onFailure(Callback callback) {
        return with(Option.ON_FAILURE, callback);
    }

    @Override
    public S onRetry(Callback callback) {
        return with(Option.ON_RETRY, callback);
    }

    @Override
    public S onSkipped(Callback callback) {
        return with(Option.ON_SKIPPED, callback);
    }

    @Override
    public S onExecute(Callback callback) {
        return with(Option.ON_EXECUTE, callback);
    }
}
