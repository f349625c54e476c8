package dev.rondo.dags.guide;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;

public final class Hello implements DagDefinition {

    @Override
    public Dag define() {
        Dag dag = Dag.create("hello").schedule("@daily").startDate("2026-01-01");
        var greeting =
                dag.task("greet").call(ctx -> "hello on " + ctx.logicalDate().toLocalDate());
        dag.task("print", greeting).run(text -> System.out.println(text));
        return dag;
    }
}
