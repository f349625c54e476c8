package dev.rondo.sdk;

/** What happens when a run is due while others of the DAG are not finished. */
public enum RunStrategy {
    /** Runs go on beside each other, up to {@code maxActiveRuns}. The default. */
    PARALLEL,
    /** One run after another, in order of their logical dates. */
    SEQUENTIAL,
    /** One run after another; a failed run holds back the next until it is cleared or marked. */
    SEQUENTIAL_UNTIL_FAILURE,
    /** One run at a time; of those that wait only the newest starts, the others are marked failed as superseded. */
    LATEST_ONLY;

    /** The name in stored graphs, the API and the page, such as {@code latest_only}. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
