package dev.rondo.sdk.spec;

import dev.rondo.sdk.AssetExpression;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What produces the runs of a DAG. Times of day and cron fields are read in the zone of the DAG. */
public sealed interface ScheduleSpec {

    /** No scheduled runs: manual triggers, backfills and assets only. */
    record None() implements ScheduleSpec {}

    /** One run, at the start date. */
    record Once() implements ScheduleSpec {}

    /** A new run as soon as the last one is finished. */
    record Continuous() implements ScheduleSpec {}

    /**
     * A run at each tick; its data interval ends there and is {@code interval} long (may be zero). As in Airflow it is
     * dated by the interval's start, which is the tick itself where the interval is zero.
     */
    record CronTrigger(List<String> crons, Duration interval) implements ScheduleSpec {
        public CronTrigger {
            crons = List.copyOf(crons);
            if (crons.isEmpty()) {
                throw new IllegalArgumentException("a cron schedule needs at least one expression");
            }
            Objects.requireNonNull(interval);
        }
    }

    /** A run for each interval between two ticks, started when the interval is over. */
    record CronDataInterval(String cron) implements ScheduleSpec {
        public CronDataInterval {
            Objects.requireNonNull(cron);
        }
    }

    /** A run each {@code step}, dated by its moment. */
    record DeltaTrigger(Step step, Duration interval) implements ScheduleSpec {}

    /** A run for each stretch of one {@code step}, started when it is over. */
    record DeltaDataInterval(Step step) implements ScheduleSpec {}

    /** A run at each of the given moments. */
    record Events(List<Instant> dates, boolean restrictToEvents) implements ScheduleSpec {
        public Events {
            dates = List.copyOf(dates);
        }
    }

    /** A run when the expression over the updates of assets holds. */
    record Assets(AssetExpression expression) implements ScheduleSpec {}

    /** Runs by {@code time}, and runs for assets besides. */
    record AssetsOrTime(AssetExpression expression, ScheduleSpec time) implements ScheduleSpec {
        public AssetsOrTime {
            if (time instanceof None || time instanceof Assets || time instanceof AssetsOrTime) {
                throw new IllegalArgumentException("a schedule by assets or time needs one by time, not " + time);
            }
        }
    }

    /** Which updates of assets make runs; null: none do. */
    default @Nullable AssetExpression assets() {
        return switch (this) {
            case Assets assets -> assets.expression();
            case AssetsOrTime both -> both.expression();
            default -> null;
        };
    }

    /** What makes runs by time: the schedule itself, or the part of it that does. */
    default ScheduleSpec byTime() {
        return switch (this) {
            case Assets assets -> new None();
            case AssetsOrTime both -> both.time();
            default -> this;
        };
    }

    /** A distance between two runs: a calendar part (months, days) and a clock part; not both zero, not negative. */
    record Step(Period period, Duration duration) {
        public Step {
            if (period.isNegative() || duration.isNegative() || (period.isZero() && duration.isZero())) {
                throw new IllegalArgumentException(
                        "a schedule's step must be positive, was " + period + " and " + duration);
            }
        }

        public static Step of(Duration duration) {
            return new Step(Period.ZERO, duration);
        }

        public static Step of(Period period) {
            return new Step(period, Duration.ZERO);
        }
    }

    /** The text as the author wrote it, for lists; null when the schedule has no short text. */
    default @Nullable String text() {
        return switch (this) {
            case None n -> null;
            case Once o -> "@once";
            case Continuous c -> "@continuous";
            case CronTrigger t -> String.join(" or ", t.crons());
            case CronDataInterval t -> t.cron();
            case DeltaTrigger t -> stepText(t.step());
            case DeltaDataInterval t -> stepText(t.step());
            case Events t -> t.dates().size() + " events";
            case Assets t -> "Asset";
            case AssetsOrTime t -> "Asset or " + t.time().text();
        };
    }

    private static String stepText(Step step) {
        if (step.period().isZero()) {
            return step.duration().toString();
        }
        return step.duration().isZero() ? step.period().toString() : step.period() + " " + step.duration();
    }
}
