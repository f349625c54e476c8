import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;

/** No-op tasks beside each other, a run a day of years that are over: what runs there are is up to backfills. */
public final class Ten implements DagDefinition {

    private static final int TASKS = /*tasks*/ 10;

    @Override
    public Dag define() {
        Dag dag = Dag.create("days_of_" + TASKS)
                .schedule("@daily")
                .startDate("1940-01-01")
                .endDate("2025-01-01")
                .pausedUponCreation(false)
                .maxActiveTasks(10_000);
        for (int i = 0; i < TASKS; i++) {
            dag.task("t%03d".formatted(i)).run(() -> {});
        }
        return dag;
    }
}
