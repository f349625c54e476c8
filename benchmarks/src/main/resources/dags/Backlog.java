import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;

/** A run a minute since long ago, one at a time: there is always a next one. */
public final class Backlog implements DagDefinition {

    @Override
    public Dag define() {
        Dag dag = Dag.create("backlog")
                .schedule("* * * * *")
                .startDate("2020-01-01")
                .catchup(true)
                .maxActiveRuns(1);
        dag.task("only").run(() -> {});
        return dag;
    }
}
