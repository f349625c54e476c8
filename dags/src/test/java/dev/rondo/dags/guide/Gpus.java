package dev.rondo.dags.guide;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.WeightRule;
import java.util.List;

/** Of the chapter on pools and priorities. */
public final class Gpus implements DagDefinition {

    @Override
    public Dag define() {
        Dag dag = Dag.create("gpus").maxActiveRuns(4).maxActiveTasks(8);
        var models = dag.map("train", List.of("small", "medium", "large"))
                .call(name -> name + ".onnx")
                .pool("gpu", 2)
                .maxActivePerRun(2)
                .memory("512m");
        dag.task("compare", models)
                .call(files -> files.getFirst())
                .priorityWeight(10)
                .weightRule(WeightRule.ABSOLUTE);
        return dag;
    }
}
