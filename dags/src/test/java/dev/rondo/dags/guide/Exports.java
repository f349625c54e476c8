package dev.rondo.dags.guide;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.rondo.operators.gcs.GcsObjectSensor;
import dev.rondo.operators.gcs.GcsToGcsOperator;
import dev.rondo.operators.gcs.GcsToLocalFilesystemOperator;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;

/** Of the chapter on Google's cloud. */
public final class Exports implements DagDefinition {

    @Override
    public Dag define() {
        Dag dag = Dag.create("exports")
                .schedule(Schedule.dataInterval("@daily"))
                .startDate("2026-01-01")
                .retries(3);
        var arrived = dag.task("wait_for_export")
                .use(GcsObjectSensor.of("gs://exports/{{ ds }}/orders.csv")
                        .pokeInterval(ofSeconds(30))
                        .timeout(ofHours(6)));
        var file = dag.task("fetch")
                .use(GcsToLocalFilesystemOperator.of("exports", "{{ ds }}/orders.csv", "/tmp/orders-{{ ds }}.csv"));
        var rows = dag.task("count", file)
                .call(path -> Files.readAllLines(Path.of(path)).size() - 1);
        var archived = dag.task("archive")
                .use(GcsToGcsOperator.of("exports", "archive", "{{ ds }}/").moveObject(true));
        arrived.then(file);
        rows.then(archived);
        return dag;
    }
}
