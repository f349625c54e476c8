package dev.rondo.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Cluster;
import dev.rondo.e2e.harness.ClusterExtension;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.jar.DagJar;
import dev.rondo.metadata.JdbcSettings;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two schedulers and three workers run DAGs that use all there is, while schedulers and workers are killed at random
 * and started again and a worker sleeps through its lease; then a checker that shares no code with them reads the
 * tables and what the bodies left.
 *
 * <p>{@code -Drondo.chaos.seconds=…} is how long it lasts, 20 by default, 0 for none; below a minute with two DAGs of
 * each kind, from then on with 200 DAGs. {@code -Drondo.chaos.seed=…} repeats one: the same DAGs, the same kills and
 * the same questions, though never the same interleaving.
 */
@DisabledIfSystemProperty(named = "rondo.chaos.seconds", matches = "0", disabledReason = "no storm was asked for")
class ChaosTest {

    static final Duration STORM = Duration.ofSeconds(Long.getLong("rondo.chaos.seconds", 20));

    private static final long SEED = Long.getLong("rondo.chaos.seed", 4711);
    // A long storm leaves thousands of elements to be done when nobody is killed any more.
    private static final Duration LIMIT = Duration.ofMinutes(STORM.toSeconds() >= 300 ? 6 : 3);
    private static final int MOST_MINUTES = 15;

    // Until a deadline at a time of day is due: the run that is to miss it waits for it as a rule.
    private static final Duration SOON = Duration.ofSeconds(40);

    // Less than the machine can do even when it does much else.
    private static final int LOOKS_A_SECOND = 2;

    // The second of January, and the sixth of every year: see RunsMade.
    private static final String HOLIDAYS = """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//chaos//holidays//EN
        BEGIN:VEVENT
        UID:once
        DTSTART;VALUE=DATE:20260102
        SUMMARY:Once
        END:VEVENT
        BEGIN:VEVENT
        UID:yearly
        DTSTART;VALUE=DATE:20190106
        RRULE:FREQ=YEARLY
        SUMMARY:Every year
        END:VEVENT
        END:VCALENDAR
        """;

    private static final List<String> SOURCES = List.of("Bodies", "Graphs", "Runs", "Tries", "Late", "Chaos");

    private static final Map<String, Integer> POOLS = Map.of(
            "default_pool", 6, "narrow", 2, "wide", 4, "ranked", 2, "endless", 2, "long", 1, "usual", 2, "many", 3);

    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(ChaosTest::cluster, cluster -> {
        List<RondoProcess> begun = new ArrayList<>();
        begun.add(cluster.beginScheduler("second"));
        Kills.WORKERS.forEach(worker -> begun.add(Kills.beginWorker(cluster, worker)));
        begun.forEach(process -> {
            var _ = cluster.ready(process);
        });
    });

    @TempDir
    static Path folder;

    private static Cluster cluster() {
        Cluster cluster = new Cluster(Map.of("RONDO_WORKER_LEASE_SECONDS", Long.toString(Kills.LEASE.toSeconds())));
        // That of the database at every other seed: in memory, its commits come sooner than they do elsewhere.
        Disks.mount(cluster, SEED % 2 != 0);
        return cluster;
    }

    private static byte[] jar(Instant soon) throws IOException {
        DagJar jar = DagJar.of(Distribution.built()).entry("holidays.ics", HOLIDAYS.getBytes(StandardCharsets.UTF_8));
        for (String name : SOURCES) {
            jar.source("ex." + name, source(name, soon));
        }
        return jar.bytes();
    }

    private static String source(String name, Instant soon) throws IOException {
        try (InputStream in = ChaosTest.class.getResourceAsStream("/chaos/" + name + ".java")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@FOLDER@", folder.toString())
                    .replace("@SEED@", Long.toString(SEED))
                    .replace("@DAGS@", Integer.toString(Kind.DAGS))
                    .replace("@ELEMENTS@", Integer.toString(Kind.ELEMENTS))
                    .replace("@SOON@", soon.toString())
                    .replace("@CLOCK@", TimesOfDay.clock(soon).toString())
                    .replace(
                            "@KINDS@",
                            Arrays.stream(Kind.values()).map(Kind::label).collect(Collectors.joining(",")));
        }
    }

