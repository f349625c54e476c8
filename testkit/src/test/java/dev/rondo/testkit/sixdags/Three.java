package dev.rondo.testkit.sixdags;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.TriggerRule;

/** A branch with three answers and a join that takes whichever result there is. */
public final class Three implements DagDefinition {

    enum Way {
        FULL,
        DELTA,
        SKIP
    }

    @Override
    public Dag define() {
        Dag dag = Dag.create("three");
        var way = dag.task("which").choose(ctx -> ctx.isCancelled() ? Way.SKIP : Way.FULL);
        var full = dag.task("full").call(() -> Census.score("f"));
        var delta = dag.task("delta").call(() -> Census.score("d"));
        var join = dag.task("join", full.optional(), delta.optional())
                .call((f, d) -> f.or(() -> d).map(Census.Model::auc).orElse(0.0))
                .triggerRule(TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS);
        way.on(Way.FULL, full).on(Way.DELTA, delta).on(Way.SKIP, join);
        return dag;
    }
}
