package dev.rondo.core.timetable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run for each stretch of one {@code step}, started when the stretch is over.
 *
 * @param step length of a data interval; one second or more
 */
public record DeltaDataInterval(Span step) implements Timetable {

    /** Shorter ones are slips of the pen: no scheduler keeps up with them. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    public DeltaDataInterval {
        requireLongEnough(step);
    }

    static void requireLongEnough(Span step) {
        if (step.isFixed() && step.length().compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("a schedule's step must be at least one second, was " + step);
        }
    }

    @Override
    public Optional<RunInfo> next(@Nullable DataInterval last, Restriction restriction, Instant now) {
        Instant earliest =
                restriction.catchup() ? restriction.earliest() : startOfNewestComplete(restriction.earliest(), now);
        Instant start;
        if (last == null) {
            if (earliest == null) {
                return Optional.empty();
            }
            start = earliest;
        } else {
            start = earliest != null && earliest.isAfter(last.end()) ? earliest : last.end();
            // The interval before was of length zero, made by another timetable: do not stay at its moment.
            start = start.equals(last.start()) ? step.after(start) : start;
        }
        return restriction.forbids(start)
                ? Optional.empty()
                : Optional.of(RunInfo.after(new DataInterval(start, step.after(start))));
    }

    /** Not before the start date; a step of fixed length is laid from 1970 on, any other from the start date on. */
    private Instant startOfNewestComplete(@Nullable Instant earliest, Instant now) {
        if (step.isFixed()) {
            Instant start = step.before(roundedDown(now));
            return earliest != null && earliest.isAfter(start) ? earliest : start;
        }
        if (earliest == null) {
            return step.before(now);
        }
        Instant start = earliest;
        Instant end = step.after(start);
        for (Instant following = step.after(end); !following.isAfter(now); following = step.after(end)) {
            start = end;
            end = following;
        }
        // Now [start, end) is the newest complete interval, or the very first.
        return start;
    }

    private Instant roundedDown(Instant moment) {
        Duration length = step.length();
        Duration sinceEpoch = Duration.between(Instant.EPOCH, moment);
        return Instant.EPOCH.plus(length.multipliedBy(Math.floorDiv(micros(sinceEpoch), micros(length))));
    }

    private static long micros(Duration duration) {
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000);
    }

    @Override
    public DataInterval manualInterval(Instant runAfter) {
        return new DataInterval(step.before(runAfter), runAfter);
    }

    @Override
    public boolean periodic() {
        return true;
    }

    @Override
    public String summary() {
        return step.toString();
    }

    @Override
    public String description() {
        return "Every " + step;
    }
}
