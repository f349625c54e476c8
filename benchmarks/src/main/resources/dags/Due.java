import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagFamily;
import java.util.List;
import java.util.stream.IntStream;

/** DAGs that are all due at the same minutes of each hour. */
public final class Due implements DagFamily {

    private static final int COUNT = /*count*/ 100;
    private static final int FIRST = /*first*/ 0;
    private static final int SECOND = /*second*/ 30;

    @Override
    public List<Dag> define() {
        return IntStream.range(0, COUNT).mapToObj(Due::one).toList();
    }

    private static Dag one(int number) {
        Dag dag = Dag.create("due_%d_%05d".formatted(COUNT, number))
                .schedule(FIRST + "," + SECOND + " * * * *")
                .startDate("2026-01-01")
                .catchup(false)
                .pausedUponCreation(false);
        dag.task("only").run(() -> {});
        return dag;
    }
}
