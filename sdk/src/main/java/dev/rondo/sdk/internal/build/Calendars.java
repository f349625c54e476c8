package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.spec.CalendarSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;

/** Puts the dates of holiday files into the calendars of a schedule. */
final class Calendars {

    private final HolidayFiles files;
    private final Problems problems;

    Calendars(HolidayFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /** The schedule with every date; where a file cannot be used, a problem is reported. */
    ScheduleSpec resolve(ScheduleSpec schedule) {
        return switch (schedule) {
            case ScheduleSpec.OnDays days ->
                new ScheduleSpec.OnDays(resolve(days.of()), resolve(days.calendar()), days.moved());
            case ScheduleSpec.Spread spread -> new ScheduleSpec.Spread(resolve(spread.of()), spread.window());
            case ScheduleSpec.AssetsOrTime both ->
                new ScheduleSpec.AssetsOrTime(both.expression(), resolve(both.time()));
            default -> schedule;
        };
    }

    private CalendarSpec resolve(CalendarSpec calendar) {
        Set<LocalDate> dates = new TreeSet<>(calendar.except());
        for (String file : calendar.holidayFiles()) {
            switch (files.read(file)) {
                case HolidayFiles.Reading.Days days -> dates.addAll(days.dates());
                case HolidayFiles.Reading.Unusable unusable ->
                    problems.add(
                            ProblemCode.BAD_CALENDAR,
                            "the holiday file '" + file + "' cannot be used: " + unusable.why(),
                            unusable.mend());
            }
        }
        if (dates.size() > CalendarSpec.MAX_DATES) {
            problems.add(
                    ProblemCode.BAD_CALENDAR,
                    "the holiday files " + calendar.holidayFiles()
                            + (calendar.except().isEmpty() ? " have " : " and the dates named besides have ")
                            + dates.size() + " days",
                    "use at most " + CalendarSpec.MAX_DATES + " days in all, up to the year 2100");
            return calendar;
        }
        return calendar.without(dates);
    }
}
