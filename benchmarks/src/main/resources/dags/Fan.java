import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.TaskRef;

/** No-op tasks beside each other, and one that waits for all of them. */
public final class Fan implements DagDefinition {

    private static final int WIDTH = /*width*/ 200;

    @Override
    public Dag define() {
        Dag dag = Dag.create("fan_of_" + WIDTH).maxActiveRuns(1).maxActiveTasks(WIDTH);
        TaskRef<?> join = dag.task("join").run(() -> {});
        for (int i = 0; i < WIDTH; i++) {
            dag.task("t%03d".formatted(i)).run(() -> {}).then(join);
        }
        return dag;
    }
}
