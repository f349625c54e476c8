package dev.rondo.dags.guide;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.Schedule;

public final class DailySales implements DagDefinition {

    @Override
    public Dag define() {
        Dag dag = Dag.create("daily_sales")
                .schedule(Schedule.dataInterval("@daily"))
                .startDate("2026-01-01")
                .pausedUponCreation(false);
        var day = dag.task("load").call(ctx -> ctx.logicalDate().toLocalDate().toString());
        dag.task("report", day)
                .run((ctx, date) ->
                        System.out.println(date + " for " + ctx.conf().getOrDefault("reason", "the schedule")));
        return dag;
    }
}
