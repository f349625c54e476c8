package dev.rondo.core.deadline;

import dev.rondo.sdk.spec.DeadlineSpec.By;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Works out when a deadline of a run is due. */
public final class DueMoments {

    private DueMoments() {}

    /**
     * What a deadline is measured from.
     *
     * @param queuedAt when the run was queued, at first or by its last clear
     * @param runAfter before it the run does not start
     */
    public record OfRun(Instant queuedAt, @Nullable Instant logicalDate, Instant runAfter) {}

    /**
     * The moment, to the microsecond; empty: the run has no such deadline.
     *
     * @param zone of the DAG
     * @param forerunners how long the last successful runs took from being queued to the end of what the deadline is
     *     about, the newest first; read for what is usual alone
     */
    public static Optional<Instant> due(By by, OfRun run, ZoneId zone, List<Duration> forerunners) {
        return moment(by, run, zone, forerunners).map(at -> at.truncatedTo(ChronoUnit.MICROS));
    }

    private static Optional<Instant> moment(By by, OfRun run, ZoneId zone, List<Duration> forerunners) {
        return switch (by) {
            case By.AfterQueued after -> Optional.of(run.queuedAt().plus(after.interval()));
            case By.AfterLogicalDate after ->
                Optional.ofNullable(run.logicalDate()).map(date -> date.plus(after.interval()));
            case By.At at -> Optional.of(at.moment());
            case By.AtTime at -> Optional.of(firstAfter(run.runAfter(), at, zone));
            case By.Usual usual ->
                span(usual, forerunners).map(span -> run.queuedAt().plus(span).plus(usual.extra()));
        };
    }

    /** A time that a change of the clocks leaves out comes as much later as they were put forward. */
    private static Instant firstAfter(Instant runAfter, By.AtTime at, ZoneId zone) {
        ZonedDateTime today = runAfter.atZone(zone);
        ZonedDateTime due = ZonedDateTime.of(today.toLocalDate(), at.time(), zone);
        return (due.toInstant().isAfter(runAfter)
                        ? due
                        : ZonedDateTime.of(today.toLocalDate().plusDays(1), at.time(), zone))
                .toInstant();
    }

    private static Optional<Duration> span(By.Usual usual, List<Duration> forerunners) {
        List<Duration> looked = forerunners.subList(0, Math.min(usual.last(), forerunners.size()));
        if (looked.size() < usual.atLeast()) {
            return Optional.empty();
        }
        Double part = usual.percentile();
        if (part == null) {
            Duration sum = looked.stream().reduce(Duration.ZERO, Duration::plus);
            return Optional.of(sum.dividedBy(looked.size()));
        }
        // The shortest span that so many of the runs did not exceed.
        int rank = (int) Math.ceil(part * looked.size());
        return Optional.of(looked.stream().sorted().toList().get(Math.max(1, rank) - 1));
    }
}
