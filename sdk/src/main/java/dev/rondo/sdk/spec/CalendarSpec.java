package dev.rondo.sdk.spec;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Days on which there are runs.
 *
 * @param weekdays in order; at least one
 * @param except dates on which there are none, in order; in a stored graph those of the holiday files too
 * @param holidayFiles resources of the DAG jar that {@code except} was read from, in order
 */
public record CalendarSpec(Set<DayOfWeek> weekdays, List<LocalDate> except, List<String> holidayFiles) {

    /** Twenty-seven years without a day; more is a slip. */
    public static final int MAX_DATES = 10_000;

    public CalendarSpec {
        if (weekdays.isEmpty()) {
            throw new IllegalArgumentException("a calendar needs at least one day of the week");
        }
        weekdays = Collections.unmodifiableSet(EnumSet.copyOf(weekdays));
        except = except.stream().sorted().distinct().toList();
        holidayFiles = holidayFiles.stream().sorted().distinct().toList();
        if (except.size() > MAX_DATES) {
            throw new IllegalArgumentException(
                    "a calendar has " + except.size() + " dates without runs; at most " + MAX_DATES + " are possible");
        }
    }

    /** With more dates on which there are no runs. */
    public CalendarSpec without(Collection<LocalDate> dates) {
        return new CalendarSpec(
                weekdays, Stream.concat(except.stream(), dates.stream()).toList(), holidayFiles);
    }

    /** In words: {@code Monday to Friday except 12 dates}. */
    public String text() {
        String dates = except.size() == 1 ? "1 date" : except.size() + " dates";
        return days() + (except.isEmpty() ? "" : " except " + dates);
    }

    private String days() {
        if (weekdays.size() == DayOfWeek.values().length) {
            return "every day";
        }
        List<DayOfWeek> days = List.copyOf(weekdays);
        boolean oneStretch = days.getLast().getValue() - days.getFirst().getValue() == days.size() - 1;
        return oneStretch && days.size() > 2
                ? name(days.getFirst()) + " to " + name(days.getLast())
                : days.stream().map(CalendarSpec::name).collect(Collectors.joining(", "));
    }

    private static String name(DayOfWeek day) {
        return day.name().charAt(0) + day.name().substring(1).toLowerCase(Locale.ROOT);
    }
}
