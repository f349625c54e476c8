package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Tables.Row;
import java.time.Duration;
import java.util.List;

/**
 * Of those that wait for a slot the one with the greater weight goes first. Looked at where nothing but the pool holds
 * them back. What one scheduler has made ready another one sees with its next sweep, five seconds later at the most;
 * hence the margin.
 */
final class Ranks implements Rule {

    private static final Duration MARGIN = Duration.ofSeconds(6);

    @Override
    public void check(Story story, Findings findings) {
        List<Row> once = once(story);
        for (Row waiting : once) {
            for (Row given : once) {
                findings.unless(
                        waiting.slots().priority() <= given.slots().priority() || !overtook(given, waiting),
                        "a greater weight goes first",
                        waiting,
                        "was overtaken by",
                        given);
            }
        }
    }

    /** How many pairs it looked at in which the greater weight did go first. */
    static long decided(Story story) {
        List<Row> once = once(story);
        return once.stream()
                .flatMap(waiting -> once.stream()
                        .filter(given ->
                                given.slots().priority() > waiting.slots().priority() && overtook(given, waiting)))
                .count();
    }

    private static List<Row> once(Story story) {
        return story.rows()
                .filter(row -> Kind.of(row.key().dag()) == Kind.RANKED)
                .filter(row -> row.before().stream()
                        .allMatch(one -> one.queued().equals(row.moments().queued())))
                .filter(row -> !row.moments().scheduled().equals(Tables.NEVER)
                        && !row.moments().queued().equals(Tables.NEVER))
                .toList();
    }

    private static boolean overtook(Row given, Row waiting) {
        return waiting.moments()
                        .scheduled()
                        .plus(MARGIN)
                        .isBefore(given.moments().queued())
                && given.moments().queued().isBefore(waiting.moments().queued());
    }
}
