import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.TypeOf;
import java.util.List;
import java.util.stream.IntStream;

/** A list, a mapped task with an instance for each element, and their sum. */
public final class Mapped implements DagDefinition {

    private static final int WIDTH = /*width*/ 10_000;

    @Override
    public Dag define() {
        Dag dag = Dag.create("mapped_over_" + WIDTH).maxActiveRuns(1).maxActiveTasks(WIDTH);
        var list = dag.task("list")
                .call(() -> IntStream.range(0, WIDTH).boxed().toList())
                .returns(new TypeOf<List<Integer>>() {});
        var each = dag.map("each", list).call(i -> i + 1);
        dag.task("sum", each).call(all -> all.stream().mapToInt(Integer::intValue).sum());
        return dag;
    }
}
