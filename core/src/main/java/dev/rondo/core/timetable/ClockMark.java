package dev.rondo.core.timetable;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/** What a change of the clock does to the tick of a run. */
public enum ClockMark {
    /** Nothing: the wall clock shows the time of the tick once. */
    NONE,
    /** The zone leaves the time out that the schedule names; the tick is as much later as the clock jumps. */
    TIME_LEFT_OUT,
    /** The wall clock shows the time twice, and this is the first one. */
    FIRST_OF_TWO,
    /** The wall clock shows the time twice, and this is the second one. */
    SECOND_OF_TWO;

    static ClockMark of(Instant tick, ZoneId zone, Timetable timetable) {
        ZoneRules rules = zone.getRules();
        LocalDateTime wall = LocalDateTime.ofInstant(tick, zone);
        ZoneOffsetTransition overlap = rules.getTransition(wall);
        if (overlap != null && overlap.isOverlap()) {
            return rules.getOffset(tick).equals(overlap.getOffsetBefore()) ? FIRST_OF_TWO : SECOND_OF_TWO;
        }
        ZoneOffsetTransition last = rules.previousTransition(tick.plusNanos(1));
        boolean afterGap =
                last != null && last.isGap() && tick.isBefore(last.getInstant().plus(last.getDuration()));
        return afterGap && !timetable.names(wall) ? TIME_LEFT_OUT : NONE;
    }
}
