package dev.rondo.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Cluster;
import dev.rondo.e2e.harness.ClusterExtension;
import dev.rondo.e2e.harness.Dags;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two schedulers and three workers run 200 DAGs that use all there is, while workers are killed at random and started
 * again; then a checker that shares no code with them reads the tables and what the bodies left.
 *
 * <p>On request: {@code -Drondo.chaos.seconds=20}, or as long as the storm is to be. {@code -Drondo.chaos.seed=…}
 * repeats one: the same DAGs and the same kills, though never the same interleaving.
 */
@EnabledIfSystemProperty(named = "rondo.chaos.seconds", matches = "[0-9]+")
class ChaosTest {

    private static final long SEED = Long.getLong("rondo.chaos.seed", System.nanoTime() % 1_000_000);
    private static final Duration STORM = Duration.ofSeconds(Long.getLong("rondo.chaos.seconds", 20));
    private static final Duration LIMIT = Duration.ofMinutes(6);

    private static final List<String> WORKERS = List.of("one", "two", "three");
    private static final int SLOTS = 3;

    // Of the kinds in the resource: those that only start by hand, by the last two digits' remainder of 20.
    private static final List<Integer> BY_HAND = List.of(0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 18, 19);
    private static final int BACKFILLED = 14;
    private static final List<String> NAMES = List.of(
            "chain",
            "mapping",
            "mapped_group",
            "branch",
            "rules",
            "setup",
            "groups",
            "producer",
            "consumer",
            "sensor",
            "retries",
            "timeouts",
            "past",
            "catchup",
            "backfilled",
            "sequential",
            "until_failure",
            "latest",
            "run_timeout",
            "random");
    private static final int DAGS = 200;
    private static final Map<String, Integer> POOLS = Map.of("default_pool", 6, "narrow", 2, "wide", 4);

    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(cluster -> {
        var _ = cluster.startScheduler("second");
        WORKERS.forEach(worker -> start(cluster, worker));
    });

    @TempDir
    static Path folder;

    private final AtomicInteger kills = new AtomicInteger();
    private volatile boolean calm;

    private static void start(Cluster cluster, String worker) {
        List<String> schedulers =
                worker.equals("two") ? List.of("second", "scheduler") : List.of("scheduler", "second");
        var _ = cluster.startWorker(worker, SLOTS, schedulers);
    }

    private static String dag(int number) {
        return String.format(java.util.Locale.ROOT, "%s_%03d", NAMES.get(number % NAMES.size()), number);
    }

    private static byte[] jar() throws IOException {
        try (InputStream in = ChaosTest.class.getResourceAsStream("/chaos/Chaos.java")) {
            String source = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return DagJar.of(Distribution.built())
                    .source(
                            "ex.Chaos",
                            source.replace("@FOLDER@", folder.toString()).replace("@SEED@", Long.toString(SEED)))
                    .bytes();
        }
    }

    @Test
    void whatever_is_killed_no_rule_is_broken() throws IOException, InterruptedException {
        System.out.println("chaos: seed " + SEED + ", a storm of " + STORM.toSeconds() + " s");
        Cluster cluster = CLUSTER.get();
        makePools();
        cluster.home("server").drop("chaos.jar", jar());
        cluster.dags().awaitThere(dag(DAGS - 1));
        Map<String, Set<String>> triggered;
        try (Database database = Database.open(cluster.postgres().settings());
                Watch watch = new Watch(Database.open(cluster.postgres().settings()))) {
            watch.start();
            Thread killer = Thread.ofPlatform().name("killer").start(this::kill);
            triggered = trigger();
            calm = true;
            killer.join();
            awaitEnd(database);

            Story story = Story.read(database, folder);
            List<String> violations = new ArrayList<>(new Checker(story, POOLS).violations(triggered));
            violations.addAll(new RulesInSql(database).violations());
            violations.addAll(watch.violations());
            System.out.println("chaos: seed " + SEED + ", " + story.runs().size() + " runs, "
                    + story.instances().size() + " instances, "
                    + story.lives().values().stream().mapToInt(List::size).sum() + " bodies, " + kills
                    + " kills, " + watch.looks() + " looks at the limits, " + violations.size() + " violations");
            assertThat(violations).as("seed " + SEED).isEmpty();
            assertThat(database.texts("select name || ' ' || used_slots from pool where used_slots <> 0"))
                    .as("slots that nobody gave back")
                    .isEmpty();
            assertThat(watch.looks()).isGreaterThan(20);
            assertThat(kills.get()).isGreaterThan(1);
        }
    }

    private static void makePools() {
        POOLS.forEach((name, slots) -> {
            if (name.equals("default_pool")) {
                var _ = CLUSTER.get().api().patch("/pools/" + name, Map.of("slots", slots));
            } else {
                var _ = CLUSTER.get().api().post("/pools", Map.of("name", name, "slots", slots));
            }
        });
    }

    private void kill() {
        Random random = new Random(SEED);
        while (!calm) {
            LockSupport.parkNanos(Duration.ofMillis(2000 + random.nextInt(3000)).toNanos());
            String worker = WORKERS.get(random.nextInt(WORKERS.size()));
            CLUSTER.get().process(worker).kill9();
            kills.incrementAndGet();
            start(CLUSTER.get(), worker);
        }
    }

    /** Ids of the runs that were asked for, by DAG. */
    private static Map<String, Set<String>> trigger() {
        Dags dags = CLUSTER.get().dags();
        Random random = new Random(SEED + 1);
        long end = System.nanoTime() + STORM.toNanos();
        List<Integer> byHand = IntStream.range(0, DAGS)
                .filter(n -> BY_HAND.contains(n % NAMES.size()))
                .boxed()
                .toList();
        for (int number = BACKFILLED; number < DAGS; number += NAMES.size()) {
            backfill(dag(number), number % 3 == 0);
        }
        Map<String, Set<String>> triggered = new HashMap<>();
        for (int number : byHand) {
            trigger(dags, dag(number), triggered);
        }
        while (System.nanoTime() < end) {
            trigger(dags, dag(byHand.get(random.nextInt(byHand.size()))), triggered);
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(500)).toNanos());
        }
        return triggered;
    }

    private static void trigger(Dags dags, String dag, Map<String, Set<String>> triggered) {
        triggered
                .computeIfAbsent(dag, d -> new TreeSet<>())
                .add(dags.trigger(dag, Map.of()).id());
    }

    private static void backfill(String dag, boolean backwards) {
        var _ = CLUSTER.get()
                .api()
                .post(
                        "/backfills",
                        Map.of(
                                "dag_id",
                                dag,
                                "from_date",
                                "2026-01-02T00:00:00Z",
                                "to_date",
                                "2026-01-06T00:00:00Z",
                                "run_backwards",
                                backwards,
                                "max_active_runs",
                                2));
    }

    private static void awaitEnd(Database database) {
        var _ = Await.until("all runs to end", LIMIT, () -> database.texts("""
                        select dag_id || ' ' || run_id || ' ' || state from dag_run where state in ('queued', 'running')
                            and not (dag_id like 'until\\_failure%' and state = 'queued' and exists (
                                select 1 from dag_run before where before.dag_id = dag_run.dag_id
                                    and before.state = 'failed'))
                        union all
                        select 'event for ' || dag_id from asset_pending
                        union all
                        select d.dag_id || ' has to catch up' from dag d where d.next_run_after < now()"""), List::isEmpty);
    }
}
