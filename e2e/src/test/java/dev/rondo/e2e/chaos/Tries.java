package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Tables.Row;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tries come one after the other, as many as the retries allow, and the state is what the last one earned. */
final class Tries implements Rule {

    private static final Set<String> GOOD_ENDS = Set.of("ok", "look", "yes", "no", "left", "right");

    // How a body ends which knows that another try would fail as well, and the reason that its task has then.
    private static final String HOPELESS = "hopeless";
    private static final String FOR_GOOD = "fail_without_retry";

    // As often a try may be lost with its worker; the next time fails it.
    private static final int LOSSES = 10;

    @Override
    public void check(Story story, Findings findings) {
        story.rows().forEach(row -> {
            List<Life> lives = story.livesOf(row.key());
            if (!lives.isEmpty()) {
                numbers(story, row, lives, findings);
                if (!row.isMarked()) {
                    ends(row, lives, allowed(story, row), findings);
                }
            }
        });
    }

    /** How many tries the user allows: the retries once, and once more for each time that it is done again. */
    private static int allowed(Story story, Row row) {
        long clears = story.asked().clears().stream()
                .filter(clear -> clear.concerns(row.key()))
                .count();
        int again = (int) clears + (Kind.of(row.key().dag()) == Kind.REDONE ? 1 : 0);
        return (1 + story.task(row.key()).retries()) * (1 + again);
    }

    private static void numbers(Story story, Row row, List<Life> lives, Findings findings) {
        Set<Integer> begun = lives.stream().map(Life::tryNumber).collect(Collectors.toCollection(TreeSet::new));
        int allowed = allowed(story, row);
        findings.unless(
                Collections.max(begun) <= allowed && row.tryNumber() <= allowed,
                "no more tries than retries allow, lost ones not counted",
                row,
                begun);
        findings.unless(
                lives.stream()
                        .sorted(Comparator.comparingInt(Life::tryNumber))
                        .toList()
                        .equals(lives),
                "tries come one after the other",
                lives);
        if (Set.of(Kind.SENSOR, Kind.CLOCK).contains(Kind.of(row.key().dag()))) {
            findings.unless(row.tryNumber() == 1, "looking again is no new try", row);
        }
    }

    private static void ends(Row row, List<Life> lives, int allowed, Findings findings) {
        String last = lives.getLast().end();
        if (row.state().equals("success")) {
            findings.unless(GOOD_ENDS.contains(last), "a success has ended well", row, lives);
        }
        if (row.state().equals("skipped") && row.reason().equals("skipped_itself")) {
            findings.unless(last.equals("skip"), "what skipped itself has said so", row, lives);
        }
        if (row.state().equals("failed") && row.reason().equals("exception")) {
            Set<Integer> failed = lives.stream()
                    .filter(life -> life.end().equals("fail"))
                    .map(Life::tryNumber)
                    .collect(Collectors.toSet());
            findings.unless(
                    failed.equals(IntStream.rangeClosed(1, allowed).boxed().collect(Collectors.toSet()))
                            || Kind.of(row.key().dag()) == Kind.CLEARED && last.equals("fail"),
                    "a task fails when all its tries have failed",
                    row,
                    lives);
        }
        boolean forGood = row.reason().equals(FOR_GOOD);
        List<Life> hopeless =
                lives.stream().filter(life -> life.end().equals(HOPELESS)).toList();
        findings.unless(
                hopeless.isEmpty()
                        ? !forGood
                        : (forGood || row.isLostTooOften())
                                && hopeless.stream().allMatch(life -> life.tryNumber() == row.tryNumber()),
                "what fails for good has said so, and no try follows",
                row,
                lives);
        findings.unless(
                !row.isLostTooOften() || row.lostIn(row.tryNumber()) == LOSSES,
                "a task fails that was lost too often, and not before",
                row);
        findings.unless(
                !row.state().equals("failed")
                        || row.isLostTooOften()
                        || Set.of("exception", "timeout", FOR_GOOD).contains(row.reason()),
                "only an exception or a timeout fails a task here",
                row);
    }
}
