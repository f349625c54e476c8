package dev.rondo.dags.guide;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;

/** Of the chapter on callbacks and emails. */
public final class Nightly implements DagDefinition {

    @Override
    public Dag define() {
        Dag dag = Dag.create("nightly")
                .schedule("@daily")
                .startDate("2026-01-01")
                .email("ml-team@example.com") // for all tasks
                .emailOnRetry(false)
                .onFailure(ctx -> System.out.println("page somebody: " + ctx.runId())); // once for the run

        dag.task("train")
                .call(ctx -> ctx.variable("gpu").orElseThrow(() -> new IllegalStateException("no gpu is free")))
                .retries(2)
                .onRetry(ctx -> System.out.println("count a retry")) // after a try that will be repeated
                .onFailure(ctx -> System.out.println( // after the last one
                        ctx.failure().orElseThrow().message() + ", " + ctx.idempotencyKey()));
        return dag;
    }
}
