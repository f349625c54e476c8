package dev.rondo.testkit.sixdags;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;

/** Setup and teardown around work. */
public final class Cluster implements DagDefinition {

    record Ref(String name) {}

    @Override
    public Dag define() {
        Dag dag = Dag.create("cluster");
        var up = dag.task("create")
                .call(ctx -> new Ref(ctx.render("c-{{ ds_nodash }}")))
                .asSetup();
        var work = dag.task("train", up).call(c -> Census.score(c.name()));
        var eval = dag.task("eval", up, work).call((c, m) -> m.auc());
        var down = dag.task("delete", up).run(c -> System.out.println(c)).asTeardown(up);
        eval.then(down);
        return dag;
    }
}
