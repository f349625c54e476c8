package dev.rondo.dags.guide;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.operators.standard.DataSensor;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.data.DataPath;
import java.util.List;

/** Of the chapter on data. */
public final class Sales implements DagDefinition {

    @Override
    public Dag define() {
        Dag dag = Dag.create("sales").schedule("@daily").startDate("2026-01-01");
        var arrived = dag.task("wait").use(DataSensor.of("landing/sales-{{ ds }}.csv"));
        var clean = dag.task("clean", arrived).call((ctx, path) -> {
            DataPath target =
                    ctx.data().path("clean").resolve(ctx.data().path(path).name());
            List<String> lines = ctx.data().path(path).readAllLines();
            target.write(out -> {
                for (String line : lines) {
                    if (!line.isBlank()) {
                        out.write((line.strip() + "\n").getBytes(UTF_8));
                    }
                }
            });
            return target.toString();
        });
        dag.task("count", clean)
                .call((ctx, path) -> ctx.data().path(path).readAllLines().size());
        return dag;
    }
}
