package dev.rondo.sdk;

import dev.rondo.sdk.internal.define.DagHandle;
import java.time.Duration;

/**
 * A handle on a DAG: its own settings, options for its tasks, and the place to make them. A call changes the DAG. Made
 * by {@link #create}; implemented by Rondo alone.
 *
 * <pre>{@code
 * Dag dag = Dag.create("census").schedule(Schedule.dataInterval("@daily")).startDate("2026-01-01");
 * var rows = dag.task("count").call(ctx -> Census.countRows(ctx.logicalDate()));
 * dag.task("report", rows).run(Census::report);
 * }</pre>
 */
public interface Dag extends Tasks, TaskOptions<Dag> {

    /**
     * A new DAG.
     *
     * @param id letters, digits, dots, dashes and underscores, at most 250, beginning with a letter, digit or
     *     underscore; unique in an installation
     */
    static Dag create(String id) {
        return new DagHandle(id);
    }

    /** The id. */
    String id();

    /** What makes its runs. Default: {@link Schedule#none}. */
    Dag schedule(Schedule schedule);

    /** Like {@code schedule(Schedule.of(text))}: a cron expression or preset; runs are dated by their tick. */
    Dag schedule(String text);

    /** Zone that schedule and dates are read in and that {@code ctx.logicalDate()} is in. Default: {@code UTC}. */
    Dag timezone(String zoneId);

    /**
     * First logical date of a scheduled run: {@code 2026-01-01} or {@code 2026-01-01T06:00}, in the DAG's zone unless
     * it has an offset. Needed when {@link #catchup} is on. Default: that of the default arguments, else none.
     */
    @Override
    Dag startDate(String date);

    /** Last logical date of a scheduled run, itself included; written like {@link #startDate}. Default: none. */
    @Override
    Dag endDate(String date);

    /** Whether runs that were missed since the start date are made up for. Default: false, as in Airflow 3. */
    Dag catchup(boolean all);

    /** Makes up for at most this many of the newest missed runs. Range: 1 up. */
    Dag catchupLast(int runs);

    /** What happens when a run is due while others are not finished. Default: {@link RunStrategy#PARALLEL}. */
    Dag runStrategy(RunStrategy strategy);

    /** How many runs may be running at once. Default: 16. Range: 1 up. */
    Dag maxActiveRuns(int max);

    /** How many tasks of one run may be queued or running at once. Default: 16. Range: 1 up. */
    Dag maxActiveTasks(int max);

    /**
     * Longest time a run may be running, measured from its start; then it is failed. Default: unlimited. Range: 1 s up.
     */
    Dag dagrunTimeout(Duration timeout);

    /** Whether the first failed task fails the run at once and the rest is stopped or skipped. Default: false. */
    Dag failFast(boolean fail);

    /** Whether the DAG is paused when it is first seen. Default: what the installation says, which is true. */
    Dag pausedUponCreation(boolean paused);

    /** Words to find it by. Each at most 100 characters. */
    Dag tags(String... tags);

    /** One line for lists. */
    Dag description(String text);

    /** What the DAG is for, in Markdown, for the page. Not inherited by its tasks. */
    @Override
    Dag doc(String markdown);

    /** Options for all tasks; what is said on the DAG itself is put over them. */
    Dag defaultArgs(DefaultArgs args);

    /** What to do when a run succeeded. For every task's success, say it in the default arguments. */
    @Override
    Dag onSuccess(Callback callback);

    /** What to do when a run failed. For every task's failure, say it in the default arguments. */
    @Override
    Dag onFailure(Callback callback);

    /**
     * Notes when a run has not succeeded by the deadline. Runs of backfills have no deadlines.
     *
     * @param name unique in the DAG, at most 100 letters, digits, dots, dashes and underscores
     */
    Dag deadline(String name, Deadline deadline);

    /**
     * Like {@link #deadline(String, Deadline)}, and calls back when it is missed: once, as {@link Callback} says, also
     * when the run fails and is not mended by then.
     */
    Dag deadline(String name, Deadline deadline, Callback missed);

    /**
     * The params of the DAG, as an input for its tasks. A run may override them; its values pass the record's compact
     * constructor before anything runs, and a form is made from its components.
     *
     * @param defaults the default values. One params record a DAG
     */
    <P extends Record> Input<P> params(P defaults);
}
