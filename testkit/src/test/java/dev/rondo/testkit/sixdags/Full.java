package dev.rondo.testkit.sixdags;

import static java.time.Duration.ofHours;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;

/** Params, a sensor, an operator made from an input, a callback and a person's approval. */
public final class Full implements DagDefinition {

    record Params(int epochs, double minAuc) {
        Params {
            if (epochs < 1) {
                throw new IllegalArgumentException("epochs must be 1 or more, was " + epochs);
            }
        }
    }

    record Answer(boolean push, String why) {}

    @Override
    public Dag define() {
        Dag dag = Dag.create("full");
        var params = dag.params(new Params(10, 0.9));
        var file =
                dag.task("wait").use(GcsObjectSensor.of("gs://in/{{ ds }}/_OK")).executionTimeout(ofHours(2));
        var loaded = dag.task("load", file)
                .use(uri -> GcsToBigQueryOperator.of(uri, "ml.rows_{{ ds_nodash }}"))
                .retries(5);
        var model = dag.task("train", params, loaded)
                .call((p, n) -> new Census.Model(p.epochs() * n, "u"))
                .memory("4g")
                .pool("gpu", 2)
                .onFailure(ctx -> ctx.log().log(System.Logger.Level.ERROR, ctx.render("{{ run_id }}")));
        var auc = dag.task("evaluate", model).call(m -> m.auc());
        var answer = dag.approve("approve", Answer.class).after(auc);
        dag.task("push", answer, model, auc, params).run((ctx, a, m, v, p) -> {
            if (a.push() && v > p.minAuc()) {
                Census.push(m);
            }
        });
        return dag;
    }
}
