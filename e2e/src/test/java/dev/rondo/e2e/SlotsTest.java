package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Marks;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.harness.Signals;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What holds a slot and what does not, and what goes on while jars and hosts change under the tasks. */
class SlotsTest {

    private static final int SLOTS = 2;
    private static final int SENSORS = 5;
    private static final int QUICK = 40;

    // Their window opens when they were quick lately, which a busy machine may spoil now and then.
    private static final Duration TO_OPEN = Duration.ofSeconds(8);
    private static final int ATTEMPTS = 6;

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone(Map.of(), "--slots", Integer.toString(SLOTS));

    @TempDir
    Path folder;

    private final AtomicInteger gates = new AtomicInteger();

    @BeforeAll
    static void drop() {
        RONDO.home()
                .drop(
                        "slots.jar",
                        DagJar.of(Distribution.built())
                                .dag(
                                        "Slots",
                                        """
                public final class Slots implements DagFamily {
                """ + Marks.SOURCE
                                                + """
                    record Params(String folder, String gate) {}

                    static Path in(String folder, String name) {
                        return Path.of(folder, name);
                    }

                    public record WaitFor(String folder) implements Sensor<String> {
                        @Override public String execute(TaskContext context) {
                            if (!Files.exists(in(folder, "go"))) {
                                throw LookAgain.in(Duration.ofSeconds(3));
                            }
                            return folder;
                        }
                    }

                    static void quick(TaskContext ctx, int n) throws Exception {
                        Params p = ctx.params(Params.class);
                        if (!p.gate().isEmpty()) {
                            liveUntil(p.folder(), "n" + n, p.gate());
                        }
                    }

                    public List<Dag> define() {
                        Dag sensors = Dag.create("sensors");
                        var params = sensors.params(new Params("/nowhere", ""));
                        var folders = sensors.task("folders", params)
                            .call(p -> Collections.nCopies(SENSORS, p.folder()))
                            .returns(new TypeOf<List<String>>() {});
                        sensors.map("wait", folders).use(WaitFor::new);

                        Dag opener = Dag.create("opener");
                        opener.task("go", opener.params(new Params("/nowhere", ""))).run(p -> {
                            Files.createFile(in(p.folder(), "go"));
                        });

                        Dag ahead = Dag.create("ahead");
                        ahead.params(new Params("/nowhere", ""));
                        ahead.map("quick", java.util.stream.IntStream.range(0, QUICK).boxed().toList())
                            .run((ctx, n) -> quick(ctx, n));
                        Dag narrow = Dag.create("narrow");
                        narrow.params(new Params("/nowhere", ""));
                        var crowd = narrow.map("crowd", java.util.stream.IntStream.range(0, SENSORS).boxed().toList())
                            .run((ctx, n) -> liveUntil(ctx.params(Params.class).folder(), "crowd" + n, "go")).pool("narrow");
                        narrow.task("last").run(ctx -> liveUntil(ctx.params(Params.class).folder(), "last", "go"))
                            .pool("narrow").priorityWeight(-1).weightRule(WeightRule.ABSOLUTE);
                        narrow.task("beside").run(ctx -> liveUntil(ctx.params(Params.class).folder(), "beside", "go"));
                        return List.of(sensors, opener, ahead, narrow);
                    }
                }
                """.replace("SENSORS", Integer.toString(SENSORS))
                                                        .replace("QUICK", Integer.toString(QUICK)))
                                .bytes());
    }

    private Map<String, ?> conf(String gate) {
        return Map.of("folder", folder.toString(), "gate", gate);
    }

    private void open(String gate) {
        new Marks(folder).open(gate);
    }

    private static int in(Run run, String state) {
        return Collections.frequency(run.states().values(), state);
    }

    @Test
    void sensors_that_wait_hold_no_slot_and_their_pokes_are_one_try() {
        RONDO.dags().unpause("opener");
        Run waiting = RONDO.dags().run("sensors", conf(""));
        waiting.awaitBegun();
        var _ = Await.until("all sensors to wait", () -> in(waiting, "up_for_reschedule"), n -> n == SENSORS);

        Run opener = RONDO.dags().trigger("opener", conf(""));

        assertThat(opener.awaitEnd()).isEqualTo("success");
        assertThat(waiting.awaitEnd()).isEqualTo("success");
        assertThat(new TreeSet<>(waiting.states().values())).containsExactly("success");
        assertThat(waiting.task("wait", SENSORS - 1).tryNumber()).isEqualTo(1);
    }

