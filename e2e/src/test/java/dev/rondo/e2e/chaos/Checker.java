package dev.rondo.e2e.chaos;

import java.util.List;

/**
 * The rules of scheduling, said once more and held against what is in the tables and what the bodies left. It decides
 * nothing by our own code: what may run is worked out from final states, what ran from the files of the bodies.
 */
final class Checker {

    private static final List<Rule> RULES = List.of(
            new RunsMade(),
            new AllIsOver(),
            new Bodies(),
            new Limits(),
            new WhatRuns(),
            new Elements(),
            new Tries(),
            new Delays(),
            new Outcomes(),
            new Order(),
            new Ranks(),
            new Updates(),
            new Answers(),
            new Deadlines(),
            new Clears(),
            new Marks(),
            new Redone(),
            new Endless(),
            new TriggeredRuns());

    private Checker() {}

    /** All that is wrong, one rule after the other; empty when nothing is. */
    static List<String> violations(Story story) {
        Findings findings = new Findings();
        RULES.forEach(rule -> rule.check(story, findings));
        return findings.all();
    }
}
