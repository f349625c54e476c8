import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagFamily;
import java.util.List;
import java.util.stream.IntStream;

/** DAGs that stay paused. */
public final class Resting implements DagFamily {

    private static final int COUNT = /*count*/ 100;

    @Override
    public List<Dag> define() {
        return IntStream.range(0, COUNT).mapToObj(Resting::one).toList();
    }

    private static Dag one(int number) {
        Dag dag = Dag.create("resting_%05d".formatted(number)).schedule("@daily").startDate("2026-01-01");
        dag.task("only").run(() -> {});
        return dag;
    }
}
