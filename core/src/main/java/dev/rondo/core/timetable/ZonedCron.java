package dev.rondo.core.timetable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;

/**
 * The ticks of a cron expression in a zone, with Airflow's rules for clock changes.
 *
 * <p>A tick is found on the wall clock and then dated. In the hour that is left out it is moved on by the length of the
 * gap; in the hour that comes twice it is the second. An expression that ticks in every hour keeps its distances in
 * elapsed time instead: half past each hour stays so in all 23 or 25 hours of such a day.
 *
 * <p>So in the first of two equal hours the tick "before" a moment may lie after it. The recordings are full of what
 * follows from that; do not mend it here alone.
 *
 * <p>Every question throws {@link NoTickException} when there is no tick within fifty years.
 */
record ZonedCron(CronExpression cron, ZoneId zone) {

    ZonedCron {
        Objects.requireNonNull(cron);
        Objects.requireNonNull(zone);
    }

    /** The first tick after the moment. */
    Instant next(Instant after) {
        LocalDateTime wall = LocalDateTime.ofInstant(after, zone);
        return date(after, wall, cron.next(wall).orElseThrow(() -> noTick("after", after)));
    }

    /** The last tick before the moment. */
    Instant previous(Instant before) {
        LocalDateTime wall = LocalDateTime.ofInstant(before, zone);
        return date(before, wall, cron.previous(wall).orElseThrow(() -> noTick("before", before)));
    }

    /** The moment itself when it is a tick, else the next one. */
    Instant atOrAfter(Instant moment) {
        Instant next = next(moment);
        return previous(next).equals(moment) ? moment : next;
    }

    /** The moment itself when it is a tick, else the one before. */
    Instant atOrBefore(Instant moment) {
        Instant previous = previous(moment);
        return next(previous).equals(moment) ? moment : previous;
    }

    private Instant date(Instant from, LocalDateTime wall, LocalDateTime tick) {
        return cron.everyHour()
                ? from.plus(Duration.between(wall, tick))
                : tick.atZone(zone).withLaterOffsetAtOverlap().toInstant();
    }

    private NoTickException noTick(String where, Instant moment) {
        return new NoTickException("cron '" + cron + "' has no tick within fifty years " + where + " " + moment);
    }
}
