package dev.rondo.core.timetable;

import java.time.LocalDate;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The days a cron expression allows. Searches go month by month over a mask of the month's days, so even a 29 February
 * takes a few dozen steps.
 *
 * @param daysOfMonth bits 1 to 31; all where the field is a star
 * @param lastDayOfMonth {@code L}: the month's last day
 * @param nearestWeekday {@code 15W}: the Monday to Friday closest to this day, in the same month; 0 = not asked for
 * @param anyDayOfMonth the field is a star
 * @param months bits 1 to 12
 * @param daysOfWeek bits 0 (Sunday) to 6; all where the field is a star
 * @param ranked {@code 1#2} and {@code L5}: bit 7 * (n - 1) + weekday = the weekday's n-th in the month, where n = 6
 *     means its last; 0 = not asked for
 * @param anyDayOfWeek the field is a star
 * @param years null = every year
 */
record CronDays(
        int daysOfMonth,
        boolean lastDayOfMonth,
        int nearestWeekday,
        boolean anyDayOfMonth,
        int months,
        int daysOfWeek,
        long ranked,
        boolean anyDayOfWeek,
        @Nullable BitSet years) {

    /** Place of "the last" among the ranks of a weekday, after the first to the fifth. */
    static final int LAST_RANK = 6;

    /** As in Airflow: what does not come within fifty years does not come. */
    private static final int YEARS_SEARCHED = 50;

    /** One bit every seven: times a week's mask, that week five times. */
    private static final long FIVE_WEEKS = 0x1020_4081L;

    private static final int WEEK = 0x7f;

    /** The first day allowed at or after {@code from}; null = none within fifty years. */
    @Nullable
    LocalDate atOrAfter(LocalDate from) {
        int year = from.getYear();
        int month = from.getMonthValue();
        int mask = mask(year, month) & -1 << (from.getDayOfMonth() - 1);
        while (mask == 0) {
            year = month == 12 ? year + 1 : year;
            month = month == 12 ? 1 : month + 1;
            if (year > from.getYear() + YEARS_SEARCHED) {
                return null;
            }
            mask = mask(year, month);
        }
        return LocalDate.of(year, month, Integer.numberOfTrailingZeros(mask) + 1);
    }

    /** The last day allowed at or before {@code from}; null = none within fifty years. */
    @Nullable
    LocalDate atOrBefore(LocalDate from) {
        int year = from.getYear();
        int month = from.getMonthValue();
        int mask = mask(year, month) & -1 >>> (32 - from.getDayOfMonth());
        while (mask == 0) {
            year = month == 1 ? year - 1 : year;
            month = month == 1 ? 12 : month - 1;
            if (year < from.getYear() - YEARS_SEARCHED) {
                return null;
            }
            mask = mask(year, month);
        }
        return LocalDate.of(year, month, 32 - Integer.numberOfLeadingZeros(mask));
    }

    boolean allows(LocalDate day) {
        return (mask(day.getYear(), day.getMonthValue()) >>> (day.getDayOfMonth() - 1) & 1) != 0;
    }

    /**
     * Whether the two fields of days contradict each other, so that no day is ever allowed. In Airflow either of two
     * given fields is enough, but {@code 1#2}, {@code L5} and {@code 15W} restrict both, and then neither may be
     * impossible: {@code 0 0 13 * 1#1} has no tick at all.
     */
    boolean contradictory() {
        if (anyDayOfMonth || anyDayOfWeek || (ranked == 0 && nearestWeekday == 0)) {
            return false;
        }
        return !everAllowed(true) || !everAllowed(false);
    }

    private boolean everAllowed(boolean byMonth) {
        // The calendar repeats after 400 years.
        return IntStream.range(2000 * 12, 2400 * 12).anyMatch(each -> {
            int month = each % 12 + 1;
            Month days = new Month(LocalDate.of(each / 12, month, 1));
            return has(months, month) && (byMonth ? allowedByMonth(days) : allowedByWeek(days)) != 0;
        });
    }

    /** The days allowed in a month: bit n is day n + 1. */
    private int mask(int year, int month) {
        if (!has(months, month) || (years != null && (year < 0 || !years.get(year)))) {
            return 0;
        }
        Month days = new Month(LocalDate.of(year, month, 1));
        return anyDayOfMonth || anyDayOfWeek
                ? allowedByMonth(days) & allowedByWeek(days)
                : allowedByMonth(days) | allowedByWeek(days);
    }

    private int allowedByMonth(Month days) {
        int field = nearestWeekday == 0 ? daysOfMonth >>> 1 : days.nearestWeekday(nearestWeekday);
        return (lastDayOfMonth ? field | days.last() : field) & days.all() & rankedDays(days);
    }

    private int allowedByWeek(Month days) {
        int field = days.weekdays(daysOfWeek);
        return (nearestWeekday == 0 ? field : field & days.nearestWeekday(nearestWeekday)) & rankedDays(days);
    }

    private int rankedDays(Month days) {
        if (ranked == 0) {
            return days.all();
        }
        int mask = 0;
        for (int rank = 1; rank <= LAST_RANK; rank++) {
            int weekdays = (int) (ranked >>> 7 * (rank - 1)) & WEEK;
            if (weekdays != 0) {
                mask |= days.weekdays(weekdays) & days.week(rank);
            }
        }
        return mask;
    }

    private static boolean has(int bits, int value) {
        return (bits >>> value & 1) != 0;
    }

    /** A month of the calendar; in every mask bit n is day n + 1. */
    private record Month(int length, int firstWeekday) {

        Month(LocalDate first) {
            this(first.lengthOfMonth(), first.getDayOfWeek().getValue() % 7);
        }

        int all() {
            return -1 >>> (32 - length);
        }

        int last() {
            return 1 << (length - 1);
        }

        /** The days that are one of the weekdays, of which bit 0 is Sunday. */
        int weekdays(int weekdays) {
            int week = (weekdays >>> firstWeekday | weekdays << (7 - firstWeekday)) & WEEK;
            return (int) (week * FIVE_WEEKS) & all();
        }

        /** The seven days in which each weekday occurs for the n-th, or for the last, time. */
        int week(int rank) {
            return rank == LAST_RANK ? WEEK << (length - 7) : WEEK << 7 * (rank - 1) & all();
        }

        /** The Monday to Friday closest to a day, which a shorter month takes for its last one. */
        int nearestWeekday(int wanted) {
            int day = Math.min(wanted, length);
            int weekday = (firstWeekday + day - 1) % 7;
            int nearest = switch (weekday) {
                case 6 -> day == 1 ? 3 : day - 1;
                case 0 -> day == length ? day - 2 : day + 1;
                default -> day;
            };
            return 1 << (nearest - 1);
        }
    }
}
