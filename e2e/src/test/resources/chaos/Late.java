package ex;

import static ex.Bodies.task;
import static ex.Bodies.told;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.Deadline;
import ex.Bodies.Work;
import java.time.Duration;

/** DAGs with deadlines. */
public final class Late {

    private Late() {}

    static void late(Dag dag) {
        dag.deadline("tight", Deadline.afterQueued(Duration.ofSeconds(2)), ctx -> told(ctx, "tight"))
                .deadline("wide", Deadline.afterQueued(Duration.ofHours(1)), ctx -> told(ctx, "wide"))
                .deadline("past", Deadline.at("2026-01-01T00:00"), ctx -> told(ctx, "past"))
                .deadline("future", Deadline.at("2099-12-31T00:00"), ctx -> told(ctx, "future"))
                .deadline("dated", Deadline.afterLogicalDate(Duration.ofSeconds(1)), ctx -> told(ctx, "dated"))
                .deadline("dated-wide", Deadline.afterLogicalDate(Duration.ofHours(10)), ctx -> told(ctx, "dated-wide"));
        task(dag, "slow", new Work(2500, 0, "ok"))
                .deadline("tight", Deadline.afterQueued(Duration.ofSeconds(1)), ctx -> told(ctx, "slow-tight"))
                .deadline("wide", Deadline.afterQueued(Duration.ofHours(1)));
    }
}
