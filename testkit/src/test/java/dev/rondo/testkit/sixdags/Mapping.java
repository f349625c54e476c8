package dev.rondo.testkit.sixdags;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import java.util.Comparator;
import java.util.List;

/** Mapping over a result and over a list, with a lambda, an operator and a group, and a reduce. */
public final class Mapping implements DagDefinition {

    @Override
    public Dag define() {
        Dag dag = Dag.create("mapping");
        var shards = dag.task("split").call(ctx -> List.of("a", "b"));
        var models = dag.map("train", shards).call(Census::score);
        var best = dag.task("best", models)
                .call(ms -> ms.stream()
                        .max(Comparator.comparingDouble(Census.Model::auc))
                        .orElseThrow());
        var loaded = dag.map("load", shards).use(s -> GcsToBigQueryOperator.of(s, "x.y"));
        var perCountry = dag.map("per_country", List.of("de", "fr")).group((g, country) -> {
            var t = g.task("train", country).call(Census::score);
            return g.task("eval", t).call(m -> m.auc());
        });
        dag.task("reduce", best, perCountry, loaded)
                .run((ctx, b, aucs, rows) -> System.out.println(b.auc() + aucs.size() + rows.size()));
        return dag;
    }
}
