import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import java.time.Duration;

/** A task that logs as fast as it is let, lines of one kilobyte for some seconds, and returns how many bytes it wrote. */
public final class Flood implements DagDefinition {

    private static final int SECONDS = /*seconds*/ 20;

    @Override
    public Dag define() {
        Dag dag = Dag.create("flood");
        dag.task("log").call(Flood::log);
        return dag;
    }

    private static long log() {
        String line = "0123456789abcdef".repeat(64);
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        long bytes = 0;
        while (System.nanoTime() < end) {
            System.out.println(line);
            bytes += line.length() + 1;
        }
        return bytes;
    }
}