    @Test
    @Timeout(value = MOST_MINUTES, unit = TimeUnit.MINUTES)
    void whatever_is_killed_no_rule_is_broken() throws IOException, InterruptedException {
        System.out.println("chaos: seed " + SEED + ", " + Kind.DAGS + " DAGs, a storm of " + STORM.toSeconds() + " s");
        Cluster cluster = CLUSTER.get();
        Disks disks = new Disks(cluster);
        makePools();
        JdbcSettings settings = cluster.postgres().settings();
        try (Database database = Database.open(settings);
                Watch watch = new Watch(Database.open(settings));
                Kills kills = new Kills(cluster, disks, Database.open(settings), new Random(SEED))) {
            long begun = System.nanoTime();
            watch.start();
            Instant soon = Instant.now().plus(SOON).truncatedTo(ChronoUnit.SECONDS);
            cluster.home("server").drop("chaos.jar", jar(soon));
            cluster.dags().awaitThere(Kind.numbered(Kind.DAGS - 1));
            Storm storm = new Storm(cluster.api(), database, folder, new Random(SEED + 1), soon);
            storm.begin();
            kills.start();
            tellingWhatHangs(database, () -> storm.blow(STORM, kills::wereOfAll, watch::full));
            kills.end();
            Asked asked = storm.end();
            tellingWhatHangs(database, () -> awaitNothingLeft(database));
            long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();

            Tables tables = new StoryReader(database).tables();
            Story story = new Story(tables, Lives.read(folder), asked, kills.faults());
            Power power = new Power(story, disks.sorts(), watch.full());
            List<String> violations = new ArrayList<>(AsWritten.violations(tables, Kind.allDags(), SEED));
            violations.addAll(Checker.violations(story));
            violations.addAll(watch.violations());
            violations.addAll(new Logs(cluster.home("server").folder().resolve("logs")).violations(story));
            System.out.println("chaos: seed " + SEED + ", over after " + seconds + " s, " + power.words() + "; "
                    + watch.looks() + " looks at the limits; " + violations.size() + " violations");
            assertThat(violations).as("seed " + SEED).isEmpty();
            assertThat(database.texts("select name || ' ' || used_slots from pool where used_slots <> 0"))
                    .as("slots that nobody gave back")
                    .isEmpty();
            assertThat(power.lacks())
                    .as("what the storm did not show, seed " + SEED)
                    .isEmpty();
            assertThat(watch.looks()).isGreaterThan(LOOKS_A_SECOND * seconds);
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

    private static void tellingWhatHangs(Database database, Runnable part) {
        try {
            part.run();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + String.join("\n", whatHangs(database)), e);
        }
    }

    // Whole rows: what is to be found out cannot be asked again once the database is gone.
    private static List<String> whatHangs(Database database) {
        return database.texts("""
            select 'run ' || row_to_json(r) from dag_run r where state = 'running'
            union all
            select 'task ' || row_to_json(t) from task_instance t join dag_run r using (run_no)
                where r.state = 'running'
            union all
            select 'try ' || row_to_json(t) from task_try t join dag_run r using (run_no) where r.state = 'running'
            union all
            select 'pool ' || row_to_json(p) from pool p
            union all
            select 'worker ' || row_to_json(w) from worker w where w.state <> 'gone'
            union all
            select 'job ' || row_to_json(j) from job j where j.ended_at is null""");
    }

    private static void awaitNothingLeft(Database database) {
        var _ = Await.until("all runs to end", LIMIT, () -> database.texts("""
            select dag_id || ' ' || run_id || ' ' || state from dag_run where state in ('queued', 'running')
                and (exists (
                    select 1 from task_instance t where t.run_no = dag_run.run_no
                        and t.state in ('queued', 'running', 'restarting'))
                    or exists (select 1 from dag d where d.dag_id = dag_run.dag_id and not d.is_paused))
                and not (dag_id like 'until\\_failure%' and state = 'queued' and exists (
                    select 1 from dag_run before where before.dag_id = dag_run.dag_id
                        and before.state = 'failed'))
            union all
            select distinct 'event for ' || p.dag_id from asset_pending p join dag d on d.dag_id = p.dag_id
                where p.is_queued and not exists (select 1 from dag_asset leaf where leaf.dag_id = p.dag_id
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
            select d.dag_id || ' has to catch up' from dag d where d.next_run_after < now() and not d.is_paused"""), List::isEmpty);
    }
}
