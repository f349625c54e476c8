package dev.rondo.dags.guide;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.Deadline;
import dev.rondo.sdk.Schedule;

public final class NightlyTraining implements DagDefinition {

    @Override
    public Dag define() {
        Dag dag = Dag.create("nightly_training")
                .schedule(Schedule.dataInterval("@daily"))
                .timezone("Europe/Berlin")
                .pausedUponCreation(false)
                .deadline("by_six", Deadline.at("06:00"), ctx -> System.out.println("call " + ctx.runId()))
                .deadline("slow", Deadline.laterThanUsual().percentile(0.9).by(ofMinutes(15)));
        var rows = dag.task("load").call(() -> 842);
        dag.task("train", rows)
                .run((ctx, n) -> {
                    if (ctx.tryNumber() == 1) {
                        throw new IllegalStateException("no GPU is free");
                    }
                })
                .retries(1)
                .retryDelay(ofSeconds(4))
                .deadline(
                        "soon",
                        Deadline.afterQueued(ofSeconds(1)),
                        ctx -> System.out.println(ctx.taskId() + ": "
                                + ctx.failure().orElseThrow().message()));
        dag.task("publish").run(() -> {}).deadline("same_day", Deadline.afterLogicalDate(ofDays(2)));
        return dag;
    }
}
