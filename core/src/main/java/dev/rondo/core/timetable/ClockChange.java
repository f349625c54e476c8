package dev.rondo.core.timetable;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;

/**
 * A change of a zone's offset, as to summer time.
 *
 * @param before the offset until {@code at}
 * @param after the offset from {@code at} on
 */
public record ClockChange(Instant at, ZoneOffset before, ZoneOffset after) {

    // Two a year, for a schedule whose runs are decades apart; more would help nobody.
    private static final int MOST = 100;

    /** The changes later than {@code from} and not later than {@code to}, the first hundred of them. */
    static List<ClockChange> between(Instant from, Instant to, ZoneId zone) {
        List<ClockChange> changes = new ArrayList<>();
        ZoneOffsetTransition next = zone.getRules().nextTransition(from);
        while (next != null && !next.getInstant().isAfter(to) && changes.size() < MOST) {
            changes.add(new ClockChange(next.getInstant(), next.getOffsetBefore(), next.getOffsetAfter()));
            next = zone.getRules().nextTransition(next.getInstant());
        }
        return List.copyOf(changes);
    }
}
