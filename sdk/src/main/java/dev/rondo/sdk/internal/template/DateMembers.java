package dev.rondo.sdk.internal.template;

import static dev.rondo.sdk.internal.template.Members.method;

import dev.rondo.sdk.internal.template.CallArguments.Bound;
import dev.rondo.sdk.internal.template.TemplateValue.Clock;
import dev.rondo.sdk.internal.template.TemplateValue.Day;
import dev.rondo.sdk.internal.template.TemplateValue.LocalMoment;
import dev.rondo.sdk.internal.template.TemplateValue.Moment;
import dev.rondo.sdk.internal.template.TemplateValue.Real;
import dev.rondo.sdk.internal.template.TemplateValue.Span;
import dev.rondo.sdk.internal.template.TemplateValue.Text;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The members of dates and times. Each method returns null when there is no member of that name. */
final class DateMembers {

    private DateMembers() {}

    static @Nullable TemplateValue ofMoment(ZonedDateTime at, String name) {
        LocalDateTime local = at.toLocalDateTime();
        return switch (name) {
            case "strftime" ->
                method(
                        name,
                        call -> new Text(
                                StrfTime.format(local, at, call.bind("format").text("format"))));
            case "isoformat" ->
                method(name, call -> new Text(isoformat(local, call) + PythonText.offset(at.getOffset())));
            case "format" ->
                method(
                        name,
                        call -> new Text(TokenFormat.format(
                                at, call.bind("fmt", "locale").text("fmt"))));
            case "timestamp" -> noArguments(name, new Real(Calendar.timestamp(at)));
            case "float_timestamp" -> new Real(Calendar.timestamp(at));
            case "int_timestamp" -> TemplateValue.of(at.toEpochSecond());
            case "add" -> method(name, call -> new Moment(Calendar.plus(at, step(call))));
            case "subtract" ->
                method(name, call -> new Moment(Calendar.plus(at, step(call).negated())));
            case "in_timezone", "in_tz" ->
                method(name, call -> {
                    String zone = call.bind("tz").text("tz");
                    return new Moment(at.withZoneSameInstant(Calendar.zone(zone)));
                });
            case "diff" ->
                method(name, call -> {
                    Bound in = call.bind("dt", "abs");
                    Duration difference = Duration.between(at, moment(in.require("dt"), name));
                    return new Span(in.flag("abs", true) ? difference.abs() : difference);
                });
            case "timezone_name" -> TemplateValue.of(zoneName(at));
            case "offset" -> TemplateValue.of(at.getOffset().getTotalSeconds());
            case "naive" -> noArguments(name, new LocalMoment(local));
            default -> ofMomentText(at, local, name);
        };
    }

    private static @Nullable TemplateValue ofMomentText(ZonedDateTime at, LocalDateTime local, String name) {
        String iso = PythonText.isoDate(local, "T") + PythonText.offset(at.getOffset());
        return switch (name) {
            case "to_iso8601_string" ->
                noArguments(name, new Text(zoneName(at).equals("UTC") ? iso.replace("+00:00", "Z") : iso));
            case "to_rfc3339_string", "to_atom_string" -> noArguments(name, new Text(iso));
            default -> changed(local, name, changed -> new Moment(Calendar.inZone(changed, at.getZone())));
        };
    }

    static @Nullable TemplateValue ofLocal(LocalDateTime at, String name) {
        return switch (name) {
            case "strftime" ->
                method(
                        name,
                        call -> new Text(
                                StrfTime.format(at, null, call.bind("format").text("format"))));
            case "isoformat" -> method(name, call -> new Text(isoformat(at, call)));
            default -> changed(at, name, LocalMoment::new);
        };
    }

    /** What makes another date of the same kind, and what all dates have in common. */
    private static @Nullable TemplateValue changed(
            LocalDateTime at, String name, Function<LocalDateTime, TemplateValue> result) {
        return switch (name) {
            case "start_of" ->
                method(
                        name,
                        call -> result.apply(
                                Calendar.startOf(at, call.bind("unit").text("unit"))));
            case "end_of" ->
                method(
                        name,
                        call -> result.apply(
                                Calendar.endOf(at, call.bind("unit").text("unit"))));
            case "replace", "set" -> method(name, call -> result.apply(replaced(at, call)));
            case "at" ->
                method(name, call -> {
                    Bound in = call.bind("hour", "minute", "second", "microsecond");
                    return result.apply(at.toLocalDate()
                            .atTime(Calendar.time(
                                    in.integer("hour"),
                                    in.integer("minute", 0),
                                    in.integer("second", 0),
                                    in.integer("microsecond", 0))));
                });
            case "date" -> noArguments(name, new Day(at.toLocalDate()));
            case "time" -> noArguments(name, new Clock(at.toLocalTime()));
            case "to_date_string" -> noArguments(name, new Text(at.toLocalDate().toString()));
            case "to_time_string" ->
                noArguments(name, new Text(PythonText.isoTime(at.toLocalTime().withNano(0))));
            case "to_datetime_string" -> noArguments(name, new Text(PythonText.isoDate(at.withNano(0), " ")));
            default -> {
                TemplateValue ofDay = dayField(at.toLocalDate(), name);
                yield ofDay == null ? timeField(at.toLocalTime(), name) : ofDay;
            }
        };
    }

