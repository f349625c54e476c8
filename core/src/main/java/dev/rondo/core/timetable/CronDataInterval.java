package dev.rondo.core.timetable;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run for each interval between two ticks, dated by the first and started at the second. */
public record CronDataInterval(CronExpression cron, ZoneId zone) implements Timetable {

    public CronDataInterval {
        Objects.requireNonNull(cron);
        Objects.requireNonNull(zone);
    }

    @Override
    public Optional<RunInfo> next(@Nullable DataInterval last, Restriction restriction, Instant now) {
        try {
            Instant start = start(new ZonedCron(cron, zone), last, restriction, now);
            return start == null || restriction.forbids(start)
                    ? Optional.empty()
                    : Optional.of(RunInfo.after(new DataInterval(start, new ZonedCron(cron, zone).next(start))));
        } catch (NoTickException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Instant start(
            ZonedCron ticks, @Nullable DataInterval last, Restriction restriction, Instant now) {
        Instant earliest = restriction.earliest() == null ? null : ticks.atOrAfter(restriction.earliest());
        if (!restriction.catchup()) {
            earliest = later(startOfNewestComplete(ticks, now), earliest);
        }
        return last == null ? earliest : following(ticks, last, earliest);
    }

    /** Where the interval after the last one starts; the last one need not have ended on a tick. */
    private static Instant following(ZonedCron ticks, DataInterval last, @Nullable Instant earliest) {
        Instant start = later(ticks.atOrBefore(last.end()), earliest);
        if (start.isAfter(last.start())) {
            return start;
        }
        Instant retried = ticks.next(start);
        if (!retried.isAfter(last.start())) {
            throw new NoTickException("cron '" + ticks.cron() + "' does not get beyond the run of " + last.start());
        }
        return retried;
    }

    private static Instant startOfNewestComplete(ZonedCron ticks, Instant now) {
        Instant start = ticks.previous(now);
        Instant end = ticks.next(start);
        if (end.isBefore(now)) {
            // Expressions of every hour on some days only, across a clock change in between.
            throw new NoTickException("cron '" + ticks.cron() + "' has no interval around " + now);
        }
        return end.equals(now) ? start : ticks.previous(start);
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other != null && other.isAfter(one) ? other : one;
    }

    @Override
    public DataInterval manualInterval(Instant runAfter) {
        ZonedCron ticks = new ZonedCron(cron, zone);
        try {
            Instant end = ticks.atOrBefore(runAfter);
            return new DataInterval(ticks.previous(end), end);
        } catch (NoTickException e) {
            return DataInterval.at(runAfter);
        }
    }

    @Override
    public boolean periodic() {
        return true;
    }

    @Override
    public boolean names(LocalDateTime wallClock) {
        return cron.ticksAt(wallClock);
    }

    @Override
    public String summary() {
        return cron.expanded();
    }

    @Override
    public String description() {
        return cron.description();
    }
}
