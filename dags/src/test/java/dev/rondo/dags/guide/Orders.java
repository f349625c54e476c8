package dev.rondo.dags.guide;

import dev.rondo.operators.standard.EmptyOperator;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.TriggerRule;

/** Of the chapter on dependencies. */
public final class Orders implements DagDefinition {

    enum Size {
        SMALL,
        LARGE
    }

    @Override
    public Dag define() {
        Dag dag = Dag.create("orders");
        var count = dag.task("count").call(() -> 12);
        var size = dag.task("how_many", count).choose(n -> n < 100 ? Size.SMALL : Size.LARGE);
        var all = dag.task("load_all", count).call(n -> n);
        var parts = dag.task("load_in_parts", count).call(n -> n / 10);
        size.on(Size.SMALL, all).on(Size.LARGE, parts);

        var sum = dag.task("sum", all.optional(), parts.optional())
                .call((a, p) -> a.or(() -> p).orElseThrow())
                .triggerRule(TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS);
        var enough = dag.task("enough", sum).shortCircuit(n -> n > 100);
        var invite = dag.task("invite").use(new EmptyOperator()).after(enough);
        dag.task("tidy").run(() -> {}).after(invite).triggerRule(TriggerRule.ALL_DONE);
        return dag;
    }
}
