package dev.rondo.sdk;

/** How a task's priority weight combines with those of its neighbours. The rules are Airflow's. */
public enum WeightRule {
    /** Own weight plus those of all tasks below, each once: finishes what was begun last. The default. */
    DOWNSTREAM,
    /** Own weight plus those of all tasks above, each once: prefers tasks deep in a DAG. */
    UPSTREAM,
    /** Own weight alone. */
    ABSOLUTE;

    /** The name in stored graphs, the API and the page, such as {@code downstream}. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
