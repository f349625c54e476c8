package dev.rondo.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Cluster;
import dev.rondo.e2e.harness.ClusterExtension;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two schedulers and three workers run 200 DAGs that use all there is, while schedulers and workers are killed at
 * random and started again and a worker sleeps through its lease; then a checker that shares no code with them reads
 * the tables and what the bodies left.
 *
 * <p>On request: {@code -Drondo.chaos.seconds=25}, or as long as the storm is to be. {@code -Drondo.chaos.seed=…}
 * repeats one: the same DAGs, the same kills and the same questions, though never the same interleaving.
 */
@EnabledIfSystemProperty(named = "rondo.chaos.seconds", matches = "[0-9]+")
class ChaosTest {

    private static final long SEED = Long.getLong("rondo.chaos.seed", System.nanoTime() % 1_000_000);
    private static final Duration STORM = Duration.ofSeconds(Long.getLong("rondo.chaos.seconds", 25));
    private static final Duration LIMIT = Duration.ofMinutes(6);

    private static final Map<String, Integer> POOLS =
            Map.of("default_pool", 6, "narrow", 2, "wide", 4, "ranked", 2, "endless", 2);

    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(cluster -> {
        var _ = cluster.startScheduler("second");
        Kills.WORKERS.forEach(worker -> Kills.startWorker(cluster, worker));
    });

    @TempDir
    static Path folder;

    private static byte[] jar() throws IOException {
        try (InputStream in = ChaosTest.class.getResourceAsStream("/chaos/Chaos.java")) {
            String source = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@FOLDER@", folder.toString())
                    .replace("@SEED@", Long.toString(SEED))
                    .replace(
                            "@UNTIL@",
                            Instant.now()
                                    .plus(STORM)
                                    .plusSeconds(30)
                                    .truncatedTo(ChronoUnit.SECONDS)
                                    .toString())
                    .replace("@DAGS@", Integer.toString(Kind.DAGS))
                    .replace(
                            "@KINDS@",
                            Arrays.stream(Kind.values()).map(Kind::label).collect(Collectors.joining(",")));
            return DagJar.of(Distribution.built()).source("ex.Chaos", source).bytes();
        }
    }

    @Test
    void whatever_is_killed_no_rule_is_broken() throws IOException, InterruptedException {
        System.out.println("chaos: seed " + SEED + ", a storm of " + STORM.toSeconds() + " s");
        Cluster cluster = CLUSTER.get();
        makePools();
        cluster.home("server").drop("chaos.jar", jar());
        cluster.dags().awaitThere(Kind.dag(Kind.DAGS - 1));

        try (Database database = Database.open(cluster.postgres().settings());
                Watch watch = new Watch(Database.open(cluster.postgres().settings()));
                Kills kills = new Kills(cluster, new Random(SEED))) {
            watch.start();
            kills.start();
            Asked asked = new Storm(cluster.api(), new Random(SEED + 1)).blow(STORM, kills::wereOfBoth);
            kills.end();
            awaitEnd(database);

            Story story = new Story(new StoryReader(database).tables(), Lives.read(folder), asked);
            List<String> violations = new ArrayList<>(Checker.violations(story));
            violations.addAll(watch.violations());
            System.out.println("chaos: seed " + SEED + ", " + told(story) + ", " + kills.ofWorkers()
                    + " workers and " + kills.ofSchedulers() + " schedulers killed, " + watch.looks()
                    + " looks at the limits, " + violations.size() + " violations");
            assertThat(violations).as("seed " + SEED).isEmpty();
            assertThat(database.texts("select name || ' ' || used_slots from pool where used_slots <> 0"))
                    .as("slots that nobody gave back")
                    .isEmpty();
            assertThat(watch.looks()).isGreaterThan(20);
            assertThat(kills.ofWorkers()).isPositive();
            assertThat(kills.ofSchedulers()).isPositive();
        }
    }

    private static String told(Story story) {
        return story.tables().runs().size() + " runs, " + story.rows().count() + " instances, "
                + story.lives().count() + " bodies, " + story.asked().clears().size() + " clears, "
                + story.asked().answers().size() + " answers, "
                + story.asked().marks().size() + " marks, "
                + story.tables().assets().events().size() + " updates";
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

    private static void awaitEnd(Database database) {
        var _ = Await.until("all runs to end", LIMIT, () -> database.texts("""
                        select dag_id || ' ' || run_id || ' ' || state from dag_run where state in ('queued', 'running')
                            and not (dag_id like 'until\\_failure%' and state = 'queued' and exists (
                                select 1 from dag_run before where before.dag_id = dag_run.dag_id
                                    and before.state = 'failed'))
                        union all
                        select distinct 'event for ' || p.dag_id from asset_pending p join dag d on d.dag_id = p.dag_id
                            where not exists (select 1 from dag_asset leaf where leaf.dag_id = p.dag_id
                                and leaf.role = 'schedule' and d.asset_expression like '%"all"%' and not exists (
                                    select 1 from asset_pending other where other.dag_id = p.dag_id
                                        and other.name = leaf.name))
                        union all
                        select 'callback ' || kind || ' of run ' || run_no from outbox where done_at is null
                        union all
                        select 'deadline ' || name || ' of run ' || run_no from deadline
                            where missed_at is null and due_at < now()
                        union all
                        select 'take-over of run ' || run_no from backfill_take_over
                        union all
                        select d.dag_id || ' has to catch up' from dag d where d.next_run_after < now()"""), List::isEmpty);
    }
}
