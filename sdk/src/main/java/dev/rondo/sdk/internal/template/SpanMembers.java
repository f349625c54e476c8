package dev.rondo.sdk.internal.template;

import static dev.rondo.sdk.internal.template.Members.method;

import dev.rondo.sdk.internal.template.TemplateValue.Real;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The members of lengths of time. */
final class SpanMembers {

    /** A million years. */
    private static final double MAX_SECONDS = 3.2e13;

    private SpanMembers() {}

    /** Null when there is no such member. */
    static @Nullable TemplateValue member(Duration length, String name) {
        return switch (name) {
            case "days" -> TemplateValue.of(Math.floorDiv(length.toSeconds(), 86_400L));
            case "seconds" -> TemplateValue.of(Math.floorMod(length.toSeconds(), 86_400L));
            case "microseconds" -> TemplateValue.of(length.toNanosPart() / 1_000);
            case "total_seconds" -> total(name, length, 1);
            case "total_minutes" -> total(name, length, 60);
            case "total_hours" -> total(name, length, 3_600);
            case "total_days" -> total(name, length, 86_400);
            case "total_weeks" -> total(name, length, 604_800);
            case "in_seconds" -> whole(name, length, 1);
            case "in_minutes" -> whole(name, length, 60);
            case "in_hours" -> whole(name, length, 3_600);
            case "in_days" -> whole(name, length, 86_400);
            case "in_weeks" -> whole(name, length, 604_800);
            default -> null;
        };
    }

    private static TemplateValue total(String name, Duration length, long unit) {
        return method(name, call -> {
            call.requireNone();
            return new Real(seconds(length) / unit);
        });
    }

    private static TemplateValue whole(String name, Duration length, long unit) {
        return method(name, call -> {
            call.requireNone();
            return TemplateValue.of((long) (seconds(length) / unit));
        });
    }

    /**
     * A length from fractions of its units, to the microsecond.
     *
     * @throws TemplateException when it is longer than any calendar
     */
    static Duration of(double days, double hours, double minutes, double seconds, double micros) {
        double total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
        if (!(Math.abs(total) < MAX_SECONDS) || !(Math.abs(micros) < MAX_SECONDS)) {
            throw new TemplateException("a length of time beyond 1,000,000 years");
        }
        long whole = (long) Math.floor(total);
        return Duration.ofSeconds(whole, Math.round((total - whole) * 1e6) * 1_000L)
                .plus(Math.round(micros), ChronoUnit.MICROS);
    }

    /** By microseconds: what is below them is not shown anywhere either. */
    static double seconds(Duration length) {
        int micros = length.toNanosPart() / 1_000;
        return (length.toSeconds() * 1e6 + micros) / 1e6;
    }
}
