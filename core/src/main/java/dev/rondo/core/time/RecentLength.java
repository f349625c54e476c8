package dev.rondo.core.time;

/**
 * How long something took lately that happens again and again. A long one counts at once, short ones win trust back.
 */
public final class RecentLength {

    private RecentLength() {}

    /**
     * The length to go by from now on.
     *
     * @param before what was gone by until now
     * @param latest how long the last one took; both in the same unit
     */
    public static long after(long before, long latest) {
        return latest > before ? Math.max(latest / 2, (before + latest) / 2) : before - (before - latest) / 4;
    }
}
