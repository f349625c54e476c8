package dev.rondo.scheduler.dagprocessor;

import java.util.Locale;

/** Which files are DAG files: the same in folders and buckets. */
final class DagFileNames {

    /** Ten times the largest shaded jar one would want; a larger file is no DAG file. */
    static final long MAX_BYTES = 1L << 30;

    private DagFileNames() {}

    /** Whether a file of that name, without its folders, is taken. */
    static boolean isDagFile(String simpleName) {
        String lower = simpleName.toLowerCase(Locale.ROOT);
        return !isHidden(simpleName) && (lower.endsWith(".jar") || lower.endsWith(".java"));
    }

    /** Whether nobody looks at a file or folder of that name. */
    static boolean isHidden(String simpleName) {
        return simpleName.startsWith(".");
    }

    /** What is told of a file of more than {@link #MAX_BYTES}. */
    static DagBundle.Copied.Unusable tooLarge(String name, long bytes) {
        return new DagBundle.Copied.Unusable(
                "FILE_TOO_LARGE",
                name + " has " + (bytes >> 20) + " MiB, and a DAG file has at most " + (MAX_BYTES >> 20)
                        + " MiB; leave data and models out of it");
    }
}
