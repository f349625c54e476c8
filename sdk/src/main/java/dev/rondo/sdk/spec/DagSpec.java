package dev.rondo.sdk.spec;

import dev.rondo.sdk.RunStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The graph of one DAG: everything about it but the bodies of its tasks, which stay in the jar.
 *
 * @param dagId unique in an installation
 * @param dagClass the class whose {@code define()} makes it
 * @param timezone zone id its schedule and dates are read in
 * @param catchup how many missed runs are made up for: 0 none, {@link #CATCHUP_ALL} all, else the last so many
 * @param maxActiveRuns how many of its runs may be running at once; 1 or more
 * @param maxActiveTasks how many tasks of one run may be queued or running at once; 1 or more
 * @param dagrunTimeout longest time a run may be running; null: unlimited
 * @param params its params record; null: none
 * @param callbacks which callbacks of the DAG the author gave: {@code success, failure}
 * @param tasks in order of definition
 * @param deadlines of its runs and its tasks, in order of definition
 */
public record DagSpec(
        String dagId,
        String dagClass,
        @Nullable String description,
        @Nullable String doc,
        List<String> tags,
        ScheduleSpec schedule,
        String timezone,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        int catchup,
        RunStrategy runStrategy,
        int maxActiveRuns,
        int maxActiveTasks,
        @Nullable Duration dagrunTimeout,
        boolean failFast,
        @Nullable Boolean pausedUponCreation,
        @Nullable ParamsSpec params,
        Set<String> callbacks,
        List<GroupSpec> groups,
        List<TaskSpec> tasks,
        List<DeadlineSpec> deadlines) {

    /** The format of stored graphs that this code writes; it reads this one and all older ones. */
    public static final int FORMAT = 1;

    /** Value of {@link #catchup}: every missed run is made up for. */
    public static final int CATCHUP_ALL = Integer.MAX_VALUE;

    public DagSpec {
        tags = List.copyOf(tags);
        callbacks = java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(callbacks));
        groups = List.copyOf(groups);
        tasks = List.copyOf(tasks);
        deadlines = List.copyOf(deadlines);
    }

    /**
     * The params of a DAG.
     *
     * @param type class of the params record
     * @param jsonSchema JSON Schema of the record, for forms and checks
     * @param defaults the default values as a JSON object
     */
    public record ParamsSpec(String type, String jsonSchema, String defaults) {}
}
