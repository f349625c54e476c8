package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import dev.rondo.e2e.chaos.Tables.TryRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What takes longer than it may is stopped then, not before and not much later; and it is retried as a failure is. */
final class Timeouts implements Rule {

    private static final Duration OF_TASK = Duration.ofSeconds(1);
    private static final Duration OF_RUN = Duration.ofSeconds(3);
    // Until the stop has reached the body: the grace of five seconds is not needed, as bodies heed their interruption.
    private static final Duration STOP = Duration.ofSeconds(10);
    // The moments are rounded to microseconds, each by itself.
    private static final Duration ROUNDING = Duration.ofMillis(1);

    @Override
    public void check(Story story, Findings findings) {
        story.runs(Kind.TIMEOUTS).forEach(run -> ofTasks(story, run, findings));
        story.runs(Kind.RUN_TIMEOUT).forEach(run -> ofRun(story, run, findings));
    }

    private static @Nullable Row row(Story story, RunRow run, String task) {
        return story.instance(new Which(run.dag(), run.clean(), task, -1));
    }

    private static void ofTasks(Story story, RunRow run, Findings findings) {
        Row slow = row(story, run, "slow");
        Row second = row(story, run, "second");
        findings.unless(
                slow != null
                        && (slow.isLostTooOften()
                                || slow.state().equals("failed")
                                        && slow.reason().equals("timeout")
                                        && isLong(
                                                slow.moments().start(),
                                                slow.moments().end())),
                "a task that is too slow fails at its timeout",
                run,
                String.valueOf(slow));
        findings.unless(
                second != null && (second.isLostTooOften() || isRetried(second)),
                "a task that is too slow is tried again",
                run,
                String.valueOf(second));
        for (String task : List.of("slow", "second")) {
            for (Life life : story.livesOf(new Which(run.dag(), run.clean(), task, -1))) {
                findings.unless(
                        life.to() - life.from() < OF_TASK.plus(STOP).toNanos() || slept(story, life),
                        "a body is stopped at its timeout of a second",
                        life);
            }
        }
    }

    private static boolean isRetried(Row row) {
        List<TryRow> first = row.before().stream()
                .filter(one -> one.number() == 1 && !one.isLost())
                .toList();
        return row.state().equals("success")
                && row.tryNumber() == 2
                && first.size() == 1
                && first.getFirst().reason().equals("timeout")
                && isLong(first.getFirst().start(), first.getFirst().end());
    }

    private static boolean isLong(Instant from, Instant to) {
        return Duration.between(from, to).plus(ROUNDING).compareTo(OF_TASK) >= 0;
    }

    /** Whether its worker could not stop it, because it slept. */
    private static boolean slept(Story story, Life life) {
        return story.faults().slept(life.jvm().parent(), life.from(), life.to());
    }

    private static void ofRun(Story story, RunRow run, Findings findings) {
        findings.unless(
                run.state().equals("failed") && run.reason().equals("run_timeout"),
                "a run fails that takes longer than it may",
                run,
                run.state(),
                run.reason());
        findings.unless(
                Duration.between(run.moments().start(), run.moments().end())
                                .plus(ROUNDING)
                                .compareTo(OF_RUN)
                        >= 0,
                "a run is not stopped before its timeout",
                run);
        long end = story.faults().nanos(run.moments().end());
        for (Life life : story.livesOf(new Which(run.dag(), run.clean(), "long", -1))) {
            findings.unless(
                    life.to() < end + STOP.toNanos() || slept(story, life),
                    "a body is stopped when its run has taken too long",
                    run,
                    life);
        }
    }
}
