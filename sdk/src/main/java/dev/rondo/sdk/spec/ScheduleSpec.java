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
     *
     * @param firstRunWithin how long ago the tick before a DAG was first seen may have been to be run all the same,
     *     where there is neither start date nor catchup; null: not long, as {@code Schedule.firstRunWithin} has it
     */
    record CronTrigger(
            List<String> crons, Interval interval, @Nullable Duration firstRunWithin) implements ScheduleSpec {
        public CronTrigger {
            crons = List.copyOf(crons);
            if (crons.isEmpty()) {
                throw new IllegalArgumentException("a cron schedule needs at least one expression");
            }
            Objects.requireNonNull(interval);
        }

        /** Of moments, with the first run that most want. */
        public CronTrigger(List<String> crons) {
            this(crons, Interval.ZERO, null);
        }
    }

    /** A run for each interval between two ticks, started when the interval is over. */
    record CronDataInterval(String cron) implements ScheduleSpec {
        public CronDataInterval {
            Objects.requireNonNull(cron);
        }
    }

    /** A run each {@code step}, dated by its moment. */
    record DeltaTrigger(Step step, Interval interval) implements ScheduleSpec {}

    /** A run for each stretch of one {@code step}, started when it is over. */
    record DeltaDataInterval(Step step) implements ScheduleSpec {}

    /** A run at each of the given moments. */
    record Events(List<Instant> dates, boolean restrictToEvents) implements ScheduleSpec {
        public Events {
            dates = List.copyOf(dates);
        }
    }

    /**
     * Runs by a class in the DAG jar. Only the DAG processor asks it; what it answers is stored apart from the graph.
     *
     * @param className for people
     * @param description in its own words
     */
    record Custom(String className, String description) implements ScheduleSpec {
        public Custom {
            Objects.requireNonNull(className);
            Objects.requireNonNull(description);
        }
    }

    /**
     * Runs of another schedule, each started later by the DAG's share of {@code window}, which a hash of its id says.
     *
     * @param window one second to a day
     */
    record Spread(ScheduleSpec of, Duration window) implements ScheduleSpec {
        public Spread {
            requireTime(of);
            if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("a spread takes one second to one day, not " + window);
            }
        }
    }

    /**
     * Runs of another schedule that stand for a day of the calendar. {@code moved} says what becomes of the others:
     * they start on the next day that is in it; else there are none.
     */
    record OnDays(ScheduleSpec of, CalendarSpec calendar, boolean moved) implements ScheduleSpec {
        public OnDays {
            requireTime(of);
            Objects.requireNonNull(calendar);
        }
    }

    private static void requireTime(ScheduleSpec schedule) {
        if (!schedule.canBeWrapped()) {
            throw new IllegalArgumentException(
                    "only a schedule that makes runs at moments that it names can be spread or kept to a calendar, not "
                            + schedule);
        }
    }

    /** Whether it has moments of its own, which a calendar can judge and a spread can shift. */
    default boolean canBeWrapped() {
        return switch (this) {
            case None none -> false;
            case Continuous continuous -> false;
            case Assets assets -> false;
            case AssetsOrTime both -> false;
            default -> true;
        };
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

    /** What makes runs by time, without the calendars and spreads around it. */
    default ScheduleSpec innermost() {
        return switch (byTime()) {
            case Spread spread -> spread.of().innermost();
            case OnDays days -> days.of().innermost();
            case ScheduleSpec plain -> plain;
        };
    }

    /** How much a run covers that a tick triggers: a calendar part (months, days) and a clock part; not negative. */
    record Interval(Period period, Duration duration) {
        public static final Interval ZERO = new Interval(Period.ZERO, Duration.ZERO);

        public Interval {
            if (period.isNegative() || duration.isNegative()) {
                throw new IllegalArgumentException(
                        "a data interval must not be negative, was " + period + " and " + duration);
            }
        }

        public static Interval of(Duration duration) {
            return new Interval(Period.ZERO, duration);
        }

        public static Interval of(Period period) {
            return new Interval(period, Duration.ZERO);
        }
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
            case Custom t -> t.description();
            case Spread t -> t.of().text() + ", spread over " + t.window();
            case OnDays t ->
                t.of().text()
                        + (t.moved() ? ", moved to " : ", only ")
                        + t.calendar().text();
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
