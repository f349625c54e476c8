package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.template.TemplateValue.Bool;
import dev.rondo.sdk.internal.template.TemplateValue.Callable;
import dev.rondo.sdk.internal.template.TemplateValue.Clock;
import dev.rondo.sdk.internal.template.TemplateValue.Day;
import dev.rondo.sdk.internal.template.TemplateValue.Int;
import dev.rondo.sdk.internal.template.TemplateValue.LocalMoment;
import dev.rondo.sdk.internal.template.TemplateValue.Mapping;
import dev.rondo.sdk.internal.template.TemplateValue.Moment;
import dev.rondo.sdk.internal.template.TemplateValue.Namespace;
import dev.rondo.sdk.internal.template.TemplateValue.None;
import dev.rondo.sdk.internal.template.TemplateValue.Real;
import dev.rondo.sdk.internal.template.TemplateValue.Sequence;
import dev.rondo.sdk.internal.template.TemplateValue.Span;
import dev.rondo.sdk.internal.template.TemplateValue.Symbol;
import dev.rondo.sdk.internal.template.TemplateValue.Text;
import dev.rondo.sdk.internal.template.TemplateValue.Undefined;
import dev.rondo.sdk.internal.template.TemplateValue.Uuid;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * Values as text, in the forms that templates written for Airflow expect: {@code True}, {@code None}, {@code {'k': 1}}.
 */
final class PythonText {

    private PythonText() {}

    /** The text that a value prints as. */
    static String of(TemplateValue value) {
        return switch (value) {
            case Undefined undefined -> throw new TemplateException(undefined.why());
            case None none -> "None";
            case Bool bool -> bool.value() ? "True" : "False";
            case Int number -> number.value().toString();
            case Real number -> real(number.value());
            case Text text -> text.value();
            case Symbol symbol -> symbol.type() + "." + symbol.member();
            case Sequence sequence -> sequence(sequence);
            case Mapping mapping -> mapping(mapping);
            case Moment moment ->
                isoDate(moment.at().toLocalDateTime(), " ") + offset(moment.at().getOffset());
            case LocalMoment moment -> isoDate(moment.at(), " ");
            case Day day -> day.date().toString();
            case Clock clock -> isoTime(clock.time());
            case Span span -> span(span.length());
            case Uuid uuid -> uuid.value().toString();
            case Namespace namespace -> "<" + namespace.name() + ">";
            case Callable callable -> "<" + callable.name() + ">";
        };
    }

    /** The form within a list or dictionary: texts in quotes. */
    static String repr(TemplateValue value) {
        return switch (value) {
            case Text text -> quoted(text.value());
            case Symbol symbol -> "<" + of(symbol) + ": " + quoted(symbol.value()) + ">";
            default -> of(value);
        };
    }

    private static String sequence(Sequence sequence) {
        StringBuilder out = new StringBuilder(sequence.tuple() ? "(" : "[");
        String separator = "";
        for (TemplateValue item : sequence.items()) {
            out.append(separator).append(repr(item));
            Limits.requireOutput(out.length());
            separator = ", ";
        }
        boolean single = sequence.tuple() && sequence.items().size() == 1;
        return out.append(single ? "," : "")
                .append(sequence.tuple() ? ")" : "]")
                .toString();
    }

    private static String mapping(Mapping mapping) {
        StringBuilder out = new StringBuilder("{");
        String separator = "";
        for (Map.Entry<TemplateValue, TemplateValue> entry : mapping.entries().entrySet()) {
            out.append(separator).append(repr(entry.getKey())).append(": ").append(repr(entry.getValue()));
            Limits.requireOutput(out.length());
            separator = ", ";
        }
        return out.append('}').toString();
    }

    /** Single quotes, unless the text has single ones and no double ones. */
    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(quote);
                    } else if (c < ' ' || c == 0x7f) {
                        out.append(c < 16 ? "\\x0" : "\\x").append(Integer.toHexString(c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append(quote).toString();
    }

    /** The fewest digits that give the number back; an exponent from 1e16 on and below 1e-4. */
    static String real(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = digits.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String mantissa = digits.unscaledValue().abs().toString();
        String fraction = mantissa.length() > 1 ? "." + mantissa.substring(1) : "";
        return (value < 0 ? "-" : "") + mantissa.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    static String isoDate(LocalDateTime at, String separator) {
        return at.toLocalDate() + separator + isoTime(at.toLocalTime());
    }

    /** Hours to seconds, and microseconds when there are any. */
    static String isoTime(LocalTime time) {
        int micros = time.getNano() / 1_000;
        String base = two(time.getHour()) + ":" + two(time.getMinute()) + ":" + two(time.getSecond());
        return micros == 0 ? base : base + "." + padded(micros, 6);
    }

    /** {@code +02:00}, also for UTC. */
    static String offset(ZoneOffset offset) {
        int seconds = Math.abs(offset.getTotalSeconds());
        String base = (offset.getTotalSeconds() < 0 ? "-" : "+") + two(seconds / 3600) + ":" + two(seconds / 60 % 60);
        return seconds % 60 == 0 ? base : base + ":" + two(seconds % 60);
    }

    /** {@code 1 day, 2:03:04.000005}; a negative length counts back from whole days. */
    private static String span(Duration length) {
        long seconds = length.getSeconds();
        long days = Math.floorDiv(seconds, 86_400L);
        int rest = (int) Math.floorMod(seconds, 86_400L);
        int micros = length.getNano() / 1_000;
        String time = rest / 3600 + ":" + two(rest / 60 % 60) + ":" + two(rest % 60)
                + (micros == 0 ? "" : "." + padded(micros, 6));
        return days == 0 ? time : days + (Math.abs(days) == 1 ? " day, " : " days, ") + time;
    }

    static String two(int number) {
        return padded(number, 2);
    }

    /** Not {@code String.format}: that would use the digits of the default locale. */
    static String padded(int number, int width) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
