package dev.rondo.sdk;

/** In which JVM a try runs. One task at a time runs in a JVM whatever the choice. */
public enum Isolation {
    /** A JVM that earlier tasks of the same jar may have used; statics survive between them. The default. */
    WARM,
    /** A JVM started ahead for this jar and used once. */
    SINGLE,
    /** A JVM started for this try. */
    FRESH;

    /** The name in stored graphs, the API and the page, such as {@code warm}. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
