package dev.rondo.core.timetable;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Says in words what a valid cron expression means: {@code At 09:00, Monday through Friday}. */
final class CronDescription {

    private static final List<String> RANKS = List.of("first", "second", "third", "fourth", "fifth");

    /** Characters of minutes and hours that are spelled out as times of day; longer lists are named by field. */
    private static final int LONGEST_LISTED = 8;

    private final List<String> fields;

    private CronDescription(List<String> fields) {
        this.fields = fields;
    }

    /** @param expanded five to seven fields, presets spelled out */
    static String of(String expanded) {
        return new CronDescription(List.of(expanded.toLowerCase(Locale.ROOT).split(" "))).text();
    }

    private String text() {
        List<String> parts = new ArrayList<>();
        parts.add(time(fields.get(0), fields.get(1)));
        if (fields.size() > 5 && !fields.get(5).equals("0")) {
            parts.add(isStar(fields.get(5)) ? "every second" : values(CronField.SECOND, fields.get(5)));
        }
        List<String> days = Stream.of(monthDays(fields.get(2)), weekDays(fields.get(4)))
                .filter(text -> !text.isEmpty())
                .toList();
        if (!days.isEmpty()) {
            parts.add(String.join(" or ", days));
        }
        if (!isStar(fields.get(3))) {
            parts.add("in " + values(CronField.MONTH, fields.get(3)));
        }
        if (fields.size() > 6 && !isStar(fields.get(6))) {
            parts.add("in " + values(CronField.YEAR, fields.get(6)));
        }
        return String.join(", ", parts);
    }

    private static String time(String minute, String hour) {
        boolean fewTimes = minute.length() + hour.length() <= LONGEST_LISTED;
        if (isNumbers(minute) && isNumbers(hour) && fewTimes) {
            List<String> times = Stream.of(hour.split(","))
                    .flatMap(each -> Stream.of(minute.split(",")).map(m -> clock(each, m)))
                    .toList();
            return "At " + joined(times);
        }
        if (isStar(hour)) {
            return minute.equals("0") ? "Every hour" : everyHour(minute);
        }
        String hours = values(CronField.HOUR, hour);
        return minute.equals("0") ? "On the hour, " + hours : everyHour(minute) + ", " + hours;
    }

    private static String everyHour(String minute) {
        if (isStar(minute)) {
            return "Every minute";
        }
        return minute.startsWith("*/")
                ? "Every " + minute.substring(2) + " minutes"
                : "At " + values(CronField.MINUTE, minute);
    }

    private static String clock(String hour, String minute) {
        return String.format(Locale.ROOT, "%02d:%02d", Integer.parseInt(hour), Integer.parseInt(minute));
    }

    private static String monthDays(String field) {
        if (isStar(field)) {
            return "";
        }
        if (field.indexOf('w') >= 0) {
            return "on the weekday nearest day " + field.replace("w", "") + " of the month";
        }
        return field.equals("l")
                ? "on the last day of the month"
                : "on " + values(CronField.DAY_OF_MONTH, field) + " of the month";
    }

    private static String weekDays(String field) {
        if (isStar(field)) {
            return "";
        }
        return "on "
                + joined(Stream.of(field.split(","))
                        .map(CronDescription::weekDay)
                        .toList());
    }

    private static String weekDay(String item) {
        int hash = item.indexOf('#');
        if (hash > 0) {
            String rank = RANKS.get(item.charAt(hash + 1) - '1');
            return "the " + rank + " " + item(CronField.DAY_OF_WEEK, item.substring(0, hash)) + " of the month";
        }
        return item.startsWith("l")
                ? "the last " + item(CronField.DAY_OF_WEEK, item.substring(1)) + " of the month"
                : item(CronField.DAY_OF_WEEK, item);
    }

    private static String values(CronField field, String list) {
        String unit = switch (field) {
            case MONTH, DAY_OF_WEEK, YEAR -> "";
            case DAY_OF_MONTH -> "day ";
            default -> field.title + " ";
        };
        return unit
                + joined(Stream.of(list.split(","))
                        .map(item -> item(field, item))
                        .toList());
    }

    /** One item: a value, a range, each perhaps with a step. */
    private static String item(CronField field, String item) {
        int slash = item.indexOf('/');
        String base = slash < 0 ? item : item.substring(0, slash);
        if (slash < 0) {
            return range(field, base);
        }
        return "every " + item.substring(slash + 1) + (base.equals("*") ? "" : " from " + range(field, base));
    }

    private static String range(CronField field, String range) {
        int dash = range.indexOf('-');
        return dash < 0
                ? word(field, range)
                : word(field, range.substring(0, dash)) + " through " + word(field, range.substring(dash + 1));
    }

    private static String word(CronField field, String value) {
        if (value.equals("*")) {
            return "any";
        }
        if (value.equals("l")) {
            return "the last";
        }
        boolean number = isNumbers(value);
        if (number && Integer.parseInt(value) < field.min) {
            return value;
        }
        return switch (field) {
            case MONTH ->
                Month.of(number ? Integer.parseInt(value) : field.valueOfName(value))
                        .getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case DAY_OF_WEEK ->
                DayOfWeek.of((number ? Integer.parseInt(value) + 6 : field.valueOfName(value) + 6) % 7 + 1)
                        .getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            default -> value;
        };
    }

    private static boolean isStar(String field) {
        return field.equals("*") || field.equals("?");
    }

    private static boolean isNumbers(String field) {
        return field.chars().allMatch(c -> c == ',' || (c >= '0' && c <= '9'));
    }

    private static String joined(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.getFirst() : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }
}
