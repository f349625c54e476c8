package ex;

import static ex.Bodies.count;
import static ex.Bodies.element;
import static ex.Bodies.isEnough;
import static ex.Bodies.numbers;
import static ex.Bodies.sum;
import static ex.Bodies.task;
import static ex.Bodies.tellOfRuns;
import static ex.Bodies.told;
import static ex.Bodies.way;
import static ex.Bodies.work;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.Isolation;
import dev.rondo.sdk.Node;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.TypeOf;
import dev.rondo.sdk.WeightRule;
import ex.Bodies.Way;
import ex.Bodies.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** DAGs that differ by their graphs, and by the slots that their tasks take. */
public final class Graphs {

    // Of a mapped group, at least.
    private static final int ELEMENTS = Integer.parseInt("@ELEMENTS@");

    private Graphs() {}

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
                .call(ctx -> numbers(ctx, ELEMENTS + rank % 4))
                .returns(new TypeOf<List<Integer>>() {});
        var each = dag.map("per", numbers).group((group, n) -> {
            var a = group.task("a", n).call((ctx, x) -> count(ctx, x)).pool("many");
            return group.task("b", a).call((ctx, x) -> count(ctx, x)).pool("many");
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

    static void random(Dag dag, int number) {
        Random random = new Random(Bodies.SEED * 1000 + number);
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

    static void isolated(Dag dag) {
        var single = task(dag, "single", Work.SHORT).isolation(Isolation.SINGLE);
        var fresh = task(dag, "fresh", Work.SHORT).isolation(Isolation.FRESH);
        single.then(fresh);
        fresh.then(task(dag, "warm", Work.SHORT));
    }

    // Longer than a host hears nothing from a worker that is frozen.
    static void lasting(Dag dag, int rank) {
        var a = task(dag, "a", rank % 2 == 0 ? new Work(17_000, 0, "ok") : Work.SHORT).pool("long").priorityWeight(100);
        a.then(task(dag, "b", Work.SHORT).pool("long").priorityWeight(100));
    }
}
