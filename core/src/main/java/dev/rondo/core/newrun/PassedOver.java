package dev.rondo.core.newrun;

import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.DueRuns;
import dev.rondo.core.timetable.RunInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs that the DAG's catchup leaves out: those before the last run, and missed ones that no later look makes. They
 * hold nothing back; they are told of because somebody may wait for them.
 */
final class PassedOver {

    // Beyond this nobody reads the number.
    private static final int MOST_COUNTED = 1_000;

    private PassedOver() {}

    static Optional<Readiness> tell(Look look, @Nullable DataInterval beforeLast) {
        ScheduleFacts facts = look.facts();
        Instant last = facts.last() == null ? null : facts.last().start();
        // One more than is counted, and the last run itself.
        List<Instant> left = DueRuns.leftOut(
                        facts.spec(),
                        look.timetable(),
                        since(facts, beforeLast),
                        look.runs(),
                        look.now(),
                        MOST_COUNTED + 2)
                .stream()
                .map(RunInfo::logicalDate)
                .filter(date -> !date.equals(last))
                .toList();
        return left.isEmpty() ? Optional.empty() : Optional.of(told(facts, left));
    }

    /** Where nothing says when the DAG began, its only run does. */
    private static @Nullable DataInterval since(ScheduleFacts facts, @Nullable DataInterval beforeLast) {
        return beforeLast == null && facts.spec().startDate() == null ? facts.last() : beforeLast;
    }

    private static Readiness told(ScheduleFacts facts, List<Instant> left) {
        boolean many = left.size() > MOST_COUNTED;
        int catchup = facts.spec().catchup();
        String first = left.getFirst().toString();
        String newest = left.getLast().toString();
        String which = many
                ? "more than " + MOST_COUNTED + " missed runs were passed over, from " + first + " on"
                : left.size() == 1
                        ? "1 missed run was passed over, of " + first
                        : left.size() + " missed runs were passed over, from " + first + " to " + newest;
        return Told.by(
                "catchup",
                (catchup == 0 ? "catchup is off" : "catchup is of the last " + catchup) + ": " + which
                        + "; make up for them with `rondo backfill create --dag-id "
                        + facts.dag().dagId() + "`",
                many
                        ? Map.of("passed_over_more_than", String.valueOf(MOST_COUNTED), "first", first)
                        : Map.of("passed_over", String.valueOf(left.size()), "first", first, "last", newest));
    }
}
