package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Marks;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of standalone, again and again while runs go on, every other time before it is ready.
 *
 * <p>{@code -Drondo.kills=…} is how often, 2 by default; {@code -Drondo.kills.seed=…} makes the same moments again.
 */
class KilledStandaloneTest {

    private static final int KILLS = Integer.getInteger("rondo.kills", 2);

    private static final long SEED = Long.getLong("rondo.kills.seed", 4711);

    private static final int TASKS = 5;

    // As long as a start takes here, and a little longer.
    private static final int DURING_START_MILLIS = 4_000;

    private static final int DURING_RUNS_MILLIS = 2_000;

    // The shortest that there is: what a killed one had is lost until then.
    private static final String LEASE_SECONDS = "20";

    @RegisterExtension
    static final RondoExtension RONDO =
            RondoExtension.standalone(Map.of("RONDO_WORKER_LEASE_SECONDS", LEASE_SECONDS), "--slots", "4");

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Run> runs = new ArrayList<>();

    private static byte[] jar() {
        return DagJar.of(Distribution.built())
                .dag("Killed", """
                public final class Killed implements DagDefinition {
                """ + Marks.SOURCE + """
                    record Params(String folder, String run) {}

                    public Dag define() {
                        Dag dag = Dag.create("killed").maxActiveRuns(100);
                        var params = dag.params(new Params("/nowhere", "r"));
                        var all = new java.util.ArrayList<TaskRef<Integer>>();
                        for (int i = 0; i < TASKS; i++) {
                            int n = i;
                            all.add(dag.task("t" + n, params).call(p -> {
                                live(p.folder(), p.run() + "-t" + n, 200);
                                System.out.println("lived " + n);
                                return n;
                            }));
                        }
                        dag.task("sum", dag.all(all)).call(found -> found.stream().mapToInt(n -> n).sum());
                        return dag;
                    }
                }
                """.replace("TASKS", Integer.toString(TASKS)))
                .bytes();
    }

    @Test
    void it_comes_up_each_time_and_every_run_ends_right() {
        System.out.println("kills: " + KILLS + ", seed: " + SEED);
        RONDO.home().drop("killed.jar", jar());
        trigger();
        for (int kill = 0; kill < KILLS; kill++) {
            killAndStart(kill);
        }

        assertAllEndedRight();
        RONDO.process().sigterm();
        var _ = RONDO.process().awaitExit();
        assertThat(RONDO.home().inhabitants()).as("processes left behind").isEmpty();
    }

    private void trigger() {
        runs.add(RONDO.dags().run("killed", Map.of("folder", folder.toString(), "run", "r" + runs.size())));
    }

    private void killAndStart(int kill) {
        boolean duringStart = kill % 2 == 1;
        if (duringStart) {
            RONDO.process().kill9();
            RONDO.launch();
        }
        int moment = random.nextInt(duringStart ? DURING_START_MILLIS : DURING_RUNS_MILLIS);
        LockSupport.parkNanos(Duration.ofMillis(moment).toNanos());
        RONDO.process().kill9();
        long began = System.nanoTime();
        RONDO.start();
        System.out.printf(
                "kill %d, %d ms into %s: ready after %d ms%n",
                kill, moment, duringStart ? "a start" : "runs", (System.nanoTime() - began) / 1_000_000);
        trigger();
    }

    private void assertAllEndedRight() {
        List<Run> known = runs.stream().map(run -> RONDO.dags().known(run)).toList();
        for (Run run : known) {
            assertThat(run.awaitEnd())
                    .as(() -> "run " + run.id() + ", " + tasksOf(run))
                    .isEqualTo("success");
            assertThat(run.result("sum").asInt()).isEqualTo(TASKS * (TASKS - 1) / 2);
            assertThat(new TreeSet<>(run.states().values())).containsExactly("success");
        }
        assertThat(RONDO.dags().runs("killed")).as("runs").hasSize(known.size());
        Marks marks = new Marks(folder);
        assertThat(marks.overlaps()).as("bodies that ran twice at once").isEmpty();
        assertThat(marks.lives()).hasSize(known.size() * TASKS);
        for (int number = 0; number < known.size(); number++) {
            Run run = known.get(number);
            String name = "r" + number;
            IntStream.range(0, TASKS).forEach(n -> assertRanOnceOrWasLost(run, marks, name, "t" + n));
        }
        assertThat(RONDO.home().read("server.log")).doesNotContain("this is a bug", "a mistake of ours");
    }

    /** Each with what came of it and why: the home is gone when the test has failed. */
    private static String tasksOf(Run run) {
        return run.states().keySet().stream()
                .map(task -> task + ": " + run.task(task))
                .collect(Collectors.joining(", "));
    }

    private static void assertRanOnceOrWasLost(Run run, Marks marks, String name, String task) {
        List<Marks.Life> lives = marks.lives().getOrDefault(name + "-" + task, List.of());
        assertThat(run.task(task).tryNumber())
                .as("%s of %s: a kill costs no retry", task, name)
                .isEqualTo(1);
        assertThat(lives.getLast().ended()).as("%s of %s ended", task, name).isTrue();
        assertThat(lives.size() - 1)
                .as("%s of %s: times that it ran again, each for one that was lost", task, name)
                .isLessThanOrEqualTo(run.lostExecutions(task, 1).size());
        var _ = Await.until(
                "the log of " + task + " of " + name,
                () -> run.log(task, 1),
                log -> log.contains("lived " + task.substring(1)));
    }
}
