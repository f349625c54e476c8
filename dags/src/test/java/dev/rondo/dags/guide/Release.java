package dev.rondo.dags.guide;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Of the chapter on approvals. */
public final class Release implements DagDefinition {

    public record Answer(boolean push, Optional<String> why, List<String> reviewers) {}

    @Override
    public Dag define() {
        Dag dag = Dag.create("release");
        var measured = dag.task("measure").call(() -> 0.93);
        var answer = dag.approve("may_it_go_out", Answer.class)
                .after(measured)
                .doc("Look at the report before you answer.")
                .executionTimeout(Duration.ofHours(8));
        dag.task("push", answer, measured).call((said, auc) -> said.push() ? "pushed at " + auc : "kept back");
        return dag;
    }
}
