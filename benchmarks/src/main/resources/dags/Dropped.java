import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;

/** A small DAG that is new each time. */
public final class Dropped implements DagDefinition {

    private static final int NUMBER = /*number*/ 0;

    @Override
    public Dag define() {
        Dag dag = Dag.create("dropped_%05d".formatted(NUMBER)).schedule("@daily").startDate("2026-01-01");
        var first = dag.task("first").run(() -> {});
        var second = dag.task("second").run(() -> {});
        first.then(second);
        return dag;
    }
}
