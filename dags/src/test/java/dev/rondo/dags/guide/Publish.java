package dev.rondo.dags.guide;

import dev.rondo.operators.standard.BashOperator;
import dev.rondo.sdk.Connection;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;

/** Of the chapter on variables, connections and secrets. */
public final class Publish implements DagDefinition {

    @Override
    public Dag define() {
        Dag dag = Dag.create("publish");
        var bucket = dag.task("choose").call(ctx -> ctx.variable("bucket").orElse("file:///tmp/models"));
        dag.task("send", bucket).run((ctx, to) -> {
            Connection web = ctx.connection("web");
            System.out.println(to + " is told to " + web.host() + " with " + web.findExtra("token"));
        });
        dag.task("print").use(BashOperator.of("echo {{ var.value.bucket }} on {{ conn.lake.host }}"));
        return dag;
    }
}