    @Test
    void no_more_tasks_run_at_once_than_their_pool_has_slots_and_the_least_important_comes_last() {
        var _ = RONDO.api().post("/pools", Map.of("name", "narrow", "slots", 1));

        Run run = RONDO.dags().run("narrow", conf(""));
        new Marks(folder).awaitLiving(1, life -> life.key().startsWith("crowd"));
        new Marks(folder).awaitLiving(1, life -> life.key().equals("beside")); // it is in no such pool
        open("go");

        assertThat(run.awaitEnd()).isEqualTo("success");
        List<Marks.Life> lives = new Marks(folder)
                .lives().values().stream()
                        .flatMap(List::stream)
                        .sorted(Comparator.comparingLong(Marks.Life::from))
                        .toList();
        assertThat(lives).hasSize(SENSORS + 2);
        assertThat(new Marks(folder).overlapsWithin(life -> life.key().equals("beside") ? "beside" : "narrow"))
                .isEmpty();
        assertThat(lives.stream().map(Marks.Life::key).filter(key -> !key.equals("beside")))
                .endsWith("last");
    }

    @Test
    void short_tasks_wait_in_the_worker_and_one_runs_at_a_time_in_a_jvm() {
        Gated gated = runThatIsAheadOfItsSlots();

        assertThat(in(gated.run, "running")).isLessThanOrEqualTo(SLOTS);
        assertThat(new Marks(folder).lives()).hasSizeLessThanOrEqualTo(SLOTS);
        open(gated.gate);

        assertThat(gated.run.awaitEnd()).isEqualTo("success");
        assertThat(new Marks(folder).overlapsWithin(Marks.Life::pid)).isEmpty();
    }

    @Test
    void what_waits_in_a_jvm_that_is_killed_runs_elsewhere_in_its_first_try() {
        Gated gated = runThatIsAheadOfItsSlots();
        Marks.Life killed = Await.until("a body to live", () -> new Marks(folder).lives(), lives -> !lives.isEmpty())
                .values()
                .iterator()
                .next()
                .getFirst();

        Signals.send("KILL", killed.pid());
        open(gated.gate);

        assertThat(gated.run.awaitEnd()).isEqualTo("failed");
        assertThat(gated.run.elementsWith("quick", "killed_by_signal")).hasSize(1);
        assertThat(in(gated.run, "failed")).isEqualTo(1);
        assertThat(in(gated.run, "success")).isEqualTo(QUICK - 1);
        assertThat(new Marks(folder).lives().values())
                .allSatisfy(lives -> assertThat(lives).hasSize(1));
        assertThat(new Marks(folder).overlapsWithin(Marks.Life::pid)).isEmpty();
    }

    private record Gated(Run run, String gate) {}

    /** A run whose first bodies wait for a gate, while more tasks than there are slots are with the worker. */
    private Gated runThatIsAheadOfItsSlots() {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            assertThat(RONDO.dags().run("ahead", conf("")).awaitEnd()).isEqualTo("success");
            String gate = "gate-" + gates.incrementAndGet();
            Run run = RONDO.dags().trigger("ahead", conf(gate));
            run.awaitBegun();
            if (isAhead(run)) {
                return new Gated(run, gate);
            }
            open(gate);
            assertThat(run.awaitEnd()).isEqualTo("success");
            clear();
        }
        throw new AssertionError("in " + ATTEMPTS + " runs no more tasks were with the worker than it has slots");
    }

    private static boolean isAhead(Run run) {
        long end = System.nanoTime() + TO_OPEN.toNanos();
        return Await.until(
                        "more tasks to be with the worker than it has slots, or time to be up",
                        () -> in(run, "queued"),
                        n -> n > SLOTS || System.nanoTime() > end)
                > SLOTS;
    }

    private void clear() {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void tasks_finish_on_the_jar_that_their_run_began_with() {
        RONDO.home().drop("replaced.jar", version("one"));
        Run old = RONDO.dags().run("replaced", Map.of("folder", folder.toString()));
        var _ = old.awaitTask("first", "running");
        RONDO.home().drop("replaced.jar", version("two"));
        Await.until("the new version to be there", () -> RONDO.dags().version("replaced") == 2);
        Run fresh = RONDO.dags().trigger("replaced", Map.of("folder", folder.toString()));
        open("go");

        assertThat(old.awaitEnd()).isEqualTo("success");
        assertThat(old.result("second").asText()).isEqualTo("one after one");
        assertThat(fresh.awaitEnd()).isEqualTo("success");
        assertThat(fresh.result("second").asText()).isEqualTo("two after two");
    }

    private static byte[] version(String name) {
        return DagJar.of(Distribution.built())
                .dag("Replaced", """
                public final class Replaced implements DagDefinition {
                    record Params(String folder) {}

                    public Dag define() {
                        Dag dag = Dag.create("replaced").doc("version NAME");
                        var params = dag.params(new Params("/nowhere"));
                        var first = dag.task("first", params).call(p -> {
                            while (!Files.exists(Path.of(p.folder(), "go"))) {
                                Thread.sleep(20);
                            }
                            return "NAME";
                        });
                        dag.task("second", first).call(f -> "NAME after " + f);
                        return dag;
                    }
                }
                """.replace("NAME", name))
                .bytes();
    }
}
