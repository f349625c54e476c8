package ex;

import dev.rondo.sdk.Asset;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagFamily;
import dev.rondo.sdk.DefaultArgs;
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
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * 200 DAGs of 20 kinds, all that scheduling has. Every body leaves a file {@code DAG~RUN~TASK~MAP~TRY.PID.NUMBER} with
 * signs of life, one a line, and how it ended in the last one.
 */
public final class Chaos implements DagFamily {

    private static final String FOLDER = "@FOLDER@";
    private static final long SEED = Long.parseLong("@SEED@");
    private static final int DAGS = 200;

    private static final AtomicInteger NUMBER = new AtomicInteger();

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

    private static String key(TaskContext ctx) {
        return ctx.dagId() + "~" + ctx.runId().replaceAll("[^A-Za-z0-9_-]", "-") + "~"
                + ctx.taskId().replace('.', '@') + "~" + ctx.mapIndex() + "~" + ctx.tryNumber();
    }

    static void work(TaskContext ctx, Work work) throws Exception {
        String key = key(ctx);
        long millis = work.millis() > 0 ? work.millis() : 5 + Math.floorMod(key.hashCode() * 31L + SEED, 150);
        boolean fails = ctx.tryNumber() <= work.failures();
        String end = fails ? "fail" : work.end();
        Path file = Path.of(FOLDER, key + "." + ProcessHandle.current().pid() + "." + NUMBER.incrementAndGet());
        try (OutputStream out = Files.newOutputStream(file)) {
            long over = System.nanoTime() + millis * 1_000_000;
            do {
                out.write((System.nanoTime() + "\n").getBytes());
                Thread.sleep(Math.min(20, millis));
            } while (System.nanoTime() < over);
            out.write((System.nanoTime() + " " + end + "\n").getBytes());
        }
        if (fails) {
            throw new IllegalStateException("planned");
        }
        if (end.equals("skip")) {
            throw new SkipException("planned");
        }
    }

    static int count(TaskContext ctx, int n) throws Exception {
        work(ctx, Work.SHORT);
        return n;
    }

    static List<Integer> numbers(TaskContext ctx, int n) throws Exception {
        work(ctx, Work.SHORT);
        return IntStream.range(0, n).boxed().toList();
    }

    static int sum(TaskContext ctx, List<Integer> all) throws Exception {
        work(ctx, Work.SHORT);
        return all.stream().mapToInt(n -> n).sum();
    }

    static Way way(TaskContext ctx) throws Exception {
        work(ctx, Work.SHORT);
        return ctx.runId().hashCode() % 2 == 0 ? Way.LEFT : Way.RIGHT;
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
                .call(ctx -> numbers(ctx, 2 + rank % 7))
                .returns(new TypeOf<List<Integer>>() {});
        var each = dag.map("each", numbers)
                .call((ctx, n) -> count(ctx, n))
                .pool("wide", 2)
                .maxActivePerRun(3);
        dag.task("sum", each).call((ctx, all) -> sum(ctx, all));
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
        var left = task(dag, "left", Work.SHORT);
        var left2 = task(dag, "left2", rank % 4 == 0 ? Work.failing(9) : Work.SHORT);
        var right = task(dag, "right", Work.SHORT);
        var join = task(dag, "join", Work.SHORT).triggerRule(TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS);
        var last = task(dag, "last", Work.SHORT).triggerRule(TriggerRule.ALL_DONE);
        gate.on(Way.LEFT, left).on(Way.RIGHT, right);
        left.then(left2);
        left2.then(join);
        right.then(join);
        join.then(last);
    }

    static void rules(Dag dag, int rank) {
        List<Node<?>> sources = List.of(
                task(dag, "good", Work.SHORT),
                task(dag, "bad", Work.failing(9)),
                task(dag, "skipping", new Work(0, 0, "skip")));
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

    static void producer(Dag dag, int number) {
        var make = task(dag, "make", Work.failing(number / 20 % 2)).retries(1).retryDelay(Duration.ofMillis(50));
        make.outlets(asset(number));
        make.then(task(dag, "after", Work.SHORT));
    }

    private static Asset asset(int number) {
        return Asset.of("asset_" + number);
    }

    static void consumer(Dag dag, int number) {
        dag.schedule(Schedule.assets(asset(number - 1)));
        task(dag, "eat", Work.SHORT);
    }

    static void sensor(Dag dag, int rank) {
        var wait = dag.task("wait").use(new Looks(2 + rank % 3));
        wait.then(task(dag, "then", Work.SHORT));
    }

    static void retries(Dag dag, int rank) {
        var again = task(dag, "again", Work.failing(2)).retries(2).retryDelay(Duration.ofMillis(300));
        var never = task(dag, "never", Work.failing(9)).retries(1 + rank % 2).retryDelay(Duration.ofMillis(300));
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
        for (int i = 0; i < 5; i++) {
            task(dag, "t" + i, Work.SHORT).maxActivePerDag(4);
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

    static Dag dag(int number) {
        int kind = number % 20;
        int rank = number / 20;
        String[] names = {
            "chain", "mapping", "mapped_group", "branch", "rules", "setup", "groups", "producer", "consumer", "sensor",
            "retries", "timeouts", "past", "catchup", "backfilled", "sequential", "until_failure", "latest",
            "run_timeout", "random"
        };
        Dag dag = Dag.create(String.format(java.util.Locale.ROOT, "%s_%03d", names[kind], number))
                .pausedUponCreation(false);
        switch (kind) {
            case 0 -> chain(dag, rank);
            case 1 -> mapping(dag, rank);
            case 2 -> mappedGroup(dag, rank);
            case 3 -> branch(dag, rank);
            case 4 -> rules(dag, rank);
            case 5 -> setup(dag, rank);
            case 6 -> groups(dag, rank);
            case 7 -> producer(dag, number);
            case 8 -> consumer(dag, number);
            case 9 -> sensor(dag, rank);
            case 10 -> retries(dag, rank);
            case 11 -> timeouts(dag, rank);
            case 12 -> past(dag, rank);
            case 13 -> catchup(dag, rank);
            case 14 -> backfilled(dag, rank);
            case 15 -> strategy(dag, RunStrategy.SEQUENTIAL);
            case 16 -> strategy(dag, RunStrategy.SEQUENTIAL_UNTIL_FAILURE);
            case 17 -> strategy(dag, RunStrategy.LATEST_ONLY);
            case 18 -> runTimeout(dag, rank);
            default -> random(dag, number);
        }
        return dag;
    }

    @Override
    public List<Dag> define() {
        return IntStream.range(0, DAGS).mapToObj(Chaos::dag).toList();
    }
}
