package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.TryRow;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * A retry waits for its delay: by the wall clock, as delays are meant. It may be set while they pass, which the clock
 * of the bodies does not know.
 */
final class Delays implements Rule {

    private static final Duration DELAY = Duration.ofMillis(300);

    // Of the task whose delay doubles; what is drawn on top of it may be nothing.
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(3);

    @Override
    public void check(Story story, Findings findings) {
        story.rows().filter(row -> Kind.of(row.key().dag()) == Kind.RETRIES).forEach(row -> {
            for (TryRow one : row.before()) {
                if (one.reason().equals("exception")) {
                    findings.unless(
                            queued(row, one.number() + 1)
                                    .noneMatch(at -> at.isBefore(one.end().plus(delay(row, one.number())))),
                            "a retry waits for its delay",
                            row);
                }
            }
        });
    }

    private static Duration delay(Row row, int failed) {
        if (!row.key().task().equals("slower")) {
            return DELAY;
        }
        Duration doubled = FIRST.multipliedBy(1L << (failed - 1));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    private static Stream<Instant> queued(Row row, int number) {
        return Stream.concat(
                        row.before().stream()
                                .filter(one -> one.number() == number)
                                .map(TryRow::queued),
                        Stream.of(row.moments().queued()).filter(at -> row.tryNumber() == number))
                .filter(at -> !at.equals(Tables.NEVER));
    }
}
