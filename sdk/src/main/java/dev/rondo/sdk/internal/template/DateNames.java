package dev.rondo.sdk.internal.template;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

/** English names of months and days; a rendered text must not depend on the machine's language. */
final class DateNames {

    static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");

    static final List<String> DAYS =
            List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

    private DateNames() {}

    static String brief(String name) {
        return name.substring(0, 3);
    }

    static String month(int month) {
        return MONTHS.get(month - 1);
    }

    static String day(java.time.DayOfWeek day) {
        return DAYS.get(day.getValue() - 1);
    }

    /** The short name in force, such as {@code CEST}. */
    static String zone(ZonedDateTime at) {
        ZoneId zone = at.getZone();
        if (zone.getId().equals("Z")) {
            return "UTC";
        }
        boolean summer = zone.getRules().isDaylightSavings(at.toInstant());
        return TimeZone.getTimeZone(zone).getDisplayName(summer, TimeZone.SHORT, Locale.ENGLISH);
    }

    /** {@code 1st, 2nd, 3rd, 4th, 11th}. */
    static String ordinal(int number) {
        int tens = number % 100;
        if (tens >= 11 && tens <= 13) {
            return number + "th";
        }
        return number
                + switch (number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
    }
}
