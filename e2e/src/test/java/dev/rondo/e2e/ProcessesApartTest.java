package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Cluster;
import dev.rondo.e2e.harness.ClusterExtension;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Marks;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.harness.Signals;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Every process by itself, and each of them killed, frozen or cut off while tasks run. */
class ProcessesApartTest {

    // What a worker's lease is, and a bit: nobody takes its tries before.
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration LIMIT = Duration.ofMinutes(4);

    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(cluster -> {
        var _ = cluster.startWorker("one", 4);
        var _ = cluster.startWorker("two", 4);
    });

    @TempDir
    Path marks;

    @TempDir
    Path marksOfAnother;

    @BeforeAll
    static void drop() {
        CLUSTER.get()
                .home("server")
                .drop(
                        "storm.jar",
                        DagJar.of(Distribution.built())
                                .dag("Storm", """
                public final class Storm implements DagFamily {
                """ + Marks.SOURCE + """
                    record Params(String folder, int tasks, long millis) {}

                    static List<Integer> numbers(Params params) {
                        return java.util.stream.IntStream.range(0, params.tasks()).boxed().toList();
                    }

                    static Dag dag(String id, boolean staged) {
                        Dag dag = Dag.create(id);
                        var params = dag.params(new Params("/nowhere", 1, 1));
                        var numbers = dag.task("numbers", params).call(Storm::numbers);
                        var lived = dag.map("live", numbers).call((ctx, n) -> {
                            Params p = ctx.params(Params.class);
                            if (staged) {
                                liveUntil(p.folder(), "n" + n, "stage-" + n / 40);
                            } else {
                                live(p.folder(), "n" + n, p.millis());
                            }
                            // By a token that may be older than the scheduler that is asked with it.
                            ctx.xcomPush("lived", n);
                            return n;
                        }).retries(1).retryDelay(Duration.ofMillis(10));
                        dag.task("sum", lived).call(all -> all.stream().mapToInt(n -> n).sum());
                        return dag;
                    }

                    static Dag queues() {
                        Dag dag = Dag.create("queues");
                        dag.task("anywhere").run(() -> {});
                        dag.params(new Params("", 1, 1));
                        dag.task("there").run(ctx -> {
                            String folder = ctx.params(Params.class).folder();
                            if (!folder.isEmpty()) {
                                liveUntil(folder, "there", "gate");
                            }
                        }).queue("gpu");
                        return dag;
                    }

                    public List<Dag> define() {
                        return List.of(dag("storm", true), dag("calm", false), queues());
                    }
                }
                """)
                                .bytes());
    }

    private static Run run(String dagId, Path folder, int tasks, long millis) {
        return CLUSTER.get().dags().run(dagId, Map.of("folder", folder.toString(), "tasks", tasks, "millis", millis));
    }

    private long ended() {
        return new Marks(marks)
                .lives().values().stream().filter(all -> all.getLast().ended()).count();
    }

    private void awaitEnded(int count) {
        Await.until(count + " bodies to have ended", LIMIT, this::ended, n -> n >= count);
    }

    private void assertRight(Run run, int tasks) {
        assertThat(run.awaitEnd(LIMIT)).isEqualTo("success");
        assertThat(run.result("sum").asInt()).isEqualTo(tasks * (tasks - 1) / 2);
        assertThat(new TreeSet<>(run.states().values())).containsExactly("success");
        assertThat(new Marks(marks).lives()).hasSize(tasks);
        assertThat(new Marks(marks).overlaps()).isEmpty();
    }

    @Test
    void the_same_dags_run_on_workers_that_know_no_database() throws IOException {
        Run run = run("calm", marks, 16, 200);

        assertRight(run, 16);
        assertThat(List.of(run.task("live", 0).worker(), run.task("live", 15).worker()))
                .isSubsetOf("one", "two");
        assertThat(Files.readString(
                        Path.of("/proc/" + CLUSTER.get().process("one").pid() + "/environ")))
                .contains("RONDO_WORKER_TOKEN")
                .doesNotContain("DATABASE");
    }

