package dev.rondo.sdk;

import dev.rondo.sdk.data.Data;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What a body may ask about the try it runs in, and what it may do beside returning a value. Made by Rondo for one try;
 * safe to use from threads the body starts, until the body returns.
 *
 * <p>All dates are in the zone of the DAG.
 */
public interface TaskContext {

    /** Id of the DAG. */
    String dagId();

    /** Full id of the task, with those of its groups before it. */
    String taskId();

    /** Id of the run, such as {@code scheduled__2026-01-01T00:00:00+00:00}. */
    String runId();

    /** Why the run exists: {@code scheduled, manual, backfill} or {@code asset_triggered}. */
    String runType();

    /** Zone of the DAG. */
    ZoneId zone();

    /**
     * The moment the run stands for.
     *
     * @throws IllegalStateException when the run was made without one, as a manual one may be; see
     *     {@link #findLogicalDate}
     */
    ZonedDateTime logicalDate();

    /** The moment the run stands for; empty for a run made without one. */
    Optional<ZonedDateTime> findLogicalDate();

    /**
     * The stretch of time the run covers.
     *
     * @throws IllegalStateException when the run was made without a logical date; see {@link #findDataInterval}
     */
    DataInterval dataInterval();

    /** The stretch of time the run covers; empty for a run made without a logical date. */
    Optional<DataInterval> findDataInterval();

    /** Earliest moment the run could begin. */
    ZonedDateTime runAfter();

    /** Which try this is: 1 for the first. Looks of one sensor share a try. */
    int tryNumber();

    /** How many tries there may be: retries and one. */
    int maxTries();

    /** Which instance of a mapped task this is, from 0; -1 when the task is not mapped. */
    int mapIndex();

    /**
     * A text that is the same for every execution of this try (a lost worker makes it run again) and for no other, to
     * hand to systems that drop repeated requests. In a callback it is of what the callback is told of: a run that
     * fails, is cleared and fails again has two, and one that is told twice because a worker was lost has one.
     */
    String idempotencyKey();

    /**
     * The span of this try, as W3C writes it ({@code 00-…-…-01}): spans that are made below it join the trace of the
     * run. Programs that {@code BashOperator} and others start find it as {@code TRACEPARENT}. Empty where the
     * installation gathers no traces.
     */
    Optional<String> traceparent();

    /** The moment now. In a test it is the clock the test sets. */
    Instant now();

    /**
     * The params of the run: the DAG's defaults with the run's conf over them.
     *
     * @param type the record given to {@link Dag#params}
     * @throws IllegalArgumentException when the DAG's params are of another type, or there are none
     */
    <P extends Record> P params(Class<P> type);

    /** What the run was triggered with; values are texts, numbers, booleans, lists and maps. Empty: nothing. */
    Map<String, Object> conf();

    /**
     * Leaves a value for other tasks under a key; the last one under a key counts, and is kept when the try ends well.
     *
     * @param key not {@code return_value}, which is the result's
     * @throws IllegalArgumentException when the value is of a type that an XCom cannot have, or too large
     */
    void xcomPush(String key, Object value);

    /** The result of a task of this run; empty when it has none. */
    <T> Optional<T> xcomPull(String taskId, Class<T> type);

    /** The result of a task of this run, of a generic type; empty when it has none. */
    <T> Optional<T> xcomPull(String taskId, TypeOf<T> type);

    /**
     * What a task of this run pushed under a key; empty when it did not.
     *
     * @throws IllegalArgumentException when the value there is not of that type
     */
    <T> Optional<T> xcomPull(String taskId, String key, Class<T> type);

    /** Like {@link #xcomPull(String, String, Class)}, of a generic type. */
    <T> Optional<T> xcomPull(String taskId, String key, TypeOf<T> type);

    /**
     * Says more of the update of an outlet that this try makes by succeeding; said again, the last word counts.
     *
     * @param extra values are texts, numbers, booleans, lists and maps
     * @throws IllegalArgumentException when it is no outlet of the task
     */
    void assetEvent(Asset outlet, Map<String, Object> extra);

    /**
     * Says which asset this try updates under an alias, if it succeeds; one call for each asset.
     *
     * @param extra values are texts, numbers, booleans, lists and maps
     * @throws IllegalArgumentException when the alias is no outlet of the task
     */
    void assetEvent(AssetAlias outlet, Asset asset, Map<String, Object> extra);

    /** The updates the run was made for, oldest first; empty when it was not made for assets. */
    List<AssetEvent> triggeringAssetEvents();

    /**
     * The newest updates of an asset, or of what is behind an alias, newest first.
     *
     * @param limit most of them; 1 to 1,000
     * @throws IllegalArgumentException when it is no inlet of the task
     */
    List<AssetEvent> inletEvents(AssetRef inlet, int limit);

    /** A variable of the installation; empty when there is none of that name. */
    Optional<String> variable(String key);

    /**
     * A variable that holds JSON.
     *
     * @throws IllegalArgumentException when it is not JSON of that type
     */
    <T> Optional<T> variable(String key, Class<T> type);

    /**
     * A connection of the installation.
     *
     * @throws NoSuchElementException when there is none of that id
     */
    Connection connection(String id);

    /**
     * Files that tasks share: those of the installation's data place by their names, and those of buckets, web servers
     * and the worker's machine by their URIs.
     */
    Data data();

    /** Runs of this and other DAGs: to trigger one, and to ask how one fares. */
    DagRuns dagRuns();

    /** The log of the try. What is written to it, to SLF4J and to the standard streams ends up in one place. */
    System.Logger log();

    /** Whether the try is to stop: it was cleared or marked, it or its run timed out, or the worker leaves. */
    boolean isCancelled();

    /**
     * Runs the action when the try is to stop, in another thread; at once when that is so already. For work that an
     * interrupt does not end: a process, a query, a job elsewhere. Actions run in reverse order, each once, and are
     * dropped when the body returns.
     */
    void onCancel(Runnable action);

    /**
     * Renders a template, such as {@code {{ ds }}}.
     *
     * @throws IllegalArgumentException when it names something unknown, or is not a template
     */
    String render(String template);

    /** What the look before this one kept with {@link LookAgain#keeping}; empty: nothing, or this is the first. */
    Optional<LookState> lookState();

    /** When the first look of this try began; for anything but a sensor, when the try began. */
    Instant firstLookAt();

    /** In a callback of a failure, a retry or a missed deadline: why. Empty otherwise. */
    Optional<TaskFailure> failure();

    /** The DAG's jar and the jars it carries, as files on this machine, for a process that is to run their classes. */
    List<Path> classPath();
}
