package dev.rondo.testkit.sixdags;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagFamily;
import dev.rondo.sdk.TaskRef;
import java.util.ArrayList;
import java.util.List;

/** Several DAGs made in a loop, each with tasks made in a loop. */
public final class Family implements DagFamily {

    @Override
    public List<Dag> define() {
        return List.of("de", "fr").stream()
                .map(c -> {
                    Dag dag = Dag.create("census_" + c).schedule("@daily");
                    var scores = new ArrayList<TaskRef<Census.Model>>();
                    for (String region : List.of("n", "s")) {
                        scores.add(dag.task("train_" + region).call(ctx -> Census.score(c + region)));
                    }
                    dag.task("report", dag.all(scores))
                            .run((ctx, all) -> ctx.log().log(
                                    System.Logger.Level.INFO, all.getFirst().auc()));
                    return dag;
                })
                .toList();
    }
}
