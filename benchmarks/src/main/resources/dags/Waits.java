import dev.rondo.operators.standard.PredicateSensor;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.TypeOf;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Sensors whose condition never holds, each looking again and again. */
public final class Waits implements DagDefinition {

    private static final int SENSORS = /*sensors*/ 10_000;
    private static final int SECONDS = /*seconds*/ 30;

    @Override
    public Dag define() {
        Dag dag = Dag.create("waits_" + SENSORS).maxActiveTasks(SENSORS);
        var list = dag.task("list")
                .call(() -> IntStream.range(0, SENSORS).boxed().toList())
                .returns(new TypeOf<List<Integer>>() {});
        dag.map("wait", list)
                .use(i -> PredicateSensor.of(ctx -> i < 0).pokeInterval(Duration.ofSeconds(SECONDS)));
        return dag;
    }
}
