package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Tables.DagLimits;
import dev.rondo.e2e.chaos.Task.Role;
import dev.rondo.e2e.chaos.Task.Share;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What the source of the DAGs says, said once more by hand: the tasks with what is before them, their rules, retries,
 * pools, weights and limits. What is stored is held against it, so that what the parser or the store lose is missed;
 * the other rules then go by what is stored.
 */
final class Written {

    // In the order of the authors' constants, by which the source chooses.
    private static final List<String> RULES = List.of(
            "all_success",
            "all_failed",
            "all_done",
            "all_done_min_one_success",
            "all_done_setup_success",
            "all_skipped",
            "one_failed",
            "one_success",
            "one_done",
            "none_failed",
            "none_failed_min_one_success",
            "none_skipped",
            "always");

    private static final DagLimits USUAL = new DagLimits(16, 16, "parallel");

    private final Map<String, Task> tasks = new HashMap<>();

    private Written() {}

    static DagLimits limits(String dag) {
        return switch (Kind.of(dag)) {
            case CATCHUP -> new DagLimits(2, 3, "parallel");
            case SEQUENTIAL -> new DagLimits(16, 16, "sequential");
            case UNTIL_FAILURE -> new DagLimits(16, 16, "sequential_until_failure");
            case LATEST -> new DagLimits(16, 16, "latest_only");
            case CONTINUOUS -> new DagLimits(1, 16, "parallel");
            default -> USUAL;
        };
    }

    static Map<String, Task> tasks(String dag, long seed) {
        Written written = new Written();
        written.write(dag, Kind.rank(dag), seed);
        return Map.copyOf(written.tasks);
    }

