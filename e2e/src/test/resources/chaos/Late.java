package ex;

import static ex.Bodies.task;
import static ex.Bodies.told;
import static ex.Bodies.work;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.Deadline;
import dev.rondo.sdk.LookAgain;
import dev.rondo.sdk.Schedule;
import dev.rondo.sdk.Sensor;
import dev.rondo.sdk.TaskContext;
import ex.Bodies.Work;
import java.time.Duration;
import java.time.Instant;

/** DAGs with deadlines. */
public final class Late {

    // A moment of the storm, and what the clocks of the DAG's zone show then.
    private static final Instant SOON = Instant.parse("@SOON@");
    private static final String CLOCK = "@CLOCK@";

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

    /** In a run that somebody asked for it waits until that moment is over. */
    public record Until(Instant moment) implements Sensor<String> {
        @Override
        public String execute(TaskContext ctx) throws Exception {
            work(ctx, new Work(0, 0, "look"));
            if (ctx.runId().startsWith("asked") && Instant.now().isBefore(moment)) {
                throw LookAgain.in(Duration.ofSeconds(2));
            }
            return "over";
        }
    }

    // Half past two is left out on the third of these days.
    static void clock(Dag dag) {
        dag.timezone("America/New_York")
                .schedule(Schedule.dataInterval("@daily"))
                .startDate("2026-03-06")
                .endDate("2026-03-09")
                .catchup(true)
                .deadline("gap", Deadline.at("02:30"), ctx -> told(ctx, "gap"))
                .deadline("midnight", Deadline.at("00:00"), ctx -> told(ctx, "midnight"))
                .deadline("soon", Deadline.at(CLOCK), ctx -> told(ctx, "soon"));
        dag.task("wait").use(new Until(SOON.plusSeconds(1)));
    }

    record Length(int millis) {}

    // How long a run takes, who asks for it says.
    static void usual(Dag dag) {
        dag.params(new Length(0));
        dag.deadline(
                        "average",
                        Deadline.laterThanUsual().ofLast(3).by(Duration.ofSeconds(1)),
                        ctx -> told(ctx, "average"))
                .deadline(
                        "longest",
                        Deadline.laterThanUsual().ofLast(4).atLeast(2).percentile(1).by(Duration.ofSeconds(1)),
                        ctx -> told(ctx, "longest"))
                .deadline(
                        "wide",
                        Deadline.laterThanUsual().ofLast(1).by(Duration.ofHours(1)),
                        ctx -> told(ctx, "wide"));
        dag.task("a")
                .run(ctx -> work(ctx, new Work(ctx.params(Length.class).millis(), 0, "ok")))
                .pool("usual")
                .priorityWeight(100)
                .deadline(
                        "middle",
                        Deadline.laterThanUsual().ofLast(3).atLeast(1).percentile(0.5).by(Duration.ofSeconds(1)),
                        ctx -> told(ctx, "a-middle"));
    }
}
