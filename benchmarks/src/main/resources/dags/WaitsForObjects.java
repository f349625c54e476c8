import dev.rondo.operators.gcs.GcsObjectSensor;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import java.time.Duration;

/** Sensors for objects that never come, each looking again and again. */
public final class WaitsForObjects implements DagDefinition {

    private static final int SENSORS = /*sensors*/ 1_000;
    private static final int SECONDS = /*seconds*/ 30;

    @Override
    public Dag define() {
        Dag dag = Dag.create("waits_for_" + SENSORS).maxActiveTasks(SENSORS);
        for (int i = 0; i < SENSORS; i++) {
            dag.task("wait_" + i)
                    .use(GcsObjectSensor.of("gs://bench/day/" + i + ".csv").pokeInterval(Duration.ofSeconds(SECONDS)));
        }
        return dag;
    }
}