    private void write(String dag, int rank, long seed) {
        switch (Kind.of(dag)) {
            case CHAIN -> {
                for (int i = 0; i < 5; i++) {
                    of("t" + i, i == 0 ? Set.of() : Set.of("t" + (i - 1)));
                    pool("t" + i, "narrow", 1);
                    retries("t" + i, i == 0 ? 0 : 2);
                }
                pool("t0", "default_pool", 1);
            }
            case MAPPING -> {
                of("numbers");
                of("few");
                of(
                        "each",
                        switch (rank % 4) {
                            case 0, 2 -> Set.of("numbers");
                            case 1 -> Set.of("few");
                            default -> Set.of();
                        });
                share("each", new Share("wide", 1, 100, "downstream"));
                change("each", task -> task.mapping().atOnce(2, Integer.MAX_VALUE));
                of("sum", "each");
            }
            case MAPPED_GROUP -> {
                of("numbers");
                of("per.a", "numbers");
                of("per.b", "per.a");
                for (String id : List.of("per.a", "per.b")) {
                    pool(id, "many", 1);
                    change(id, task -> task.in("per"));
                }
                of("sum", "per.b");
            }
            case BRANCH -> {
                of("gate");
                of("left", "gate");
                of("right", "gate");
                of("left2", "left");
                of("join", "left2", "right");
                rule("join", "none_failed_min_one_success");
                of("last", "join");
                rule("last", "all_done");
                of("enough");
                of("more", "enough");
                of("tidy", "more");
                rule("tidy", "all_done");
            }
            case RULES -> {
                List<String> sources = List.of("good", "bad", "skipping");
                sources.forEach(this::of);
                for (String rule : RULES) {
                    Set<String> before = new HashSet<>();
                    for (int i = 0; i < 3; i++) {
                        if ((1 + rank % 7 >> i & 1) == 1) {
                            before.add(sources.get(i));
                        }
                    }
                    of(rule, before);
                    rule(rule, rule);
                }
            }
            case SETUP -> {
                of("up");
                change("up", task -> task.as(Role.SETUP));
                of("first", "up");
                of("second", "first");
                of("down", "up", "second");
                change("down", task -> task.as(Role.TEARDOWN));
                rule("down", "all_done_setup_success");
            }
            case GROUPS -> {
                of("begin");
                of("outer.a", "begin");
                retries("outer.a", 1);
                pool("outer.a", "narrow", 1);
                change("outer.a", task -> task.in("outer"));
                for (String id : List.of("outer.inner.b", "outer.inner.c")) {
                    of(id, "outer.a");
                    pool(id, "narrow", 2);
                    change(id, task -> task.in("outer.inner"));
                }
                of("end", "outer.inner.b", "outer.inner.c");
            }
            case PRODUCER -> {
                of("make");
                retries("make", 1);
                of("after", "make");
            }
            case CONSUMER -> of("eat");
            case SENSOR -> {
                of("wait");
                of("then", "wait");
            }
            case RETRIES -> {
                of("again");
                retries("again", 2);
                of("never");
                retries("never", 1 + rank % 2);
                of("slower");
                retries("slower", 3);
                of("hopeless");
                retries("hopeless", 2);
                of("follows", "again");
                of("upstream_failed", "never");
            }
            case TIMEOUTS -> {
                of("slow");
                of("second");
                retries("second", 1);
                of("then", "second");
            }
            case PAST -> {
                of("a");
                retries("a", 2);
                of("b", "a");
                of("c", "b");
            }
            case CATCHUP -> {
                for (int i = 0; i < 5; i++) {
                    of("t" + i);
                    change("t" + i, task -> task.atOnce(Integer.MAX_VALUE, 1));
                }
            }
            case BACKFILLED -> {
                of("a");
                of("b", "a");
                retries("b", 1);
            }
            case SEQUENTIAL, UNTIL_FAILURE, LATEST, TIMETABLE, REDONE -> {
                of("a");
                of("b", "a");
            }
            case RUN_TIMEOUT -> {
                of("quick");
                of("long");
                of("never", "long");
            }
            case RANDOM -> random(new Random(seed * 1000 + Kind.number(dag)));
            case RANKED -> {
                for (int i = 0; i < 6; i++) {
                    of("t" + i);
                    share("t" + i, new Share("ranked", 1, 1 + i, "absolute"));
                }
            }
            case APPROVED -> {
                of("ask");
                change("ask", Task::silenced);
                of("push", "ask");
            }
            case LATE -> of("slow");
            case CLOCK -> of("wait");
            case USUAL -> {
                of("a");
                share("a", new Share("usual", 1, 100, "downstream"));
            }
            case ISOLATED -> {
                of("single");
                change("single", task -> task.isolated("single"));
                of("fresh", "single");
                change("fresh", task -> task.isolated("fresh"));
                of("warm", "fresh");
            }
            case CLEARED -> {
                of("a");
                of("b", "a");
                change("b", Task::mapping);
                of("c", "b");
            }
            case TRIGGERING -> {
                of("fire");
                change("fire", Task::silenced);
                of("then", "fire");
            }
            case TRIGGERED -> of("there");
            case CONTINUOUS -> {
                of("a");
                of("b", "a");
                share("a", new Share("endless", 1, 100, "downstream"));
                share("b", new Share("endless", 1, 100, "downstream"));
            }
            case MARKED -> {
                of("a");
                of("b", "a");
                of("c", "b");
                of("each");
                change("each", Task::mapping);
                of("all", "each");
            }
            case TEMPLATED -> {
                of("shown");
                retries("shown", 1);
            }
            case LONG -> {
                of("a");
                of("b", "a");
                share("a", new Share("long", 1, 100, "downstream"));
                share("b", new Share("long", 1, 100, "downstream"));
            }
            case FILLED -> {
                of("a");
                of("b", "a");
                of("c", "b");
            }
            case LARGE -> {
                of("write");
                retries("write", 1);
                of("read", "write");
                of("list");
                of("each", "list");
                change("each", Task::mapping);
                of("all", "each");
            }
        }
    }

    /** By the same choices as the source, in their order. */
    private void random(Random random) {
        String[] pools = {"default_pool", "narrow", "wide"};
        List<String> all = new ArrayList<>();
        int size = 4 + random.nextInt(9);
        for (int i = 0; i < size; i++) {
            if (random.nextInt(8) > 1) {
                var _ = random.nextInt(2); // how often it fails
            }
            String id = "t" + i;
            of(id);
            retries(id, random.nextInt(3));
            share(id, new Share(pools[random.nextInt(pools.length)], 1, random.nextInt(5), "downstream"));
            rule(id, random.nextBoolean() ? "all_success" : RULES.get(random.nextInt(RULES.size())));
            Set<String> before = new HashSet<>();
            for (String one : all) {
                if (random.nextInt(all.size() + 1) < 2) {
                    before.add(one);
                }
            }
            change(id, task -> task.after(before));
            all.add(id);
        }
    }

    private void of(String id, String... before) {
        of(id, Set.of(before));
    }

    private void of(String id, Set<String> before) {
        tasks.put(id, Task.of(id, before));
    }

    private void change(String id, UnaryOperator<Task> change) {
        tasks.put(id, change.apply(Objects.requireNonNull(tasks.get(id))));
    }

    private void rule(String id, String rule) {
        change(id, task -> task.under(rule));
    }

    private void retries(String id, int retries) {
        change(id, task -> task.retried(retries));
    }

    private void pool(String id, String pool, int slots) {
        share(id, new Share(pool, slots, 1, "downstream"));
    }

    private void share(String id, Share share) {
        change(id, task -> task.taking(share));
    }
}
