package dev.rondo.dags.guide;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import java.time.Duration;

/** Of the chapter on why something does not run. */
public final class Delivery implements DagDefinition {

    enum Way {
        TRUCK,
        SHIP
    }

    @Override
    public Dag define() {
        Dag dag = Dag.create("delivery").schedule("@daily").startDate("2026-01-01");
        var pack = dag.task("pack")
                .call(ctx -> ctx.variable("tape").orElseThrow(() -> new IllegalStateException("no tape")))
                .retries(1)
                .retryDelay(Duration.ofMinutes(10));
        var way = dag.task("which_way", pack).choose(tape -> tape.length() > 10 ? Way.SHIP : Way.TRUCK);
        var truck = dag.task("truck").run(() -> {}).dependsOnPast(true);
        var ship = dag.task("ship").run(() -> {});
        way.on(Way.TRUCK, truck).on(Way.SHIP, ship);
        return dag;
    }
}
