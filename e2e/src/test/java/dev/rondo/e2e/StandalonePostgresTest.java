package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Marks;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.harness.Signals;
import dev.rondo.e2e.jar.DagJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The PostgreSQL that standalone brings along dies or hangs under it while tasks run, and costs no try of any. */
class StandalonePostgresTest {

    private static final int SLOTS = 8;
    private static final int TASKS = 24;

    private static final Duration GONE = Duration.ofSeconds(20);

    // Long enough for what a slow machine needs before and after that: a lease that is over would cost tries.
    private static final String LEASE_SECONDS = "120";

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone(
            Map.of("RONDO_WORKER_LEASE_SECONDS", LEASE_SECONDS), "--slots", Integer.toString(SLOTS));

    // With the lease that people have: it may be over while the server hangs, and then tries run again.
    @RegisterExtension
    static final RondoExtension USUAL = RondoExtension.standalone(Map.of(), "--slots", Integer.toString(SLOTS));

    @TempDir
    Path folder;

    @BeforeAll
    static void drop() {
        byte[] jar = DagJar.of(Distribution.built())
                .dag("Living", """
                public final class Living implements DagDefinition {
                """ + Marks.SOURCE + """
                    record Params(String folder) {}

                    public Dag define() {
                        Dag dag = Dag.create("living");
                        dag.params(new Params("/nowhere"));
                        var lived = dag.map("live", java.util.stream.IntStream.range(0, TASKS).boxed().toList())
                            .call((ctx, n) -> {
                                liveUntil(ctx.params(Params.class).folder(), "n" + n, "gate");
                                return n;
                            }).retries(1).retryDelay(Duration.ofMillis(10));
                        dag.task("sum", lived).call(all -> all.stream().mapToInt(n -> n).sum());
                        return dag;
                    }
                }
                """.replace("TASKS", Integer.toString(TASKS)))
                .bytes();
        RONDO.home().drop("living.jar", jar);
        USUAL.home().drop("living.jar", jar);
    }

    private Run runWithAllSlotsTaken(RondoExtension rondo) {
        Run run = rondo.dags().run("living", Map.of("folder", folder.toString()));
        new Marks(folder).awaitLiving(SLOTS, life -> true);
        return run;
    }

    /** Of the server whose processes are the children of this one. */
    private static long postmaster(RondoExtension rondo) {
        return rondo.home()
                .read("postgres/data/postmaster.pid")
                .lines()
                .findFirst()
                .map(Long::parseLong)
                .orElseThrow(() -> new AssertionError("there is no postmaster"));
    }

    private void assertRight(RondoExtension rondo, Run run) {
        Await.until(
                "the API to have a database",
                () -> rondo.api().send("GET", "/dags", null, "application/json").status() == 200);
        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.result("sum").asInt()).isEqualTo(TASKS * (TASKS - 1) / 2);
        assertThat(new TreeSet<>(run.states().values())).containsExactly("success");
        Marks marks = new Marks(folder);
        assertThat(marks.lives()).hasSize(TASKS);
        assertThat(marks.overlaps()).isEmpty();
        Await.until(
                "all to be healthy again",
                () -> rondo.api().get("/monitor/health"),
                health -> health.path("metadatabase").path("status").asText().equals("healthy")
                        && health.path("scheduler").path("status").asText().equals("healthy"));
        assertThat(rondo.home().read("server.log")).doesNotContain("this is a bug", "a mistake of ours");
    }

    private void assertEachRanOnce() {
        assertThat(new Marks(folder).lives().values())
                .allSatisfy(lives -> assertThat(lives).hasSize(1));
    }

    @Test
    void it_is_killed_and_is_started_again_while_bodies_end() {
        Run run = runWithAllSlotsTaken(RONDO);
        long killed = postmaster(RONDO);

        Signals.send("KILL", killed);
        new Marks(folder).open("gate");

        assertRight(RONDO, run);
        assertEachRanOnce();
        assertThat(postmaster(RONDO)).isNotEqualTo(killed);
        assertThat(RONDO.home().read("server.log")).contains("embedded postgresql died, starting it again");
    }

    @Test
    void it_hangs_for_20_seconds_while_bodies_end_and_goes_on() {
        Run run = runWithAllSlotsTaken(RONDO);
        long postmaster = postmaster(RONDO);

        hang(RONDO);

        assertRight(RONDO, run);
        assertEachRanOnce();
        assertThat(postmaster(RONDO)).isEqualTo(postmaster);
    }

    @Test
    void it_hangs_for_20_seconds_with_the_usual_lease_and_no_try_is_used_up() {
        Run run = runWithAllSlotsTaken(USUAL);

        hang(USUAL);

        assertRight(USUAL, run);
        assertThat(run.elementsWith("live", "exception")).isEmpty();
        assertThat(IntStream.range(0, TASKS).mapToObj(n -> run.task("live", n).tryNumber()))
                .containsOnly(1);
    }

    /** All slots are taken; the bodies are let end while it hangs. */
    private void hang(RondoExtension rondo) {
        long postmaster = postmaster(rondo);
        List<Long> server = rondo.home().inhabitants().stream()
                .filter(process -> process.pid() == postmaster
                        || process.parent().map(ProcessHandle::pid).orElse(0L) == postmaster)
                .map(ProcessHandle::pid)
                .toList();
        assertThat(server).hasSizeGreaterThan(3);

        server.forEach(pid -> Signals.send("STOP", pid));
        new Marks(folder).open("gate");
        long over = System.nanoTime() + GONE.toNanos();
        Await.until("20 seconds to pass", () -> System.nanoTime() > over);
        server.forEach(pid -> Signals.send("CONT", pid));
    }
}
