package dev.rondo.core.timetable;

/**
 * The times of day a cron expression allows, as bits: bit n of {@code minutes} is minute n. Times are seconds of the
 * day.
 */
record CronTimes(long seconds, long minutes, long hours) {

    private static final int NONE = -1;

    int first() {
        return time(lowest(hours), lowest(minutes), lowest(seconds));
    }

    int last() {
        return time(highest(hours), highest(minutes), highest(seconds));
    }

    /** The first time at or after the given one; negative = none that day. */
    int atOrAfter(int secondOfDay) {
        int hour = secondOfDay / 3600;
        if (has(hours, hour)) {
            int minute = secondOfDay / 60 % 60;
            if (has(minutes, minute)) {
                int second = atLeast(seconds, secondOfDay % 60);
                if (second != NONE) {
                    return time(hour, minute, second);
                }
            }
            int later = atLeast(minutes, minute + 1);
            if (later != NONE) {
                return time(hour, later, lowest(seconds));
            }
        }
        int later = atLeast(hours, hour + 1);
        return later == NONE ? NONE : time(later, lowest(minutes), lowest(seconds));
    }

    /** The last time at or before the given one; negative = none that day. */
    int atOrBefore(int secondOfDay) {
        int hour = secondOfDay / 3600;
        if (has(hours, hour)) {
            int minute = secondOfDay / 60 % 60;
            if (has(minutes, minute)) {
                int second = atMost(seconds, secondOfDay % 60);
                if (second != NONE) {
                    return time(hour, minute, second);
                }
            }
            int earlier = atMost(minutes, minute - 1);
            if (earlier != NONE) {
                return time(hour, earlier, highest(seconds));
            }
        }
        int earlier = atMost(hours, hour - 1);
        return earlier == NONE ? NONE : time(earlier, highest(minutes), highest(seconds));
    }

    private static int time(int hour, int minute, int second) {
        return hour * 3600 + minute * 60 + second;
    }

    private static boolean has(long bits, int value) {
        return (bits >>> value & 1) != 0;
    }

    private static int lowest(long bits) {
        return Long.numberOfTrailingZeros(bits);
    }

    private static int highest(long bits) {
        return 63 - Long.numberOfLeadingZeros(bits);
    }

    /** The smallest value of at least {@code from}, which is at most 60. */
    private static int atLeast(long bits, int from) {
        long rest = bits & -1L << from;
        return rest == 0 ? NONE : lowest(rest);
    }

    /** The largest value of at most {@code to}, which is at least -1. */
    private static int atMost(long bits, int to) {
        long rest = to < 0 ? 0 : bits & -1L >>> (63 - to);
        return rest == 0 ? NONE : highest(rest);
    }
}
