package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.template.CallArguments.Bound;
import dev.rondo.sdk.internal.template.TemplateValue.Callable;
import dev.rondo.sdk.internal.template.TemplateValue.Clock;
import dev.rondo.sdk.internal.template.TemplateValue.Day;
import dev.rondo.sdk.internal.template.TemplateValue.LocalMoment;
import dev.rondo.sdk.internal.template.TemplateValue.Moment;
import dev.rondo.sdk.internal.template.TemplateValue.Namespace;
import dev.rondo.sdk.internal.template.TemplateValue.Span;
import dev.rondo.sdk.internal.template.TemplateValue.Text;
import dev.rondo.sdk.internal.template.TemplateValue.Undefined;
import dev.rondo.sdk.internal.template.TemplateValue.Uuid;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code macros.…}: Airflow's functions for templates. */
final class Macros {

    private static final String DATE = "%Y-%m-%d";

    private Macros() {}

    static TemplateValue namespace() {
        return new Namespace("macros", name -> switch (name) {
            case "ds_add" -> new Callable("macros.ds_add", Macros::dateAdd);
            case "ds_format" -> new Callable("macros.ds_format", Macros::dateFormat);
            case "datetime" -> dateTime();
            case "timedelta" -> new Callable("macros.timedelta", Macros::timeDelta);
            case "uuid" -> new Namespace("macros.uuid", Macros::uuid);
            case "json" -> new Namespace("macros.json", Macros::json);
            default ->
                new Undefined("there is no macro '" + name
                        + "'; there are datetime, ds_add, ds_format, json, timedelta, uuid");
        });
    }

    private static TemplateValue dateAdd(CallArguments call) {
        Bound in = call.bind("ds", "days");
        String day = PythonText.of(in.require("ds"));
        long days = in.integer("days");
        if (days == 0) {
            return new Text(day);
        }
        LocalDateTime at = local(StrpTime.parse(day, DATE));
        return new Text(
                StrfTime.format(Calendar.plus(at, new Calendar.Step(0, 0, 0, days, Duration.ZERO)), null, DATE));
    }

    private static TemplateValue dateFormat(CallArguments call) {
        Bound in = call.bind("ds", "input_format", "output_format");
        TemplateValue parsed = StrpTime.parse(PythonText.of(in.require("ds")), in.text("input_format"));
        return new Text(StrfTime.format(
                local(parsed), parsed instanceof Moment moment ? moment.at() : null, in.text("output_format")));
    }

    private static LocalDateTime local(TemplateValue parsed) {
        return parsed instanceof Moment moment ? moment.at().toLocalDateTime() : ((LocalMoment) parsed).at();
    }

    private static TemplateValue dateTime() {
        return new Callable(
                "macros.datetime",
                call -> {
                    Bound in = call.bind("year", "month", "day", "hour", "minute", "second", "microsecond");
                    LocalDate day = Calendar.date(in.integer("year"), in.integer("month"), in.integer("day"));
                    return new LocalMoment(day.atTime(Calendar.time(
                            in.integer("hour", 0),
                            in.integer("minute", 0),
                            in.integer("second", 0),
                            in.integer("microsecond", 0))));
                },
                name -> switch (name) {
                    case "strptime" ->
                        new Callable("macros.datetime.strptime", call -> {
                            Bound in = call.bind("date_string", "format");
                            return StrpTime.parse(in.text("date_string"), in.text("format"));
                        });
                    case "fromisoformat" ->
                        new Callable(
                                "macros.datetime.fromisoformat",
                                call -> ofIso(call.bind("date_string").text("date_string")));
                    case "combine" -> new Callable("macros.datetime.combine", Macros::combine);
                    default -> null;
                });
    }

    private static TemplateValue combine(CallArguments call) {
        Bound in = call.bind("date", "time");
        if (in.require("date") instanceof Day day && in.require("time") instanceof Clock clock) {
            return new LocalMoment(day.date().atTime(clock.time()));
        }
        throw new TemplateException("combine() needs a date and a time");
    }

    private static TemplateValue ofIso(String text) {
        String iso =
                text.length() > 10 && text.charAt(10) == ' ' ? text.substring(0, 10) + "T" + text.substring(11) : text;
        try {
            if (iso.indexOf('T') < 0) {
                return new LocalMoment(LocalDate.parse(iso).atStartOfDay());
            }
            boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
            if (!zoned) {
                return new LocalMoment(LocalDateTime.parse(iso));
            }
            OffsetDateTime at = OffsetDateTime.parse(iso);
            ZoneId zone = at.getOffset().equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : at.getOffset();
            return new Moment(at.atZoneSameInstant(zone));
        } catch (DateTimeParseException e) {
            throw new TemplateException("'" + text + "' is no date of the form 2026-01-31T12:00:00+00:00");
        }
    }

    private static TemplateValue timeDelta(CallArguments call) {
        Bound in = call.bind("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks");
        return new Span(SpanMembers.of(
                in.number("days", 0) + 7 * in.number("weeks", 0),
                in.number("hours", 0),
                in.number("minutes", 0),
                in.number("seconds", 0),
                in.number("microseconds", 0) + 1_000 * in.number("milliseconds", 0)));
    }

    private static @Nullable TemplateValue uuid(String name) {
        if (!name.equals("UUID")) {
            // uuid4() and the like would render differently each time, so a retry would not repeat what failed.
            return null;
        }
        return new Callable("macros.uuid.UUID", call -> {
            Bound in = call.bind("hex", "int");
            if (in.find("int") != null) {
                BigInteger number = Values.bigInteger(in.require("int"), "UUID() needs a whole number as 'int'");
                if (number.signum() < 0 || number.bitLength() > 128) {
                    throw new TemplateException("a UUID has 128 bits, was " + number);
                }
                return new Uuid(new UUID(number.shiftRight(64).longValue(), number.longValue()));
            }
            String hex = in.text("hex")
                    .replace("urn:uuid:", "")
                    .replace("-", "")
                    .replace("{", "")
                    .replace("}", "");
            if (hex.length() != 32 || !hex.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
                throw new TemplateException("a UUID has 32 hexadecimal digits, was '" + in.text("hex") + "'");
            }
            BigInteger number = new BigInteger(hex, 16);
            return new Uuid(new UUID(number.shiftRight(64).longValue(), number.longValue()));
        });
    }

    private static @Nullable TemplateValue json(String name) {
        return switch (name) {
            case "loads" ->
                new Callable("macros.json.loads", call -> {
                    try {
                        return TemplateValue.ofJson(
                                JsonValue.parse(call.bind("s").text("s")));
                    } catch (JsonException e) {
                        throw new TemplateException("not JSON: " + e.getMessage());
                    }
                });
            case "dumps" ->
                new Callable("macros.json.dumps", call -> {
                    Bound in = call.bind("obj", "indent");
                    TemplateValue indent = in.get("indent", TemplateValue.None.NONE);
                    return new Text(JsonText.plain(in.require("obj"), indent));
                });
            default -> null;
        };
    }
}
