package ex;

import static ex.Bodies.task;
import static ex.Bodies.work;

import dev.rondo.operators.standard.TriggerDagRunOperator;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetAlias;
import dev.rondo.sdk.AssetRef;
import dev.rondo.sdk.BusinessCalendar;
import dev.rondo.sdk.CustomTimetable;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.RunStrategy;
import dev.rondo.sdk.Schedule;
import dev.rondo.sdk.TaskContext;
import ex.Bodies.Work;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** DAGs that differ by what makes their runs, and how these follow each other. */
public final class Runs {

    private Runs() {}

    // Hours of one day: all are due at once.
    private static Dag hours(Dag dag, int runs) {
        return dag.schedule(Schedule.dataIntervalEvery(Duration.ofHours(1)))
                .startDate("2026-01-01T00:00:00Z")
                .endDate("2026-01-01T0" + (runs - 1) + ":00:00Z")
                .catchup(true);
    }

    static void producer(Dag dag, int number, int rank) {
        Work work = Work.failing(rank % 2);
        AssetAlias alias = AssetAlias.of("alias_" + number);
        boolean aliased = rank % 4 == 3;
        var make = dag.task("make")
                .run(ctx -> {
                    work(ctx, work);
                    if (aliased) {
                        ctx.assetEvent(alias, Asset.of("only_known_now_" + number), Map.of());
                    }
                })
                .retries(1)
                .retryDelay(Duration.ofMillis(50));
        AssetRef made = aliased ? alias : asset(number);
        make.outlets(made);
        make.then(dag.task("after")
                .run(ctx -> work(ctx, Work.SHORT, updates(ctx, made)))
                .inlets(made));
    }

    // Whether those of its own run are among them.
    private static String updates(TaskContext ctx, AssetRef of) {
        return ctx.inletEvents(of, 1_000).stream()
                        .anyMatch(update ->
                                ctx.dagId().equals(update.dagId()) && ctx.runId().equals(update.runId()))
                ? "own"
                : "others";
    }

    private static Asset asset(int number) {
        return Asset.of("asset_" + number);
    }

    static void consumer(Dag dag, int number, int rank) {
        Asset made = asset(number - 1);
        Asset posted = Asset.of("posted_" + rank);
        dag.schedule(
                switch (rank % 4) {
                    case 1 -> Schedule.assets(made.and(posted));
                    case 2 -> Schedule.assets(made.or(posted));
                    case 3 -> Schedule.assets(AssetAlias.of("alias_" + (number - 1)));
                    default -> Schedule.assets(made);
                });
        task(dag, "eat", Work.SHORT);
    }

    static void past(Dag dag, int rank) {
        hours(dag, 4);
        var a = task(dag, "a", Work.failing(rank % 2)).retries(2).retryDelay(Duration.ofMillis(50)).dependsOnPast(true);
        var b = task(dag, "b", Work.SHORT).waitForDownstream(true);
        a.then(b);
        b.then(task(dag, "c", Work.SHORT));
    }

    static void catchup(Dag dag, int rank) {
        hours(dag, 5).maxActiveRuns(2).maxActiveTasks(3);
        switch (rank) {
            case 1 -> dag.schedule(Schedule.of("0 * * * *"));
            case 2 -> dag.schedule(Schedule.of("0 */2 * * *", "0 1-23/2 * * *"));
            case 3 -> dag.schedule(Schedule.events(IntStream.range(0, 5)
                    .mapToObj(hour -> "2026-01-01T0" + hour + ":00:00Z")
                    .toArray(String[]::new)));
            case 4 -> dag.catchupLast(3);
            case 5 -> dag.schedule(Schedule.every(Duration.ofHours(1)).spread(Duration.ofMinutes(5)));
            default -> {}
        }
        for (int i = 0; i < 5; i++) {
            task(dag, "t" + i, Work.SHORT).maxActivePerDag(1);
        }
    }

