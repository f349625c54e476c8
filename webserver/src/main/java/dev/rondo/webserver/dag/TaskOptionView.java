package dev.rondo.webserver.dag;

import dev.rondo.sdk.spec.OptionsSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An option of a task, and who says so.
 *
 * @param name as authors and default arguments know it, such as {@code retry_delay}
 * @param value null: none
 * @param origin {@code environment}, {@code dag}, {@code group ID} or {@code task}; {@code default} when nobody says it
 */
record TaskOptionView(String name, @Nullable String value, String origin) {

    /** All options of the task, in the order of the reference. */
    static List<TaskOptionView> of(TaskSpec task) {
        OptionsSpec options = task.options();
        List<TaskOptionView> views = new ArrayList<>();
        add(views, task, "retries", options.retries());
        add(views, task, "retry_delay", options.retryDelay());
        add(views, task, "retry_backoff", options.retryBackoff());
        add(views, task, "max_retry_delay", options.maxRetryDelay());
        add(views, task, "execution_timeout", options.executionTimeout());
        add(views, task, "depends_on_past", options.dependsOnPast());
        add(views, task, "ignore_first_depends_on_past", options.ignoreFirstDependsOnPast());
        add(views, task, "wait_for_downstream", options.waitForDownstream());
        add(views, task, "trigger_rule", options.triggerRule());
        add(views, task, "pool", options.pool());
        add(views, task, "pool_slots", options.poolSlots());
        add(views, task, "priority_weight", options.priorityWeight());
        add(views, task, "weight_rule", options.weightRule());
        add(views, task, "queue", options.queue());
        add(views, task, "max_active_per_dag", options.maxActivePerDag());
        add(views, task, "max_active_per_run", options.maxActivePerRun());
        add(views, task, "start_date", options.startDate());
        add(views, task, "end_date", options.endDate());
        add(views, task, "isolation", options.isolation());
        add(views, task, "memory", options.heapBytes() == null ? null : (options.heapBytes() >> 20) + " MiB");
        add(views, task, "jvm_options", String.join(" ", options.jvmOptions()));
        add(views, task, "owner", options.owner());
        add(views, task, "doc", options.doc());
        add(views, task, "email", String.join(", ", options.email()));
        add(views, task, "email_on_failure", options.emailOnFailure());
        add(views, task, "email_on_retry", options.emailOnRetry());
        options.callbacks().forEach(name -> add(views, task, name, "a callback"));
        return views;
    }

    private static void add(List<TaskOptionView> views, TaskSpec task, String name, @Nullable Object value) {
        String text = value instanceof Enum<?> constant
                ? constant.name().toLowerCase(Locale.ROOT)
                : value == null ? null : value.toString();
        views.add(new TaskOptionView(name, text, task.origins().getOrDefault(name, "default")));
    }
}
