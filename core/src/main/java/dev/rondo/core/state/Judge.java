package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.sdk.spec.MappingSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** All rules about the start of an instance, in the order in which they may end it. */
final class Judge {

    /**
     * The first rule that says never wins; so what a branch skips is skipped even if something else above it failed.
     */
    private static final List<StartRule> RULES = List.of(
            new SkipRule(), new SetupRule(), new UpstreamRule(), new MappingRule(), new PastRule(), new TimeRule());

    private static final StartRule LENGTH = new LengthRule();

    private Judge() {}

    static Readiness judge(Graph graph, RunView run, int task, int mapIndex, Instant now) {
        if (isBeyondLength(graph, run, task, mapIndex)) {
            return LENGTH.check(graph, run, task, mapIndex, now);
        }
        Readiness answer = Readiness.READY;
        for (StartRule rule : RULES) {
            Readiness one = rule.check(graph, run, task, mapIndex, now);
            if (one instanceof Readiness.Never) {
                return one;
            }
            if (answer instanceof Readiness.Ready) {
                answer = one;
            }
        }
        return answer instanceof Readiness.Ready ? LENGTH.check(graph, run, task, mapIndex, now) : answer;
    }

    /** What every rule that does not say ready has to say. */
    static List<Readiness> explain(Graph graph, RunView run, int task, int mapIndex, Instant now) {
        List<Readiness> answers = new ArrayList<>();
        for (StartRule rule : RULES) {
            Readiness one = rule.check(graph, run, task, mapIndex, now);
            if (!(one instanceof Readiness.Ready)) {
                answers.add(one);
            }
        }
        Readiness length = LENGTH.check(graph, run, task, mapIndex, now);
        if (!(length instanceof Readiness.Ready)) {
            answers.add(length);
        }
        return answers;
    }

    /** An instance for which the new list has no element is gone, whatever happened above it. */
    private static boolean isBeyondLength(Graph graph, RunView run, int task, int mapIndex) {
        MappingSpec mapping = graph.mapping(task);
        return mapping != null && mapIndex > 0 && LengthRule.isBeyond(MappedLength.of(graph, run, mapping), mapIndex);
    }
}
