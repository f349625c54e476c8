package dev.rondo.dags.guide;

import static java.time.Duration.ofMinutes;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.FailWithoutRetryException;
import dev.rondo.sdk.SkipException;
import dev.rondo.sdk.TaskContext;

/** Of the chapter on failures. */
public final class Rates implements DagDefinition {

    @Override
    public Dag define() {
        Dag dag = Dag.create("rates")
                .defaultArgs(
                        DefaultArgs.create().retries(3).retryDelay(ofMinutes(1)).retryBackoff(2));
        var fetch = dag.task("fetch").call(Rates::fetch).executionTimeout(ofMinutes(10));
        dag.task("check", fetch).run(Rates::check).retries(0);
        return dag;
    }

    static double fetch(TaskContext ctx) {
        String status = ctx.variable("bank_status").orElse("open");
        return switch (status) {
            case "open" -> 1.17;
            case "holiday" -> throw new SkipException("the bank is closed on " + ctx.render("{{ ds }}"));
            case "moved" -> throw new FailWithoutRetryException("the address is wrong, and will be in a minute");
            default -> throw new IllegalStateException("the bank answers " + status);
        };
    }

    static void check(double rate) {
        if (rate <= 0) {
            throw new IllegalArgumentException("a rate is above 0, this is " + rate);
        }
    }
}
