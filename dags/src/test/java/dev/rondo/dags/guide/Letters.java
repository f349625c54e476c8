package dev.rondo.dags.guide;

import dev.rondo.operators.standard.BashOperator;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.Schedule;

/** Of the chapter on templates. */
public final class Letters implements DagDefinition {

    record Params(String greeting, int days) {}

    @Override
    public Dag define() {
        Dag dag = Dag.create("letters")
                .schedule(Schedule.dataInterval("@daily"))
                .startDate("2026-01-01")
                .timezone("Europe/Berlin");
        dag.params(new Params("Dear", 7));
        dag.task("print").use(BashOperator.of("""
                echo "{{ params.greeting }} {{ var.value.get('reader', 'reader') | title }},"
                echo "from {{ macros.ds_add(local_ds, -params.days) }} to {{ local_ds }}"
                """));
        dag.task("where").call(ctx -> ctx.render("gs://letters/{{ data_interval_start.strftime('%Y/%m') }}/"));
        return dag;
    }
}
