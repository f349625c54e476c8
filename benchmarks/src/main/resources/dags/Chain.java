import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.TaskRef;

/** No-op tasks in a row. */
public final class Chain implements DagDefinition {

    private static final int LENGTH = /*length*/ 20;

    @Override
    public Dag define() {
        Dag dag = Dag.create("chain_of_" + LENGTH).maxActiveRuns(1);
        TaskRef<?> last = dag.task("t000").run(() -> {});
        for (int i = 1; i < LENGTH; i++) {
            TaskRef<?> next = dag.task("t%03d".formatted(i)).run(() -> {});
            last.then(next);
            last = next;
        }
        return dag;
    }
}
