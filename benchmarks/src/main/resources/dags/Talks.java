import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import java.time.Instant;

/** A task that says what time it is, line by line. */
public final class Talks implements DagDefinition {

    private static final int LINES = /*lines*/ 300;
    private static final int MILLIS_BETWEEN = /*millis*/ 100;

    @Override
    public Dag define() {
        Dag dag = Dag.create("talks");
        dag.task("talk").run(Talks::talk);
        return dag;
    }

    private static void talk() throws InterruptedException {
        for (int number = 0; number < LINES; number++) {
            System.out.println("said " + number + " at " + Instant.now());
            Thread.sleep(MILLIS_BETWEEN);
        }
    }
}
