package dev.rondo.sdk.internal.template;

import static dev.rondo.sdk.internal.template.PythonText.padded;
import static dev.rondo.sdk.internal.template.PythonText.two;

import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;

/** Formats dates by tokens such as {@code YYYY-MM-DD}, as the {@code format} method of Airflow's dates does. */
final class TokenFormat {

    /** Longest first among those with a common beginning. */
    private static final String[] TOKENS = {
        "YYYY", "YY", "Y", "Qo", "Q", "MMMM", "MMM", "MM", "Mo", "M", "DDDD", "DDDo", "DDD", "DD", "Do", "D", "dddd",
        "ddd", "dd", "do", "d", "E", "HH", "H", "hh", "h", "mm", "m", "ss", "s", "SSSSSS", "SSSSS", "SSSS", "SSS",
        "SS", "S", "A", "X", "x", "ZZ", "Z", "zz", "z"
    };

    private TokenFormat() {}

    static String format(ZonedDateTime at, String format) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i);
            int close = c == '[' ? format.indexOf(']', i) : -1;
            if (close > 0) {
                out.append(format, i + 1, close);
                i = close + 1;
            } else if (c == '\\' && i + 1 < format.length()) {
                out.append(format.charAt(i + 1));
                i += 2;
            } else {
                String token = tokenAt(format, i);
                out.append(token.isEmpty() ? Character.toString(c) : value(at, token));
                i += Math.max(1, token.length());
            }
        }
        return out.toString();
    }

    private static String tokenAt(String format, int index) {
        for (String token : TOKENS) {
            if (format.startsWith(token, index)) {
                return token;
            }
        }
        return "";
    }

    private static String value(ZonedDateTime at, String token) {
        int quarter = at.get(IsoFields.QUARTER_OF_YEAR);
        return switch (token) {
            case "YYYY", "Y" -> Integer.toString(at.getYear());
            case "YY" -> two(at.getYear() % 100);
            case "Q" -> Integer.toString(quarter);
            case "Qo" -> DateNames.ordinal(quarter);
            case "MMMM" -> DateNames.month(at.getMonthValue());
            case "MMM" -> DateNames.brief(DateNames.month(at.getMonthValue()));
            case "MM" -> two(at.getMonthValue());
            case "Mo" -> DateNames.ordinal(at.getMonthValue());
            case "M" -> Integer.toString(at.getMonthValue());
            case "DDDD" -> padded(at.getDayOfYear(), 3);
            case "DDDo" -> DateNames.ordinal(at.getDayOfYear());
            case "DDD" -> Integer.toString(at.getDayOfYear());
            case "DD" -> two(at.getDayOfMonth());
            case "Do" -> DateNames.ordinal(at.getDayOfMonth());
            case "D" -> Integer.toString(at.getDayOfMonth());
            default -> weekdayOrTime(at, token);
        };
    }

    private static String weekdayOrTime(ZonedDateTime at, String token) {
        int weekday = at.getDayOfWeek().getValue();
        return switch (token) {
            case "dddd" -> DateNames.day(at.getDayOfWeek());
            case "ddd" -> DateNames.brief(DateNames.day(at.getDayOfWeek()));
            case "dd" -> DateNames.day(at.getDayOfWeek()).substring(0, 2);
            case "do" -> DateNames.ordinal(weekday % 7);
            case "d" -> Integer.toString(weekday % 7);
            case "E" -> Integer.toString(weekday);
            case "HH" -> two(at.getHour());
            case "H" -> Integer.toString(at.getHour());
            case "hh" -> two(StrfTime.twelve(at.getHour()));
            case "h" -> Integer.toString(StrfTime.twelve(at.getHour()));
            case "mm" -> two(at.getMinute());
            case "m" -> Integer.toString(at.getMinute());
            case "ss" -> two(at.getSecond());
            case "s" -> Integer.toString(at.getSecond());
            case "A" -> at.getHour() < 12 ? "AM" : "PM";
            case "X" -> Long.toString(at.toEpochSecond());
            case "x" -> Long.toString(at.toInstant().toEpochMilli());
            case "ZZ" -> PythonText.offset(at.getOffset()).replace(":", "");
            case "Z" -> PythonText.offset(at.getOffset());
            case "zz" -> DateNames.zone(at);
            case "z" -> at.getZone().getId().equals("Z") ? "UTC" : at.getZone().getId();
            // S to SSSSSS: that many digits of the fraction.
            default -> padded(at.getNano() / 1_000, 6).substring(0, token.length());
        };
    }
}
