import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.Isolation;
import dev.rondo.sdk.TaskRef;

/** No-op tasks beside each other, each in a JVM started for it, and one that waits for all of them. */
public final class IsolatedFan implements DagDefinition {

    private static final int WIDTH = /*width*/ 200;

    @Override
    public Dag define() {
        Dag dag = Dag.create("isolated_fan").maxActiveRuns(1).maxActiveTasks(WIDTH);
        TaskRef<?> join = dag.task("join").run(() -> {});
        for (int i = 0; i < WIDTH; i++) {
            dag.task("t%03d".formatted(i))
                    .run(() -> {})
                    .isolation(Isolation.FRESH)
                    .then(join);
        }
        return dag;
    }
}
