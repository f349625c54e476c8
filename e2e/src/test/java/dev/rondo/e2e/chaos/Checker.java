package dev.rondo.e2e.chaos;

import java.util.List;

/**
 * The rules of scheduling, said once more and held against what is in the tables and what the bodies left. It decides
 * nothing by our own code: what may run is worked out from final states, what ran from the files of the bodies.
 */
final class Checker {

    // Those that say how a run ends. Runs that wait for ever, since their DAGs are paused, are none of theirs.
    private static final List<Rule> OF_ENDS = List.of(new AllIsOver(), new WhatRuns(), new Tries(), new Outcomes());

    private static final List<Rule> OF_ALL = List.of(
            new Paused(),
            new Endless(),
            new RunsMade(),
            new Bodies(),
            new Limits(),
            new Waits(),
            new Repeats(),
            new Timeouts(),
            new Elements(),
            new Values(),
            new LargeValues(),
            new Delays(),
            new Order(),
            new Backfills(),
            new Filled(),
            new Ranks(),
            new Updates(),
            new Answers(),
            new Deadlines(),
            new TimesOfDay(),
            new LaterThanUsual(),
            new Callbacks(),
            new Clears(),
            new Marks(),
            new MarkedRuns(),
            new Redone(),
            new TriggeredRuns());

    private Checker() {}

    /** All that is wrong, one rule after the other; empty when nothing is. */
    static List<String> violations(Story story) {
        Findings findings = new Findings();
        OF_ALL.forEach(rule -> rule.check(story, findings));
        Story left = Paused.left(story);
        OF_ENDS.forEach(rule -> rule.check(left, findings));
        return findings.all();
    }
}
