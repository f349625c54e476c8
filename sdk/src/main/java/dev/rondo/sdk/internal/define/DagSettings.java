package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.Callback;
import dev.rondo.sdk.RunStrategy;
import dev.rondo.sdk.Schedule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an author says of a DAG as a whole, as said. Null: nothing was said. */
public final class DagSettings {

    private Schedule schedule = Schedule.none();
    private String timezone = "UTC";
    private @Nullable String startDate;
    private @Nullable String endDate;
    private int catchup;
    private RunStrategy runStrategy = RunStrategy.PARALLEL;
    private @Nullable Integer maxActiveRuns;
    private int maxActiveTasks = 16;
    private @Nullable Duration dagrunTimeout;
    private boolean failFast;
    private @Nullable Boolean pausedUponCreation;
    private List<String> tags = List.of();
    private @Nullable String description;
    private @Nullable String doc;
    private @Nullable Callback onSuccess;
    private @Nullable Callback onFailure;

    /** What makes its runs. */
    public Schedule schedule() {
        return schedule;
    }

    void schedule(Schedule said) {
        schedule = said;
    }

    /** Zone id. */
    public String timezone() {
        return timezone;
    }

    void timezone(String said) {
        timezone = said;
    }

    /** First logical date, as written. */
    public @Nullable String startDate() {
        return startDate;
    }

    void startDate(String said) {
        startDate = said;
    }

    /** Last logical date, as written. */
    public @Nullable String endDate() {
        return endDate;
    }

    void endDate(String said) {
        endDate = said;
    }

    /** As in {@code DagSpec.catchup}; below zero: a count out of range. */
    public int catchup() {
        return catchup;
    }

    void catchup(int said) {
        catchup = said;
    }

    /** What happens when runs overlap. */
    public RunStrategy runStrategy() {
        return runStrategy;
    }

    void runStrategy(RunStrategy said) {
        runStrategy = said;
    }

    /** How many runs at once. */
    public @Nullable Integer maxActiveRuns() {
        return maxActiveRuns;
    }

    void maxActiveRuns(int said) {
        maxActiveRuns = said;
    }

    /** How many tasks of one run at once. */
    public int maxActiveTasks() {
        return maxActiveTasks;
    }

    void maxActiveTasks(int said) {
        maxActiveTasks = said;
    }

    /** Longest time of a run. */
    public @Nullable Duration dagrunTimeout() {
        return dagrunTimeout;
    }

    void dagrunTimeout(Duration said) {
        dagrunTimeout = said;
    }

    /** Whether the first failure ends the run. */
    public boolean failFast() {
        return failFast;
    }

    void failFast(boolean said) {
        failFast = said;
    }

    /** Whether it starts paused. */
    public @Nullable Boolean pausedUponCreation() {
        return pausedUponCreation;
    }

    void pausedUponCreation(boolean said) {
        pausedUponCreation = said;
    }

    /** Words to find it by. */
    public List<String> tags() {
        return tags;
    }

    void tags(List<String> said) {
        tags = said;
    }

    /** One line. */
    public @Nullable String description() {
        return description;
    }

    void description(String said) {
        description = said;
    }

    /** Markdown. */
    public @Nullable String doc() {
        return doc;
    }

    void doc(String said) {
        doc = said;
    }

    /** What to do when a run succeeded. */
    public @Nullable Callback onSuccess() {
        return onSuccess;
    }

    void onSuccess(Callback said) {
        onSuccess = said;
    }

    /** What to do when a run failed. */
    public @Nullable Callback onFailure() {
        return onFailure;
    }

    void onFailure(Callback said) {
        onFailure = said;
    }
}
