import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.Isolation;
import dev.rondo.sdk.TaskRef;

/** No-op tasks in a row, each in a JVM started for it. */
public final class IsolatedChain implements DagDefinition {

    private static final int LENGTH = /*length*/ 20;

    @Override
    public Dag define() {
        Dag dag = Dag.create("isolated_chain").maxActiveRuns(1);
        TaskRef<?> last = dag.task("t000").run(() -> {}).isolation(Isolation.FRESH);
        for (int i = 1; i < LENGTH; i++) {
            TaskRef<?> next = dag.task("t%03d".formatted(i)).run(() -> {}).isolation(Isolation.FRESH);
            last.then(next);
            last = next;
        }
        return dag;
    }
}
