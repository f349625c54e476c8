package dev.rondo.sdk;

import dev.rondo.sdk.spec.CalendarSpec;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The days on which a schedule has runs: some days of the week, less holidays. An immutable value, for
 * {@link Schedule#onlyOn} and {@link Schedule#movedTo}.
 *
 * <pre>{@code
 * Schedule.dataInterval("@daily").onlyOn(BusinessCalendar.mondayToFriday().exceptHolidays("holidays.ics"))
 * }</pre>
 */
@CheckReturnValue
public final class BusinessCalendar {

    private final CalendarSpec spec;

    private BusinessCalendar(CalendarSpec spec) {
        this.spec = spec;
    }

    /** Monday to Friday. */
    public static BusinessCalendar mondayToFriday() {
        return of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY);
    }

    /** Every day, for a calendar that leaves out holidays only. */
    public static BusinessCalendar everyDay() {
        return new BusinessCalendar(new CalendarSpec(EnumSet.allOf(DayOfWeek.class), List.of(), List.of()));
    }

    /** These days of the week. */
    public static BusinessCalendar of(DayOfWeek first, DayOfWeek... more) {
        Set<DayOfWeek> days = EnumSet.of(first, more);
        return new BusinessCalendar(new CalendarSpec(days, List.of(), List.of()));
    }

    /** Without these dates. */
    public BusinessCalendar except(LocalDate... dates) {
        return except(Arrays.asList(dates));
    }

    /**
     * Without these dates.
     *
     * @throws IllegalArgumentException when there are more than 10,000 in all
     */
    public BusinessCalendar except(Collection<LocalDate> dates) {
        List<LocalDate> all = new ArrayList<>(spec.except());
        all.addAll(dates);
        return new BusinessCalendar(new CalendarSpec(spec.weekdays(), all, spec.holidayFiles()));
    }

    /**
     * Without the days of the events of an iCal file, events that recur included (up to the year 2100).
     *
     * @param resource name of a resource of the DAG jar, such as {@code holidays/berlin.ics}; read when the DAG is
     *     loaded, and by nobody else
     */
    public BusinessCalendar exceptHolidays(String resource) {
        List<String> files = new ArrayList<>(spec.holidayFiles());
        files.add(resource);
        return new BusinessCalendar(new CalendarSpec(spec.weekdays(), spec.except(), files));
    }

    /** The calendar as it stands in the graph; the dates of its holiday files are added when the DAG is loaded. */
    public CalendarSpec spec() {
        return spec;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BusinessCalendar that && spec.equals(that.spec);
    }

    @Override
    public int hashCode() {
        return spec.hashCode();
    }

    @Override
    public String toString() {
        return spec.text();
    }
}
