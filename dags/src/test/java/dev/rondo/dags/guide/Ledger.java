package dev.rondo.dags.guide;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.Schedule;

/** Of the chapter on runs that depend on the ones before. */
public final class Ledger implements DagDefinition {

    @Override
    public Dag define() {
        Dag dag = Dag.create("ledger")
                .schedule(Schedule.dataInterval("@daily"))
                .startDate("2026-01-01")
                .catchup(true);
        var read = dag.task("read").call(ctx -> ctx.render("day {{ ds }}"));
        var book = dag.task("book", read).call(day -> "booked " + day).dependsOnPast(true);
        dag.task("report", book).run(line -> System.out.println(line));
        return dag;
    }
}
