package ex;

import dev.rondo.operators.standard.TriggerDagRunOperator;
import dev.rondo.sdk.Action;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetAlias;
import dev.rondo.sdk.AssetRef;
import dev.rondo.sdk.BusinessCalendar;
import dev.rondo.sdk.CustomTimetable;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagFamily;
import dev.rondo.sdk.Deadline;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.Isolation;
import dev.rondo.sdk.LookAgain;
import dev.rondo.sdk.Node;
import dev.rondo.sdk.RunStrategy;
import dev.rondo.sdk.Schedule;
import dev.rondo.sdk.Sensor;
import dev.rondo.sdk.SkipException;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TaskRef;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.TypeOf;
import dev.rondo.sdk.WeightRule;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * DAGs of all kinds in turns, with all that scheduling has. Every body leaves a file {@code
 * DAG~RUN~TASK~MAP~TRY.JVM.NUMBER} with signs of life, one a line, and how it ended and what it was given in the
 * last one; every callback adds its key to {@code callback~DAG~RUN~NAME}. What is written here is said once more in {@code Written}.
 */
public final class Chaos implements DagFamily {

    private static final String FOLDER = "@FOLDER@";
    private static final long SEED = Long.parseLong("@SEED@");
    private static final String[] KINDS = "@KINDS@".split(",");
    private static final int DAGS = Integer.parseInt("@DAGS@");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    // Its id, when it was started (an id may come again), and the id of the worker that started it.
    private static final String JVM = ProcessHandle.current().pid() + "-"
            + ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli() + "-"
            + ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);

    enum Way {
        LEFT,
        RIGHT
    }

    /** What a body does besides living for a while. */
    record Work(long millis, int failures, String end) {
        static final Work SHORT = new Work(0, 0, "ok");

        static Work failing(int times) {
            return new Work(0, times, "ok");
        }
    }

    private static String runOf(TaskContext ctx) {
        return ctx.dagId() + "~" + ctx.runId().replaceAll("[^A-Za-z0-9_-]", "-");
    }

    private static String key(TaskContext ctx) {
        return runOf(ctx) + "~"
                + ctx.taskId().replace('.', '@') + "~" + ctx.mapIndex() + "~" + ctx.tryNumber();
    }

    static void work(TaskContext ctx, Work work) throws Exception {
        work(ctx, work, "");
    }

    // What it was given, without blanks, stands behind the end.
    static void work(TaskContext ctx, Work work, Object given) throws Exception {
        String key = key(ctx);
        long millis = work.millis() > 0 ? work.millis() : 5 + Math.floorMod(key.hashCode() * 31L + SEED, 150);
        boolean fails = ctx.tryNumber() <= work.failures();
        String end = fails ? "fail" : work.end();
        Path file = Path.of(FOLDER, key + "." + JVM + "." + NUMBER.incrementAndGet());
        try (OutputStream out = Files.newOutputStream(file)) {
            long over = System.nanoTime() + millis * 1_000_000;
            do {
                out.write((System.nanoTime() + "\n").getBytes());
                Thread.sleep(Math.min(20, millis));
            } while (System.nanoTime() < over);
            out.write(((System.nanoTime() + " " + end + " " + given).strip() + "\n").getBytes());
        }
        if (fails) {
            throw new IllegalStateException("planned");
        }
        if (end.equals("skip")) {
            throw new SkipException("planned");
        }
    }

    static void told(TaskContext ctx, String name) throws Exception {
        Files.writeString(
                Path.of(FOLDER, "callback~" + runOf(ctx) + "~" + name),
                ctx.idempotencyKey() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    static int count(TaskContext ctx, int n) throws Exception {
        work(ctx, Work.SHORT, n);
        return n;
    }

    // Long enough for others of the same task to wait for it.
    static int element(TaskContext ctx, int n, String letter) throws Exception {
        work(ctx, new Work(400, 0, "ok"), n + letter);
        return n;
    }

    static List<Integer> numbers(TaskContext ctx, int n) throws Exception {
        work(ctx, Work.SHORT);
        return IntStream.range(0, n).boxed().toList();
    }

    static int sum(TaskContext ctx, List<Integer> all) throws Exception {
        work(ctx, Work.SHORT, all.stream().map(String::valueOf).collect(Collectors.joining("+")));
        return all.stream().mapToInt(n -> n).sum();
    }

    static Way way(TaskContext ctx) throws Exception {
        Way way = ctx.runId().hashCode() % 2 == 0 ? Way.LEFT : Way.RIGHT;
        work(ctx, new Work(0, 0, way.name().toLowerCase(Locale.ROOT)));
        return way;
    }

    static boolean isEnough(TaskContext ctx) throws Exception {
        boolean enough = Math.floorMod(ctx.runId().hashCode(), 4) < 2;
        work(ctx, new Work(0, 0, enough ? "yes" : "no"));
        return enough;
    }

    public record Looks(int times) implements Sensor<String> {
        @Override
        public String execute(TaskContext ctx) throws Exception {
            int before = ctx.lookState().map(state -> state.as(Integer.class)).orElse(0);
            work(ctx, new Work(0, 0, "look"));
            if (before < times) {
                throw LookAgain.in(Duration.ofMillis(200)).keeping(1, before + 1);
            }
            return "seen";
        }
    }

    private static TaskRef<Void> task(Dag dag, String id, Work work) {
        return dag.task(id).run(ctx -> work(ctx, work));
    }

    // Hours of one day: all are due at once.
    private static Dag hours(Dag dag, int runs) {
        return dag.schedule(Schedule.dataIntervalEvery(Duration.ofHours(1)))
                .startDate("2026-01-01T00:00:00Z")
                .endDate("2026-01-01T0" + (runs - 1) + ":00:00Z")
                .catchup(true);
    }

    private static void tellOfRuns(Dag dag) {
        dag.onSuccess(ctx -> told(ctx, "run-success")).onFailure(ctx -> told(ctx, "run-failure"));
    }

    static void chain(Dag dag, int rank) {
        Node<?> before = task(dag, "t0", Work.SHORT);
        for (int i = 1; i < 5; i++) {
            var next = task(dag, "t" + i, i == 2 ? Work.failing(rank % 3) : Work.SHORT)
                    .retries(2)
                    .retryDelay(Duration.ofMillis(50))
                    .pool("narrow");
            before.then(next);
            before = next;
        }
    }

    static void mapping(Dag dag, int rank) {
        var numbers = dag.task("numbers")
                .call(ctx -> numbers(ctx, 4 + rank))
                .returns(new TypeOf<List<Integer>>() {});
        var few = dag.task("few").call(ctx -> few(ctx)).returns(new TypeOf<Set<Integer>>() {});
        var each = switch (rank % 4) {
            case 0 -> dag.map("each", numbers).call((ctx, n) -> element(ctx, n, ""));
            case 1 -> dag.map("each", few).call((ctx, n) -> element(ctx, n, ""));
            case 2 -> dag.map("each", numbers).zip(List.of("a", "b")).call((ctx, n, letter) -> element(ctx, n, letter));
            default -> dag.map("each", List.of(1, 2))
                    .cross(List.of("a", "b", "c"))
                    .call((ctx, n, letter) -> element(ctx, n, letter));
        };
        each.pool("wide").priorityWeight(100).maxActivePerRun(2);
        dag.task("sum", each).call((ctx, all) -> sum(ctx, all));
    }

    static Set<Integer> few(TaskContext ctx) throws Exception {
        work(ctx, Work.SHORT);
        return Set.of(1, 2, 3);
    }

    static void mappedGroup(Dag dag, int rank) {
        var numbers = dag.task("numbers")
                .call(ctx -> numbers(ctx, 2 + rank % 4))
                .returns(new TypeOf<List<Integer>>() {});
        var each = dag.map("per", numbers).group((group, n) -> {
            var a = group.task("a", n).call((ctx, x) -> count(ctx, x));
            return group.task("b", a).call((ctx, x) -> count(ctx, x));
        });
        dag.task("sum", each).call((ctx, all) -> sum(ctx, all));
    }

    static void branch(Dag dag, int rank) {
        var gate = dag.task("gate").choose(ctx -> way(ctx));
        var left = task(dag, "left", Work.SHORT).onSkipped(ctx -> told(ctx, "left-skipped"));
        var left2 = task(dag, "left2", rank % 4 == 0 ? Work.failing(9) : Work.SHORT);
        var right = task(dag, "right", Work.SHORT);
        var join = task(dag, "join", Work.SHORT).triggerRule(TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS);
        var last = task(dag, "last", Work.SHORT).triggerRule(TriggerRule.ALL_DONE);
        gate.on(Way.LEFT, left).on(Way.RIGHT, right);
        left.then(left2);
        left2.then(join);
        right.then(join);
        join.then(last);
        var enough = dag.task("enough")
                .shortCircuit(ctx -> isEnough(ctx))
                .ignoreDownstreamTriggerRules(rank % 2 == 0);
        var more = task(dag, "more", Work.SHORT);
        enough.then(more);
        more.then(task(dag, "tidy", Work.SHORT).triggerRule(TriggerRule.ALL_DONE));
    }

    static void rules(Dag dag, int rank) {
        List<Node<?>> sources = List.of(
                task(dag, "good", Work.SHORT),
                task(dag, "bad", Work.failing(9)),
                task(dag, "skipping", new Work(0, 0, "skip")).onSkipped(ctx -> told(ctx, "skipping-skipped")));
        int of = 1 + rank % 7;
        for (TriggerRule rule : TriggerRule.values()) {
            var task = task(dag, rule.wireName(), Work.SHORT).triggerRule(rule);
            for (int i = 0; i < sources.size(); i++) {
                if ((of >> i & 1) == 1) {
                    sources.get(i).then(task);
                }
            }
        }
    }

    static void setup(Dag dag, int rank) {
        tellOfRuns(dag);
        var up = task(dag, "up", rank % 5 == 0 ? Work.failing(9) : Work.SHORT).asSetup();
        var first = task(dag, "first", rank % 2 == 0 ? Work.failing(9) : Work.SHORT);
        var second = task(dag, "second", Work.SHORT);
        var down = task(dag, "down", Work.SHORT).asTeardown(up);
        up.then(first);
        first.then(second);
        second.then(down);
    }

    static void groups(Dag dag, int rank) {
        var begin = task(dag, "begin", Work.SHORT);
        var outer = dag.group("outer").defaultArgs(DefaultArgs.create().pool("narrow"));
        var a = outer.task("a").run(ctx -> work(ctx, Work.failing(rank % 2))).retries(1).retryDelay(Duration.ofMillis(50));
        var inner = outer.group("inner").defaultArgs(DefaultArgs.create().poolSlots(2));
        var b = inner.task("b").run(ctx -> work(ctx, Work.SHORT));
        var c = inner.task("c").run(ctx -> work(ctx, Work.SHORT));
        begin.then(a);
        a.then(b, c);
        var end = task(dag, "end", Work.SHORT);
        b.then(end);
        c.then(end);
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

    static void sensor(Dag dag, int rank) {
        var wait = dag.task("wait").use(new Looks(2 + rank % 3));
        wait.then(task(dag, "then", Work.SHORT));
    }

    static void retries(Dag dag, int rank) {
        tellOfRuns(dag);
        var again = task(dag, "again", Work.failing(2))
                .retries(2)
                .retryDelay(Duration.ofMillis(300))
                .onRetry(ctx -> told(ctx, "again-retry"))
                .onSuccess(ctx -> told(ctx, "again-success"));
        var never = task(dag, "never", Work.failing(9))
                .retries(1 + rank % 2)
                .retryDelay(Duration.ofMillis(300))
                .onRetry(ctx -> told(ctx, "never-retry"))
                .onFailure(ctx -> told(ctx, "never-failure"));
        again.then(task(dag, "follows", Work.SHORT));
        never.then(task(dag, "upstream_failed", Work.SHORT));
    }

    static void timeouts(Dag dag, int rank) {
        task(dag, "slow", new Work(30_000, 0, "ok")).executionTimeout(Duration.ofSeconds(1));
        var second = dag.task("second").run(ctx ->
                work(ctx, new Work(ctx.tryNumber() == 1 ? 30_000 : 20, 0, "ok")))
                .executionTimeout(Duration.ofSeconds(1)).retries(1).retryDelay(Duration.ofMillis(50));
        second.then(task(dag, "then", Work.SHORT));
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

    static void runTimeout(Dag dag, int rank) {
        dag.dagrunTimeout(Duration.ofSeconds(3));
        task(dag, "quick", Work.SHORT);
        task(dag, "long", new Work(120_000, 0, "ok")).then(task(dag, "never", Work.SHORT));
    }

    static void random(Dag dag, int number) {
        Random random = new Random(SEED * 1000 + number);
        TriggerRule[] rules = TriggerRule.values();
        String[] pools = {"default_pool", "narrow", "wide"};
        List<Node<?>> all = new ArrayList<>();
        int size = 4 + random.nextInt(9);
        for (int i = 0; i < size; i++) {
            int end = random.nextInt(8);
            Work work = end == 0 ? Work.failing(9) : end == 1 ? new Work(0, 0, "skip") : Work.failing(random.nextInt(2));
            var task = task(dag, "t" + i, work)
                    .retries(random.nextInt(3))
                    .retryDelay(Duration.ofMillis(50))
                    .pool(pools[random.nextInt(pools.length)])
                    .priorityWeight(random.nextInt(5))
                    .triggerRule(random.nextBoolean() ? TriggerRule.ALL_SUCCESS : rules[random.nextInt(rules.length)]);
            for (Node<?> before : all) {
                if (random.nextInt(all.size() + 1) < 2) {
                    before.then(task);
                }
            }
            all.add(task);
        }
    }

    static void ranked(Dag dag) {
        for (int i = 0; i < 6; i++) {
            task(dag, "t" + i, new Work(1000, 0, "ok"))
                    .pool("ranked")
                    .priorityWeight(1 + i)
                    .weightRule(WeightRule.ABSOLUTE);
        }
    }

    record Answer(boolean push) {}

    static void approved(Dag dag) {
        var ask = dag.approve("ask", new Answer(false)).executionTimeout(Duration.ofSeconds(3));
        dag.task("push", ask).run((ctx, answer) -> work(ctx, new Work(0, 0, answer.push() ? "yes" : "no")));
    }

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

    static void isolated(Dag dag) {
        var single = task(dag, "single", Work.SHORT).isolation(Isolation.SINGLE);
        var fresh = task(dag, "fresh", Work.SHORT).isolation(Isolation.FRESH);
        single.then(fresh);
        fresh.then(task(dag, "warm", Work.SHORT));
    }

    // Of every other DAG the first try of the first task fails, and nothing but a clear helps.
    static void cleared(Dag dag, int rank) {
        var a = dag.task("a").call(ctx -> {
            work(ctx, Work.failing(rank % 2));
            return List.of(1, 2, 3);
        }).returns(new TypeOf<List<Integer>>() {});
        var each = dag.map("b", a).call((ctx, n) -> count(ctx, n));
        dag.task("c", each).call((ctx, all) -> sum(ctx, all));
    }

    static void triggering(Dag dag, int number) {
        var fire = dag.task("fire")
                .use(TriggerDagRunOperator.of(name(number + 1))
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

    // Longer than a host hears nothing from a worker that is frozen.
    static void lasting(Dag dag, int rank) {
        var a = task(dag, "a", rank % 2 == 0 ? new Work(17_000, 0, "ok") : Work.SHORT).pool("long").priorityWeight(100);
        a.then(task(dag, "b", Work.SHORT).pool("long").priorityWeight(100));
    }

    // Long enough for a mark to come before, while and after the first one runs.
    static void marked(Dag dag) {
        tellOfRuns(dag);
        var each = dag.map("each", List.of(1, 2, 3)).run((ctx, n) -> work(ctx, new Work(600, 0, "ok")));
        each.then(task(dag, "all", Work.SHORT));
        var a = task(dag, "a", new Work(2000, 0, "ok"));
        var b = task(dag, "b", Work.SHORT);
        a.then(b);
        b.then(task(dag, "c", Work.SHORT));
    }

    // The third of four days fails at first, and all or that one is done again.
    static void redone(Dag dag, int rank) {
        dag.schedule(Schedule.dataInterval("@daily")).startDate("2026-01-01").endDate("2026-01-04").catchup(rank % 3 < 2);
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

    record Letter(String greeting) {}

    /** Says whether its text is what the run makes of the template. */
    public record Shown(String text, String greeting) implements Action<String> {
        @Override
        public String execute(TaskContext ctx) throws Exception {
            String expected = ctx.dagId() + " " + ctx.runId() + " " + ctx.taskId() + " " + ctx.mapIndex() + " "
                    + ctx.tryNumber();
            boolean right = text.equals(expected) && greeting.equals("DEAR");
            work(ctx, new Work(0, 1, right ? "ok" : "wrong"));
            return text;
        }
    }

    static void templated(Dag dag) {
        dag.params(new Letter("dear"));
        dag.task("shown")
                .use(new Shown(
                        "{{ dag.dag_id }} {{ run_id }} {{ ti.task_id }} {{ ti.map_index }} {{ ti.try_number }}",
                        "{{ params.greeting | upper }}"))
                .retries(1)
                .retryDelay(Duration.ofMillis(50));
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "%s_%03d", KINDS[number % KINDS.length], number);
    }

    static Dag dag(int number) {
        int rank = number / KINDS.length;
        Dag dag = Dag.create(name(number)).pausedUponCreation(false);
        switch (KINDS[number % KINDS.length]) {
            case "chain" -> chain(dag, rank);
            case "mapping" -> mapping(dag, rank);
            case "mapped_group" -> mappedGroup(dag, rank);
            case "branch" -> branch(dag, rank);
            case "rules" -> rules(dag, rank);
            case "setup" -> setup(dag, rank);
            case "groups" -> groups(dag, rank);
            case "producer" -> producer(dag, number, rank);
            case "consumer" -> consumer(dag, number, rank);
            case "sensor" -> sensor(dag, rank);
            case "retries" -> retries(dag, rank);
            case "timeouts" -> timeouts(dag, rank);
            case "past" -> past(dag, rank);
            case "catchup" -> catchup(dag, rank);
            case "backfilled" -> backfilled(dag, rank);
            case "sequential" -> strategy(dag, RunStrategy.SEQUENTIAL);
            case "until_failure" -> strategy(dag, RunStrategy.SEQUENTIAL_UNTIL_FAILURE);
            case "latest" -> strategy(dag, RunStrategy.LATEST_ONLY);
            case "run_timeout" -> runTimeout(dag, rank);
            case "random" -> random(dag, number);
            case "ranked" -> ranked(dag);
            case "approved" -> approved(dag);
            case "late" -> late(dag);
            case "isolated" -> isolated(dag);
            case "cleared" -> cleared(dag, rank);
            case "triggering" -> triggering(dag, number);
            case "triggered" -> task(dag, "there", Work.SHORT);
            case "timetable" -> timetable(dag, rank);
            case "continuous" -> continuous(dag);
            case "marked" -> marked(dag);
            case "redone" -> redone(dag, rank);
            case "templated" -> templated(dag);
            case "long" -> lasting(dag, rank);
            case "filled" -> filled(dag, rank);
            default -> throw new IllegalStateException("no such kind: " + number);
        }
        return dag;
    }

    @Override
    public List<Dag> define() {
        return IntStream.range(0, DAGS).mapToObj(Chaos::dag).toList();
    }
}
