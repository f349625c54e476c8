package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Asked.Answer;
import dev.rondo.e2e.chaos.Asked.Outcome;
import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.time.Duration;
import java.util.List;

/** What follows an approval goes on with the answer that was accepted, or with the default after its time. */
final class Answers implements Rule {

    private static final Duration TIME = Duration.ofSeconds(3);
    // The moments are rounded to microseconds, each by itself.
    private static final Duration ROUNDING = Duration.ofMillis(1);

    @Override
    public void check(Story story, Findings findings) {
        for (RunRow run : story.runs(Kind.APPROVED)) {
            Row ask = story.instance(new Which(run.dag(), run.clean(), "ask", -1));
            List<Life> push = story.livesOf(new Which(run.dag(), run.clean(), "push", -1));
            findings.unless(
                    ask != null && ask.state().equals("success") && !push.isEmpty(),
                    "a question is answered in the end",
                    run);
            if (ask != null && !push.isEmpty()) {
                answered(story, ask, push.getLast(), findings);
            }
        }
    }

    private static void answered(Story story, Row ask, Life push, Findings findings) {
        List<Outcome> outcomes = story.asked().answers().stream()
                .filter(answer -> answer.key().equals(ask.key()))
                .map(Answer::outcome)
                .toList();
        boolean byDefault = ask.reason().equals("default_answer");
        findings.unless(
                push.end().equals(byDefault ? "no" : "yes"), "a task goes on with the answer that counted", ask, push);
        if (outcomes.contains(Outcome.ACCEPTED)) {
            findings.unless(!byDefault, "an answer that was accepted counts", ask);
        } else if (!outcomes.contains(Outcome.UNKNOWN)) {
            findings.unless(byDefault, "nobody answers but who is accepted", ask, outcomes);
        }
        findings.unless(outcomes.stream().filter(Outcome.ACCEPTED::equals).count() <= 1, "one answer is accepted", ask);
        if (byDefault) {
            Duration waited =
                    Duration.between(ask.moments().start(), ask.moments().end());
            findings.unless(
                    waited.compareTo(TIME.minus(ROUNDING)) >= 0, "the default is taken after its time", ask, waited);
        }
    }
}
