import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.TaskRef;

/** Tasks in a row that each work out a Fibonacci number in the naive way. */
public final class FiboChain implements DagDefinition {

    private static final int LENGTH = /*length*/ 40;

    private static final int NUMBER = /*number*/ 10;

    @Override
    public Dag define() {
        Dag dag = Dag.create("fibo_" + NUMBER + "_times_" + LENGTH).maxActiveRuns(1);
        TaskRef<?> last = dag.task("t000").call(() -> fibo(NUMBER));
        for (int i = 1; i < LENGTH; i++) {
            TaskRef<?> next = dag.task("t%03d".formatted(i)).call(() -> fibo(NUMBER));
            last.then(next);
            last = next;
        }
        return dag;
    }

    private static int fibo(int n) {
        return n < 2 ? n : fibo(n - 1) + fibo(n - 2);
    }
}
