package dev.rondo.sdk.internal.template;

import static dev.rondo.sdk.internal.template.PythonText.padded;
import static dev.rondo.sdk.internal.template.PythonText.two;

import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import org.jspecify.annotations.Nullable;

/** Formats dates by {@code %} directives, in the C locale. */
final class StrfTime {

    private StrfTime() {}

    /**
     * Formats a moment.
     *
     * @param zoned the same moment with its zone; null when it has none
     */
    static String format(LocalDateTime at, @Nullable ZonedDateTime zoned, String format) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i++);
            if (c != '%' || i == format.length()) {
                out.append(c);
                continue;
            }
            char directive = format.charAt(i++);
            boolean unpadded = directive == '-' && i < format.length();
            if (unpadded) {
                directive = format.charAt(i++);
            }
            String text = directive(at, zoned, directive);
            out.append(unpadded ? withoutPadding(text) : text);
        }
        return out.toString();
    }

    private static String withoutPadding(String text) {
        int i = 0;
        while (i < text.length() - 1 && (text.charAt(i) == '0' || text.charAt(i) == ' ')) {
            i++;
        }
        return text.substring(i);
    }

    private static String directive(LocalDateTime at, @Nullable ZonedDateTime zoned, char directive) {
        return switch (directive) {
            case 'Y' -> padded(at.getYear(), 4);
            case 'y' -> two(at.getYear() % 100);
            case 'C' -> two(at.getYear() / 100);
            case 'm' -> two(at.getMonthValue());
            case 'd' -> two(at.getDayOfMonth());
            case 'e' -> (at.getDayOfMonth() < 10 ? " " : "") + at.getDayOfMonth();
            case 'H' -> two(at.getHour());
            case 'I' -> two(twelve(at.getHour()));
            case 'M' -> two(at.getMinute());
            case 'S' -> two(at.getSecond());
            case 'f' -> padded(at.getNano() / 1_000, 6);
            case 'p' -> at.getHour() < 12 ? "AM" : "PM";
            case 'j' -> padded(at.getDayOfYear(), 3);
            case 'B' -> DateNames.month(at.getMonthValue());
            case 'b', 'h' -> DateNames.brief(DateNames.month(at.getMonthValue()));
            case 'A' -> DateNames.day(at.getDayOfWeek());
            case 'a' -> DateNames.brief(DateNames.day(at.getDayOfWeek()));
            case 'u' -> Integer.toString(at.getDayOfWeek().getValue());
            case 'w' -> Integer.toString(at.getDayOfWeek().getValue() % 7);
            case 'U', 'W', 'V', 'G' -> week(at, directive);
            case 'z', 'Z', 's' -> zoned == null ? "" : ofZone(zoned, directive);
            case '%' -> "%";
            case 'n' -> "\n";
            case 't' -> "\t";
            default -> composed(at, zoned, directive);
        };
    }

    private static String composed(LocalDateTime at, @Nullable ZonedDateTime zoned, char directive) {
        String format = switch (directive) {
            case 'c' -> "%a %b %e %H:%M:%S %Y";
            case 'x', 'D' -> "%m/%d/%y";
            case 'X', 'T' -> "%H:%M:%S";
            case 'F' -> "%Y-%m-%d";
            case 'R' -> "%H:%M";
            case 'r' -> "%I:%M:%S %p";
            default -> throw new TemplateException("unknown directive '%" + directive + "' in a date format");
        };
        return format(at, zoned, format);
    }

    private static String week(LocalDateTime at, char directive) {
        int weekday = at.getDayOfWeek().getValue();
        return switch (directive) {
            case 'U' -> two((at.getDayOfYear() + 6 - weekday % 7) / 7);
            case 'W' -> two((at.getDayOfYear() + 6 - (weekday - 1)) / 7);
            case 'V' -> two(at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            default -> padded(at.get(IsoFields.WEEK_BASED_YEAR), 4);
        };
    }

    private static String ofZone(ZonedDateTime zoned, char directive) {
        return switch (directive) {
            case 'z' -> PythonText.offset(zoned.getOffset()).replace(":", "");
            case 'Z' -> DateNames.zone(zoned);
            default -> Long.toString(zoned.toEpochSecond());
        };
    }

    static int twelve(int hour) {
        return hour % 12 == 0 ? 12 : hour % 12;
    }
}
