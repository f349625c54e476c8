package dev.rondo.testkit.sixdags;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.Schedule;
import java.io.IOException;
import java.time.ZonedDateTime;

/** A chain with a sensor in front and a branch at the end. */
public final class Census implements DagDefinition {

    record Rows(long n) {}

    record Model(double auc, String uri) {}

    enum Gate {
        PASS,
        FAIL
    }

    static final DefaultArgs DEFAULT_ARGS = DefaultArgs.create()
            .owner("ml-platform")
            .retries(2)
            .retryDelay(ofMinutes(5))
            .dependsOnPast(true);

    @Override
    public Dag define() {
        Dag dag = Dag.create("census_training")
                .schedule(Schedule.dataInterval("@daily"))
                .timezone("Europe/Berlin")
                .startDate("2026-01-01")
                .defaultArgs(DEFAULT_ARGS);

        var arrived = dag.task("wait_for_export")
                .use(GcsObjectSensor.of("gs://census/{{ local_ds }}/export.csv").pokeInterval(ofSeconds(30)));
        var rows = dag.task("count_rows").call(ctx -> countRows(ctx.logicalDate()));
        var model = dag.task("train", rows).call(Census::train).retries(3).pool("training");
        var gate = dag.task("good_enough", model).choose(m -> m.auc() > 0.9 ? Gate.PASS : Gate.FAIL);
        var push = dag.task("push", model).run(Census::push);
        var alarm = dag.task("alarm", model).run((ctx, m) -> Census.alarm(m));

        arrived.then(rows);
        gate.on(Gate.PASS, push).on(Gate.FAIL, alarm);
        return dag;
    }

    static Rows countRows(ZonedDateTime day) {
        return new Rows(day.getDayOfYear());
    }

    static Model train(Rows rows) throws IOException {
        if (rows.n() == 0) {
            throw new IOException("no rows");
        }
        return new Model(1 - 1.0 / rows.n(), "models/" + rows.n());
    }

    static void push(Model model) {
        if (model.uri().isEmpty()) {
            throw new IllegalArgumentException("nowhere to push to");
        }
    }

    static void alarm(Model model) {
        if (model.auc() > 0.9) {
            throw new IllegalStateException("a false alarm: auc is " + model.auc());
        }
    }

    static Model score(String shard) {
        return new Model(shard.length() / 10.0, shard);
    }
}