    // All at once, for they take one start of the cluster.
    @Test
    void the_six_dags_of_standalone_come_to_the_same_there() throws IOException {
        Cluster cluster = CLUSTER.get();
        SixDags.drop(cluster.home("server"), cluster.api());
        Run asks = SixDags.triggerFull(cluster.dags());
        Run census = SixDags.triggerGoodCensus(cluster.dags());
        Run maps = cluster.dags().run("mapping");
        Run joins = cluster.dags().run("three");
        Run tearsDown = SixDags.triggerCluster(cluster.dags());
        Run ofFamily = cluster.dags().run("census_de");

        SixDags.assertGoesOnWhenAnswered(asks);
        SixDags.assertCensusPushes(census);
        SixDags.assertMapped(maps);
        SixDags.assertJoined(joins);
        SixDags.assertTornDown(tearsDown);
        assertThat(ofFamily.awaitEnd()).isEqualTo("success");
        SixDags.pause(cluster.api());
    }

    @Test
    void a_task_of_a_queue_waits_for_a_worker_that_serves_it() {
        Run run = CLUSTER.get().dags().run("queues");

        assertThat(run.awaitTask("anywhere", "success").worker()).isIn("one", "two");
        assertThat(run.task("there").state()).isEqualTo("scheduled");
        // Closed also when this fails: other tests need that nobody serves the queue.
        try (RondoProcess worker = CLUSTER.get().startWorker("three", 1, List.of("scheduler"), "--queues", "gpu,tpu")) {
            assertThat(run.awaitEnd()).isEqualTo("success");
            assertThat(run.task("there").worker()).isEqualTo(worker.name());
        }
    }

    // The bodies of a stage live until the stage is over: so each kill finds them running.
    @Test
    void each_process_is_killed_in_turn_while_200_tasks_run_and_the_run_ends_right() {
        Cluster cluster = CLUSTER.get();
        Run run = run("storm", marks, 200, 0);

        awaitLiving(8, life -> true);
        cluster.process("scheduler").kill9();
        endStage(0);
        var _ = cluster.startScheduler();
        awaitLiving(8, life -> stage(life) == 1);
        cluster.process("webserver").kill9();
        cluster.process("dag-processor").kill9();
        endStage(1);
        var _ = cluster.startDagProcessor();
        var _ = cluster.startWebserver();
        awaitLiving(8, life -> stage(life) == 2);
        cluster.process("one").kill9();
        endStage(2);
        var _ = cluster.startWorker("one", 4);
        awaitLiving(8, life -> stage(life) == 3);
        Signals.send("KILL", cluster.postgres().pid());
        endStage(3);
        Await.until("PostgreSQL to be up again", cluster.postgres()::restartIfDead);
        awaitLiving(8, life -> stage(life) == 4);
        Set<Integer> hit = killHosts("two");
        endStage(4);

        assertRight(run, 200);
        // A try whose host is killed has failed, and its task has a retry; all other deaths cost no try.
        assertThat(hit).isNotEmpty();
        assertThat(run.elementsWith("live", "killed_by_signal")).isEqualTo(hit);
        assertThat(run.elementsWith("live", "exception")).isEmpty();
    }

    private static int stage(Marks.Life life) {
        return number(life) / 40;
    }

    private static int number(Marks.Life life) {
        return Integer.parseInt(life.key().substring(1));
    }

    private void endStage(int stage) {
        new Marks(marks).open("stage-" + stage);
    }

    private void awaitLiving(int count, Predicate<Marks.Life> of) {
        new Marks(marks).awaitLiving(count, of);
    }

    /** Kills the task hosts of a worker; which numbers lived in them. */
    private Set<Integer> killHosts(String worker) {
        Cluster cluster = CLUSTER.get();
        List<Long> hosts = cluster.home(worker).inhabitants().stream()
                .map(ProcessHandle::pid)
                .filter(pid -> pid != cluster.process(worker).pid())
                .toList();
        Set<Integer> hit = new TreeSet<>();
        new Marks(marks)
                .living().stream().filter(life -> hosts.contains(life.pid())).forEach(life -> hit.add(number(life)));
        hosts.forEach(pid -> Signals.send("KILL", pid));
        return hit;
    }

    @Test
    void postgresql_may_be_gone_for_20_seconds_also_for_a_server_that_starts() {
        Cluster cluster = CLUSTER.get();
        Run run = run("calm", marks, 60, 500);

        awaitEnded(5);
        cluster.process("webserver").kill9();
        Signals.send("KILL", cluster.postgres().pid());
        long back = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        RondoProcess webserver = cluster.beginWebserver();
        webserver.awaitOutput("the database does not answer yet, waiting up to 60 s for it");
        Await.until("20 seconds to pass", () -> System.nanoTime() > back);
        assertThat(cluster.postgres().restartIfDead()).isTrue();
        webserver.awaitOutput(RondoProcess.READY);

        assertRight(run, 60);
    }

