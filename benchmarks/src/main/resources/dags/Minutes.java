import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;

/** A no-op task, with a run for each minute of a year that is over: what runs there are is up to backfills. */
public final class Minutes implements DagDefinition {

    @Override
    public Dag define() {
        Dag dag = Dag.create("minutes")
                .schedule("* * * * *")
                .startDate("2000-01-01")
                .endDate("2001-01-01")
                .pausedUponCreation(false);
        dag.task("nothing").run(() -> {});
        return dag;
    }
}
