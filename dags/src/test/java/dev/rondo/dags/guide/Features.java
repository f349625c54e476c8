package dev.rondo.dags.guide;

import static java.time.Duration.ofMinutes;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.DefaultArgs;

/** Of the chapter on groups, setup and teardown. */
public final class Features implements DagDefinition {

    record Cluster(String name) {}

    @Override
    public Dag define() {
        Dag dag = Dag.create("features")
                .defaultArgs(DefaultArgs.create().owner("data").retries(1));
        var start = dag.task("start")
                .call(ctx -> new Cluster("c-" + ctx.runId().length()))
                .asSetup();

        var weather =
                dag.group("weather").defaultArgs(DefaultArgs.create().retries(4).retryDelay(ofMinutes(2)));
        var rain = weather.task("rain", start).call(cluster -> cluster.name() + "/rain");
        var wind = weather.task("wind", start).call(cluster -> cluster.name() + "/wind");

        var join = dag.task("join", rain, wind).call((r, w) -> r + "," + w).retries(0);
        dag.task("stop", start)
                .run(cluster -> System.out.println("stopped " + cluster.name()))
                .asTeardown(start)
                .after(join);
        return dag;
    }
}
