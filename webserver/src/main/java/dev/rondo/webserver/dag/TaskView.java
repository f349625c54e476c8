package dev.rondo.webserver.dag;

import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.OptionsSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task of a DAG as the API shows it. {@code options} is ours: every option with who says so; and {@code resultType}:
 * what type its value has, null where it has none.
 */
public record TaskView(
        String taskId,
        String taskDisplayName,
        String owner,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        String triggerRule,
        boolean dependsOnPast,
        boolean waitForDownstream,
        int retries,
        String queue,
        String pool,
        int poolSlots,
        @Nullable TimeDelta executionTimeout,
        TimeDelta retryDelay,
        double retryExponentialBackoff,
        int priorityWeight,
        String weightRule,
        @Nullable String uiColor,
        @Nullable String uiFgcolor,
        List<String> templateFields,
        List<String> downstreamTaskIds,
        @Nullable String docMd,
        String operatorName,
        Map<String, Object> params,
        @Nullable ClassRef classRef,
        boolean isMapped,
        List<String> extraLinks,
        @Nullable String groupId,
        boolean isSetup,
        boolean isTeardown,
        @Nullable String resultType,
        List<TaskOptionView> options) {

    /** By what a list can be ordered. */
    static final Map<String, Comparator<TaskView>> ORDERS = Map.of(
            "task_id", Comparator.comparing(TaskView::taskId),
            "task_display_name", Comparator.comparing(TaskView::taskDisplayName),
            "owner", Comparator.comparing(TaskView::owner),
            "start_date", Comparator.comparing(TaskView::startDate, Comparator.nullsLast(Comparator.naturalOrder())));

    private static final long SECONDS_PER_DAY = 86_400;
    private static final String OWNER = "rondo";

    /** A class by module and name, as Airflow names operators. */
    record ClassRef(String modulePath, String className) {}

    /** A span of time as Python writes it. */
    record TimeDelta(
            @com.fasterxml.jackson.annotation.JsonProperty("__type")
            String type,

            long days,
            long seconds,
            int microseconds) {
        static @Nullable TimeDelta ofNullable(@Nullable Duration span) {
            return span == null ? null : of(span);
        }

        static TimeDelta of(Duration span) {
            long seconds = span.toSeconds();
            return new TimeDelta(
                    "TimeDelta", seconds / SECONDS_PER_DAY, seconds % SECONDS_PER_DAY, span.toNanosPart() / 1_000);
        }
    }

    /** One of {@link #ORDERS}, or the reverse of one after a minus. */
    static Comparator<TaskView> order(String key) {
        boolean down = key.startsWith("-");
        Comparator<TaskView> order = Objects.requireNonNull(ORDERS.get(down ? key.substring(1) : key));
        return down ? order.reversed() : order;
    }

    /** All tasks of a DAG, in its order. */
    static List<TaskView> all(DagSpec spec) {
        Map<String, List<String>> downstream = new HashMap<>();
        for (TaskSpec task : spec.tasks()) {
            task.upstream()
                    .forEach(id -> downstream
                            .computeIfAbsent(id, u -> new ArrayList<>())
                            .add(task.taskId()));
        }
        return spec.tasks().stream()
                .map(task -> of(task, downstream.getOrDefault(task.taskId(), List.of())))
                .toList();
    }

    private static TaskView of(TaskSpec task, List<String> downstream) {
        OptionsSpec options = task.options();
        return new TaskView(
                task.taskId(),
                task.taskId(),
                options.owner() == null ? OWNER : options.owner(),
                options.startDate(),
                options.endDate(),
                lower(options.triggerRule()),
                options.dependsOnPast(),
                options.waitForDownstream(),
                options.retries(),
                options.queue(),
                options.pool(),
                options.poolSlots(),
                TimeDelta.ofNullable(options.executionTimeout()),
                TimeDelta.of(options.retryDelay()),
                options.retryBackoff(),
                options.priorityWeight(),
                lower(options.weightRule()),
                null,
                null,
                task.operator() == null
                        ? List.of()
                        : List.copyOf(task.operator().fields().keySet()),
                downstream,
                options.doc(),
                operatorName(task),
                Map.of(),
                classRef(task),
                task.mapping() != null,
                List.of(),
                task.groupId(),
                task.setup(),
                task.teardownOf() != null,
                task.result() == null ? null : task.result().name(),
                TaskOptionView.of(task));
    }

    /** What a task is, in a word: its operator's class, or its kind of body. */
    public static String operatorName(TaskSpec task) {
        if (task.operator() != null) {
            String name = task.operator().className();
            return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
        }
        return task.body().wireName();
    }

    private static @Nullable ClassRef classRef(TaskSpec task) {
        if (task.operator() == null) {
            return null;
        }
        String name = task.operator().className();
        int dot = name.lastIndexOf('.');
        return new ClassRef(dot < 0 ? "" : name.substring(0, dot), name.substring(dot + 1));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
