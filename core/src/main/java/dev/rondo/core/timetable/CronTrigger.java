package dev.rondo.core.timetable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run at each tick.
 *
 * @param interval length of the data interval, which ends at the tick; may be zero. The run is dated by its start.
 * @param firstRun what becomes of the tick before a DAG was first seen
 */
public record CronTrigger(CronExpression cron, ZoneId zone, Span interval, FirstRun firstRun) implements Timetable {

    private static final Duration SHORTEST_GRACE = Duration.ofMinutes(5);

    public CronTrigger {
        Objects.requireNonNull(cron);
        Objects.requireNonNull(zone);
        Objects.requireNonNull(interval);
        Objects.requireNonNull(firstRun);
    }

    /** Without a data interval, and with the default first run. */
    public CronTrigger(CronExpression cron, ZoneId zone) {
        this(cron, zone, Span.ZERO, new FirstRun.WhenRecent());
    }

    @Override
    public Optional<RunInfo> next(@Nullable DataInterval last, Restriction restriction, Instant now) {
        try {
            return require(last, restriction, now);
        } catch (NoTickException e) {
            return Optional.empty();
        }
    }

    /** @throws NoTickException when a tick that the answer depends on does not exist */
    Optional<RunInfo> require(@Nullable DataInterval last, Restriction restriction, Instant now) {
        ZonedCron ticks = new ZonedCron(cron, zone);
        Instant tick = restriction.catchup()
                ? nextInHistory(ticks, last, restriction.earliest())
                : nextFromNowOn(ticks, last, restriction.earliest(), now);
        return tick == null || restriction.forbids(tick) ? Optional.empty() : Optional.of(RunInfo.after(ending(tick)));
    }

    private static @Nullable Instant nextInHistory(
            ZonedCron ticks, @Nullable DataInterval last, @Nullable Instant earliest) {
        if (last != null) {
            return ticks.next(last.end());
        }
        return earliest == null ? null : ticks.atOrAfter(earliest);
    }

    private Instant nextFromNowOn(
            ZonedCron ticks, @Nullable DataInterval last, @Nullable Instant earliest, Instant now) {
        Instant tick = ticks.atOrBefore(now);
        if (last != null) {
            tick = later(tick, ticks.next(last.end()));
        } else if (earliest == null) {
            tick = later(tick, first(ticks, now));
        }
        return earliest == null ? tick : later(tick, ticks.atOrAfter(earliest));
    }

    private Instant first(ZonedCron ticks, Instant now) {
        Instant past = ticks.atOrBefore(now);
        Instant next = ticks.atOrAfter(now);
        Duration age = Duration.between(past, now);
        boolean runPast = switch (firstRun) {
            case FirstRun.Within within -> age.compareTo(within.age()) <= 0;
            case FirstRun.WhenRecent recent ->
                age.compareTo(SHORTEST_GRACE) <= 0
                        || age.compareTo(Duration.between(past, next).dividedBy(10)) <= 0;
        };
        return runPast ? past : next;
    }

    private static Instant later(Instant one, Instant other) {
        return other.isAfter(one) ? other : one;
    }

    private DataInterval ending(Instant moment) {
        return new DataInterval(interval.before(moment), moment);
    }

    @Override
    public DataInterval manualInterval(Instant runAfter) {
        return ending(runAfter);
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