    static @Nullable TemplateValue ofDay(LocalDate day, String name) {
        return switch (name) {
            case "strftime" ->
                method(
                        name,
                        call -> new Text(StrfTime.format(
                                day.atStartOfDay(), null, call.bind("format").text("format"))));
            case "isoformat" -> noArguments(name, new Text(day.toString()));
            case "replace" ->
                method(name, call -> {
                    Bound in = call.bind("year", "month", "day");
                    return new Day(Calendar.date(
                            in.integer("year", day.getYear()),
                            in.integer("month", day.getMonthValue()),
                            in.integer("day", day.getDayOfMonth())));
                });
            default -> dayField(day, name);
        };
    }

    static @Nullable TemplateValue ofTime(LocalTime time, String name) {
        return switch (name) {
            case "strftime" ->
                method(
                        name,
                        call -> new Text(StrfTime.format(
                                LocalDate.of(1900, 1, 1).atTime(time),
                                null,
                                call.bind("format").text("format"))));
            case "isoformat" -> noArguments(name, new Text(PythonText.isoTime(time)));
            default -> timeField(time, name);
        };
    }

    private static @Nullable TemplateValue dayField(LocalDate day, String name) {
        int weekday = day.getDayOfWeek().getValue();
        return switch (name) {
            case "year" -> TemplateValue.of(day.getYear());
            case "month" -> TemplateValue.of(day.getMonthValue());
            case "day" -> TemplateValue.of(day.getDayOfMonth());
            // Monday is 0.
            case "day_of_week" -> TemplateValue.of(weekday - 1);
            case "weekday" -> noArguments(name, TemplateValue.of(weekday - 1));
            case "isoweekday" -> noArguments(name, TemplateValue.of(weekday));
            case "day_of_year" -> TemplateValue.of(day.getDayOfYear());
            case "days_in_month" -> TemplateValue.of(day.lengthOfMonth());
            case "week_of_year" -> TemplateValue.of(day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case "quarter" -> TemplateValue.of(day.get(IsoFields.QUARTER_OF_YEAR));
            case "is_leap_year" -> noArguments(name, TemplateValue.of(day.isLeapYear()));
            default -> null;
        };
    }

    private static @Nullable TemplateValue timeField(LocalTime time, String name) {
        return switch (name) {
            case "hour" -> TemplateValue.of(time.getHour());
            case "minute" -> TemplateValue.of(time.getMinute());
            case "second" -> TemplateValue.of(time.getSecond());
            case "microsecond" -> TemplateValue.of(time.getNano() / 1_000);
            default -> null;
        };
    }

    private static TemplateValue noArguments(String name, TemplateValue result) {
        return method(name, call -> {
            call.requireNone();
            return result;
        });
    }

    private static String isoformat(LocalDateTime at, CallArguments call) {
        return PythonText.isoDate(at, call.bind("sep").text("sep", "T"));
    }

    private static ZonedDateTime moment(TemplateValue value, String name) {
        if (value instanceof Moment moment) {
            return moment.at();
        }
        throw new TemplateException(name + "() needs a date with a zone, was " + Values.typeName(value));
    }

    private static String zoneName(ZonedDateTime at) {
        return at.getZone().getId().equals("Z") ? "UTC" : at.getZone().getId();
    }

    private static Calendar.Step step(CallArguments call) {
        Bound in = call.bind("years", "months", "weeks", "days", "hours", "minutes", "seconds", "microseconds");
        return new Calendar.Step(
                in.integer("years", 0),
                in.integer("months", 0),
                in.integer("weeks", 0),
                in.integer("days", 0),
                SpanMembers.of(
                        0,
                        in.number("hours", 0),
                        in.number("minutes", 0),
                        in.number("seconds", 0),
                        in.number("microseconds", 0)));
    }

    private static LocalDateTime replaced(LocalDateTime at, CallArguments call) {
        Bound in = call.bind("year", "month", "day", "hour", "minute", "second", "microsecond");
        return Calendar.date(
                        in.integer("year", at.getYear()),
                        in.integer("month", at.getMonthValue()),
                        in.integer("day", at.getDayOfMonth()))
                .atTime(Calendar.time(
                        in.integer("hour", at.getHour()),
                        in.integer("minute", at.getMinute()),
                        in.integer("second", at.getSecond()),
                        in.integer("microsecond", at.getNano() / 1_000)));
    }
}