    static void backfilled(Dag dag, int rank) {
        dag.schedule(Schedule.dataInterval("@daily")).startDate("2026-01-01").endDate("2026-01-09");
        task(dag, "a", Work.SHORT).then(task(dag, "b", Work.failing(rank % 2)).retries(1).retryDelay(Duration.ofMillis(50)));
    }

    static void strategy(Dag dag, RunStrategy strategy) {
        // The third of the four: a run is named after the end of its hour.
        hours(dag, 4).runStrategy(strategy);
        var a = dag.task("a").run(ctx -> work(ctx, ctx.runId().contains("T03:") ? Work.failing(9) : Work.SHORT));
        a.then(task(dag, "b", Work.SHORT));
    }

    static void triggering(Dag dag, int number) {
        var fire = dag.task("fire")
                .use(TriggerDagRunOperator.of(Chaos.name(number + 1))
                        .waitForCompletion(true)
                        .pokeInterval(Duration.ofSeconds(1)));
        fire.then(task(dag, "then", Work.SHORT));
    }

    /** So many hours of a morning; each run begins some time after its hour is over. */
    record Hours(int runs, Duration later) implements CustomTimetable {
        @Override
        public Optional<Run> next(ZonedDateTime after) {
            return IntStream.range(0, runs)
                    .mapToObj(hour -> ZonedDateTime.parse("2026-01-01T00:00:00Z").plusHours(hour))
                    .filter(start -> start.isAfter(after))
                    .findFirst()
                    .map(start -> Run.covering(start, start.plusHours(1)).startingAt(start.plusHours(1).plus(later)));
        }
    }

    static void timetable(Dag dag, int rank) {
        task(dag, "a", Work.SHORT).then(task(dag, "b", Work.SHORT));
        switch (rank) {
            case 0 -> hours(dag, 5).schedule(Schedule.custom(new Hours(9, Duration.ofMinutes(30))));
            case 1 -> hours(dag, 5)
                    .schedule(Schedule.dataInterval("@daily")
                            .onlyOn(BusinessCalendar.mondayToFriday().exceptHolidays("holidays.ics")))
                    .endDate("2026-01-07");
            case 2 -> hours(dag, 5)
                    .schedule(Schedule.of("0 0 * * *").movedTo(BusinessCalendar.mondayToFriday()))
                    .endDate("2026-01-07");
            case 3 -> hours(dag, 5)
                    .schedule(Schedule.dataIntervalEvery(Duration.ofHours(1)).orAssets(Asset.of("posted_2")));
            // Of all the years the last one.
            case 4 -> dag.schedule(Schedule.dataInterval("@yearly")).startDate("2020-01-01");
            default -> dag.schedule(Schedule.once()).startDate("2026-01-01");
        }
    }

    // By weight and a pool of its own it goes on beside all that waits.
    static void continuous(Dag dag) {
        dag.schedule(Schedule.continuous()).startDate("2026-01-01").maxActiveRuns(1);
        var a = task(dag, "a", new Work(500, 0, "ok")).pool("endless").priorityWeight(100);
        a.then(task(dag, "b", Work.SHORT).pool("endless").priorityWeight(100));
    }

    // The third of four days fails at first, and all, the first task of all, or that one is done again.
    static void redone(Dag dag, int rank) {
        dag.schedule(Schedule.dataInterval("@daily")).startDate("2026-01-01").endDate("2026-01-04").catchup(rank % 4 < 3);
        var a = dag.task("a").run(ctx -> work(ctx, Work.failing(ctx.logicalDate().getDayOfMonth() == 3 ? 1 : 0)));
        a.then(task(dag, "b", Work.SHORT));
    }

    // A backfill does the one in the middle of three, or takes long enough to be cancelled.
    static void filled(Dag dag, int rank) {
        dag.schedule(Schedule.dataInterval("@daily")).startDate("2026-01-01").endDate("2026-01-09");
        var a = task(dag, "a", rank % 2 == 0 ? Work.SHORT : new Work(2000, 0, "ok"));
        var b = task(dag, "b", Work.SHORT);
        a.then(b);
        b.then(task(dag, "c", Work.SHORT));
    }
}