    @Test
    void a_worker_killed_or_frozen_past_its_lease_loses_its_tries_and_its_hosts_stop_as_they_wake() {
        Cluster cluster = CLUSTER.get();
        Run run = run("calm", marks, 8, 20_000);
        RondoProcess frozen = cluster.process("one");
        awaitLives(8);
        List<Long> hosts = cluster.home("one").inhabitants().stream()
                .map(ProcessHandle::pid)
                .filter(pid -> pid != frozen.pid())
                .toList();

        Run alone = runsOnWorkerThatIsKilled();
        frozen.sigstop();
        hosts.forEach(pid -> Signals.send("STOP", pid));
        awaitSecondLives(LEASE.plusMinutes(1));
        hosts.forEach(pid -> Signals.send("CONT", pid));
        long woken = System.nanoTime();
        // As long as their worker is frozen, nobody buries them: so it is not asked whether the processes are there.
        Await.until(
                "the frozen hosts to be gone",
                () -> cluster.home("one").inhabitants().stream()
                        .map(ProcessHandle::pid)
                        .noneMatch(hosts::contains));
        frozen.sigcont();

        assertThat(alone.awaitTask("there", "scheduled").reason()).isEqualTo("lost:worker_gone");
        new Marks(marksOfAnother).open("gate");
        try (var _ = CLUSTER.get().startWorker("three", 1, List.of("scheduler"), "--queues", "gpu")) {
            assertThat(alone.awaitEnd()).isEqualTo("success");
            assertThat(alone.task("there").tryNumber()).isEqualTo(1);
            assertThat(alone.lostExecutions("there", 1)).containsExactly("lost:worker_gone on three");
        }
        assertThat(run.awaitEnd(LIMIT)).isEqualTo("success");
        assertThat(run.elementsWith("live", "exception")).isEmpty();
        assertThat(new Marks(marks).lives().values())
                .allSatisfy(all -> assertThat(all.getLast().ended()).isTrue());
        // They notice within half a second; the rest is for a busy machine.
        assertThat(new Marks(marks)
                        .lives().values().stream().flatMap(List::stream).filter(life -> hosts.contains(life.pid())))
                .isNotEmpty()
                .allSatisfy(life -> assertThat(life.to())
                        .isLessThan(woken + Duration.ofSeconds(2).toNanos()));
    }

    /** A run of a queue that this worker alone served: so its loss can be looked at. */
    private Run runsOnWorkerThatIsKilled() {
        RondoProcess worker = CLUSTER.get().startWorker("three", 1, List.of("scheduler"), "--queues", "gpu");
        Run run = CLUSTER.get().dags().run("queues", Map.of("folder", marksOfAnother.toString()));
        new Marks(marksOfAnother).awaitLiving(1, life -> true);
        worker.kill9();
        return run;
    }

    @Test
    void a_worker_that_is_told_to_stop_hands_over_what_it_cannot_end_at_once() {
        Cluster cluster = CLUSTER.get();
        Run run = run("storm", marks, 8, 0);
        awaitLiving(8, life -> true);
        try (var _ = cluster.startWorker("three", 4)) {
            cluster.process("two").sigterm();
            var _ = cluster.process("two").awaitExit(Duration.ofSeconds(10));
            long gone = System.nanoTime();
            Await.until("its tries to run elsewhere", () -> secondLives() == 4);
            Duration after = Duration.ofNanos(System.nanoTime() - gone);
            endStage(0);

            assertRight(run, 8);
            assertThat(after)
                    .as("much sooner than its lease would have been over")
                    .isLessThan(LEASE.dividedBy(2));
        }
        var _ = cluster.startWorker("two", 4);
    }

    private long secondLives() {
        return new Marks(marks)
                .lives().values().stream().filter(all -> all.size() > 1).count();
    }

    private void awaitLives(int count) {
        Await.until(count + " bodies to live", () -> new Marks(marks).lives().size() >= count);
    }

    private void awaitSecondLives(Duration limit) {
        Await.until(
                "tries to begin anew",
                limit,
                () -> new Marks(marks).lives().values().stream().anyMatch(all -> all.size() > 1),
                begun -> begun);
    }
}
