package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.TemplateValue.LocalMoment;
import dev.rondo.sdk.internal.template.TemplateValue.Moment;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads dates by {@code %} directives. */
final class StrpTime {

    private final String text;
    private final String format;
    private int at;
    private int year = 1900;
    private int month = 1;
    private int day = 1;
    private int dayOfYear;
    private int hour;
    private int minute;
    private int second;
    private int micros;
    private int halfDay = -1;
    private @Nullable ZoneId zone;

    private StrpTime(String text, String format) {
        this.text = text;
        this.format = format;
    }

    /** The date and time that a text gives by a format; with a zone when the format asks for its offset. */
    static TemplateValue parse(String text, String format) {
        return new StrpTime(text, format).run();
    }

    private TemplateValue run() {
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i++);
            if (c == '%' && i < format.length()) {
                directive(format.charAt(i++));
            } else if (Character.isWhitespace(c)) {
                skipBlanks();
            } else {
                literal(c);
            }
        }
        if (at < text.length()) {
            throw mismatch();
        }
        return value();
    }

    private TemplateValue value() {
        try {
            int hours = halfDay < 0 ? hour : hour % 12 + 12 * halfDay;
            LocalDate date = dayOfYear > 0 ? LocalDate.ofYearDay(year, dayOfYear) : LocalDate.of(year, month, day);
            LocalDateTime moment = date.atTime(LocalTime.of(hours, minute, second, micros * 1_000));
            return zone == null ? new LocalMoment(moment) : new Moment(moment.atZone(zone));
        } catch (DateTimeException e) {
            throw mismatch();
        }
    }

    private TemplateException mismatch() {
        return new TemplateException("the date '" + text + "' is not of the form '" + format + "'");
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private void literal(char c) {
        boolean same = at < text.length() && Character.toLowerCase(text.charAt(at)) == Character.toLowerCase(c);
        if (!same) {
            throw mismatch();
        }
        at++;
    }

    private void directive(char directive) {
        switch (directive) {
            case 'Y' -> year = number(4, 4);
            case 'y' -> {
                int two = number(2, 2);
                year = two < 69 ? 2000 + two : 1900 + two;
            }
            case 'm' -> month = number(1, 2);
            case 'd', 'e' -> day = number(1, 2);
            case 'j' -> dayOfYear = number(1, 3);
            case 'H', 'I' -> hour = number(1, 2);
            case 'M' -> minute = number(1, 2);
            case 'S' -> second = number(1, 2);
            case 'f' -> {
                int from = at;
                int digits = number(1, 6);
                micros = digits * (int) Math.pow(10, 6 - (at - from));
            }
            case 'B' -> month = name(DateNames.MONTHS) + 1;
            case 'b' ->
                month = name(DateNames.MONTHS.stream().map(DateNames::brief).toList()) + 1;
            case 'A' -> name(DateNames.DAYS);
            case 'a' -> name(DateNames.DAYS.stream().map(DateNames::brief).toList());
            case 'p' -> halfDay = name(List.of("AM", "PM"));
            case 'z' -> zone = offset();
            case 'F' -> date('-');
            case 'T' -> time();
            case '%' -> literal('%');
            default ->
                throw new TemplateException(
                        "unknown directive '%" + directive + "' in the date format '" + format + "'");
        }
    }

    private void date(char separator) {
        year = number(4, 4);
        literal(separator);
        month = number(1, 2);
        literal(separator);
        day = number(1, 2);
    }

    private void time() {
        hour = number(1, 2);
        literal(':');
        minute = number(1, 2);
        literal(':');
        second = number(1, 2);
    }

    private int number(int least, int most) {
        int from = at;
        int value = 0;
        while (at < text.length() && at - from < most && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            value = value * 10 + text.charAt(at++) - '0';
        }
        if (at - from < least) {
            throw mismatch();
        }
        return value;
    }

    private int name(List<String> names) {
        String rest = text.substring(at).toLowerCase(Locale.ROOT);
        for (int i = 0; i < names.size(); i++) {
            if (rest.startsWith(names.get(i).toLowerCase(Locale.ROOT))) {
                at += names.get(i).length();
                return i;
            }
        }
        throw mismatch();
    }

    private ZoneId offset() {
        if (at < text.length() && text.charAt(at) == 'Z') {
            at++;
            return ZoneId.of("UTC");
        }
        int sign = at < text.length() && text.charAt(at) == '-' ? -1 : 1;
        if (at == text.length() || (text.charAt(at) != '-' && text.charAt(at) != '+')) {
            throw mismatch();
        }
        at++;
        int hours = number(2, 2);
        if (at < text.length() && text.charAt(at) == ':') {
            at++;
        }
        int minutes = number(2, 2);
        try {
            int seconds = sign * (hours * 3600 + minutes * 60);
            return seconds == 0 ? ZoneId.of("UTC") : ZoneOffset.ofTotalSeconds(seconds);
        } catch (DateTimeException e) {
            throw mismatch();
        }
    }
}
