package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.harness.Signals;
import dev.rondo.e2e.jar.DagJar;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bodies that fail in every way there is: each costs its own try and nothing else, and the reason tells which way. */
class TaskFailureTest {

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone();

    private static final Pattern PID = Pattern.compile("my pid is (\\d+)");

    @BeforeAll
    static void drop() {
        RONDO.home()
                .drop(
                        "failing.jar",
                        DagJar.of(Distribution.built()).dag("Failing", """
                public final class Failing implements DagFamily {
                    static final class Evil extends RuntimeException {
                        @Override public String getMessage() { throw new IllegalStateException("not even a message"); }
                    }

                    static long pid() { return ProcessHandle.current().pid(); }

                    static void tellAndWait() throws InterruptedException {
                        System.out.println("my pid is " + pid());
                        Thread.sleep(600_000);
                    }

                    static void tellAndIgnore() {
                        System.out.println("my pid is " + pid());
                        while (true) {
                            try {
                                Thread.sleep(600_000);
                            } catch (InterruptedException e) {
                                System.out.println("interrupted, and I do not care");
                            }
                        }
                    }

                    static void fill() {
                        List<byte[]> kept = new ArrayList<>();
                        while (true) {
                            kept.add(new byte[1 << 20]);
                        }
                    }

                    static void die() throws Exception {
                        System.out.println("these are my last words");
                        new ProcessBuilder("kill", "-KILL", Long.toString(pid())).start();
                        Thread.sleep(600_000);
                    }

                    static void another(Dag dag) {
                        // What define() must not do: ask where it runs.
                        if (System.getProperty("sun.java.command").contains("TaskHostMain")) {
                            dag.task("t").call(() -> "four").retries(3);
                        } else {
                            dag.task("t").call(() -> 4).retries(3);
                        }
                    }

                    static Dag alone(String id, java.util.function.Consumer<Dag> tasks) {
                        Dag dag = Dag.create(id);
                        tasks.accept(dag);
                        return dag;
                    }

                    public List<Dag> define() {
                        return List.of(
                            alone("throws", d -> d.task("t").run(ctx -> {
                                throw new IllegalStateException("no rows today (try " + ctx.tryNumber() + ")");
                            }).retries(1).retryDelay(Duration.ofMillis(10))),
                            alone("throws_evil", d -> d.task("t").run(() -> { throw new Evil(); })),
                            alone("overflows", d -> d.task("t").run(() -> overflow(0))),
                            alone("pushes_odd", d -> d.task("t").run(ctx -> ctx.xcomPush("odd", new Thread("x")))),
                            alone("returns_odd", d -> d.task("t")
                                .call(() -> Map.<String, Object>of("rows", 3, "worker", new Thread("x")))
                                .returns(new TypeOf<Map<String, Object>>() {})),
                            alone("takes_long", d -> {
                                var t = d.dagrunTimeout(Duration.ofSeconds(2)).task("t").run(Failing::tellAndWait)
                                    .retries(5).retryDelay(Duration.ofMillis(10));
                                t.then(d.task("after").run(() -> {}));
                            }),
                            alone("obeys", d -> d.task("t").run(ctx -> {
                                System.out.println("my pid is " + pid());
                                while (!ctx.isCancelled()) {
                                    Thread.onSpinWait(); // not a call that an interrupt would end
                                }
                                System.out.println("I was told, and stop");
                            })),
                            alone("returns_much", d -> d.task("t").call(() -> "x".repeat(50_000_000))),
                            alone("exits", d -> d.task("t").run(() -> System.exit(3))),
                            alone("exits_with_zero", d -> d.task("t").run(() -> System.exit(0))),
                            alone("halts", d -> d.task("t").run(() -> Runtime.getRuntime().halt(7))),
                            alone("ignores", d -> d.task("t").run(Failing::tellAndIgnore)
                                .executionTimeout(Duration.ofSeconds(1))),
                            alone("slow", d -> d.task("t").run(Failing::tellAndWait)
                                .executionTimeout(Duration.ofSeconds(1))),
                            alone("fills", d -> d.task("t").run(Failing::fill).memory("64m")),
                            alone("dies", d -> d.task("t").run(Failing::die)),
                            alone("waits", d -> d.task("t").run(Failing::tellAndWait)),
                            alone("waits_deaf", d -> d.task("t").run(Failing::tellAndIgnore)),
                            alone("defined_anew", Failing::another),
                            alone("fine", d -> d.task("t").call(() -> 42)));
                    }

                    static long overflow(long n) { return overflow(n + 1) + n; }
                }
                """).bytes());
    }

    private static Run failed(String dagId) {
        Run run = RONDO.dags().run(dagId);
        assertThat(run.awaitEnd()).as(dagId).isEqualTo("failed");
        return run;
    }

    private static void assertOthersStillRun() {
        assertThat(RONDO.dags().run("fine").awaitEnd()).isEqualTo("success");
        assertThat(RONDO.process().isAlive()).isTrue();
    }

    private static long pidOf(Run run) {
        Matcher said = PID.matcher(run.awaitLog("t", 1, "my pid is "));
        assertThat(said.find()).isTrue();
        return Long.parseLong(said.group(1));
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    @Test
    void a_body_that_throws_fails_its_try_and_the_next_one_is_another_try() {
        Run run = failed("throws");

        assertThat(run.tryOf("t", 1).message()).contains("IllegalStateException: no rows today (try 1)");
        assertThat(run.task("t")).satisfies(task -> {
            assertThat(task.tryNumber()).isEqualTo(2);
            assertThat(task.reason()).isEqualTo("exception");
            assertThat(task.message()).contains("no rows today (try 2)");
        });
        assertThat(run.awaitLog("t", 1, "no rows today")).contains("ex.Failing.");
    }

    @Test
    void a_throwable_that_cannot_even_be_printed_is_a_failed_try_too() {
        Run run = failed("throws_evil");

        assertThat(run.task("t").reason()).isEqualTo("exception");
        assertThat(run.task("t").message()).contains("Evil");
    }

    @Test
    void a_full_stack_is_an_exception_like_others() {
        Run run = failed("overflows");

        assertThat(run.task("t").message()).contains("StackOverflowError");
    }

    @Test
    void a_value_that_is_no_xcom_is_refused_by_task_key_and_type() {
        Run run = failed("pushes_odd");

        assertThat(run.task("t").message()).contains("'t'", "'odd'", "java.lang.Thread");
    }

    @Test
    void a_result_that_is_no_xcom_is_refused_by_task_key_place_and_type() {
        Run run = failed("returns_odd");

        assertThat(run.task("t")).satisfies(task -> {
            assertThat(task.reason()).isEqualTo("bad_result");
            assertThat(task.message()).contains("'t'", "return_value", "java.lang.Thread");
        });
        assertOthersStillRun();
    }

    @Test
    void a_result_of_50_megabytes_is_refused_with_its_size() {
        Run run = failed("returns_much");

        assertThat(run.task("t")).satisfies(task -> {
            assertThat(task.reason()).isEqualTo("bad_result");
            assertThat(task.message()).contains("'t'", "return_value", "type String", "50000002");
        });
    }

    @Test
    void a_task_that_is_another_one_where_it_runs_fails_and_uses_no_retry() {
        Run run = failed("defined_anew");

        assertThat(run.task("t")).satisfies(task -> {
            assertThat(task.reason()).isEqualTo("definition_changed");
            assertThat(task.message()).contains("'t'", "other types", "define() must not depend on where");
            assertThat(task.tryNumber()).isEqualTo(1);
        });
        assertOthersStillRun();
    }

    @Test
    void system_exit_ends_the_host_and_is_named() {
        Run run = failed("exits");

        assertThat(run.task("t")).satisfies(task -> {
            assertThat(task.reason()).isEqualTo("system_exit");
            assertThat(task.exitCode()).isEqualTo(3);
            assertThat(task.message()).contains("System.exit(3)");
        });
        assertOthersStillRun();
    }

    @Test
    void system_exit_with_zero_is_no_success() {
        assertThat(failed("exits_with_zero").task("t").reason()).isEqualTo("system_exit");
    }

    @Test
    void a_halted_jvm_is_told_by_its_exit_code() {
        assertThat(failed("halts").task("t")).satisfies(task -> {
            assertThat(task.reason()).isEqualTo("host_exit");
            assertThat(task.exitCode()).isEqualTo(7);
        });
    }

    @Test
    void a_body_that_ignores_its_timeout_and_the_interrupt_is_killed() {
        Run run = RONDO.dags().run("ignores");
        long pid = pidOf(run);

        assertThat(run.awaitEnd()).isEqualTo("failed");
        assertThat(run.task("t").reason()).isEqualTo("timeout");
        assertThat(run.task("t").message()).contains("PT1S", "ignored the interrupt");
        assertThat(run.awaitLog("t", 1, "JVM was killed")).contains("interrupted, and I do not care");
        assertThat(isAlive(pid)).isFalse();
    }

    @Test
    void a_body_that_takes_the_interrupt_of_its_timeout_keeps_its_jvm() {
        Run run = RONDO.dags().run("slow");
        long pid = pidOf(run);

        assertThat(run.awaitEnd()).isEqualTo("failed");
        assertThat(run.task("t").reason()).isEqualTo("timeout");
        assertThat(isAlive(pid)).isTrue();
    }

    @Test
    void a_full_heap_is_named_with_its_size() {
        Run run = failed("fills");

        assertThat(run.task("t").reason()).isEqualTo("heap_full");
        assertThat(run.task("t").message()).contains("64 MiB", ".memory(");
        assertOthersStillRun();
    }

    @Test
    void the_last_words_of_a_killed_task_arrive() {
        Run run = failed("dies");

        assertThat(run.task("t").reason()).isEqualTo("killed_by_signal");
        assertThat(run.task("t").message()).contains("signal 9");
        assertThat(run.awaitLog("t", 1, "signal 9")).contains("these are my last words");
    }

    @Test
    void a_host_that_is_told_to_end_by_a_signal_did_not_call_system_exit() {
        Run run = RONDO.dags().run("waits");
        Signals.send("TERM", pidOf(run));

        assertThat(run.awaitEnd()).isEqualTo("failed");
        assertThat(run.task("t").reason()).isEqualTo("killed_by_signal");
        assertThat(run.task("t").message()).contains("signal 15");
    }

    @Test
    void a_run_that_takes_longer_than_it_may_fails_and_stops_its_tasks_without_another_try() {
        Run run = RONDO.dags().run("takes_long");
        long pid = pidOf(run);

        assertThat(run.awaitEnd()).isEqualTo("failed");
        run.awaitLog("t", 1, "InterruptedException");
        assertThat(run.states()).isEqualTo(Map.of("t", "skipped", "after", "skipped"));
        assertThat(run.task("t").tryNumber()).isEqualTo(1);
        assertThat(isAlive(pid)).isTrue();
    }

    @Test
    void a_body_that_asks_whether_it_is_cancelled_can_stop_by_itself() {
        Run run = RONDO.dags().run("obeys");
        long pid = pidOf(run);
        run.mark("t", "success");

        run.awaitLog("t", 1, "I was told, and stop");
        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(isAlive(pid)).isTrue();
    }

    @Test
    void marking_a_running_task_failed_interrupts_it() {
        Run run = RONDO.dags().run("waits");
        long pid = pidOf(run);
        run.mark("t", "failed");

        assertThat(run.awaitEnd()).isEqualTo("failed");
        run.awaitLog("t", 1, "InterruptedException");
        assertThat(isAlive(pid)).isTrue();
    }

    @Test
    void marking_a_deaf_task_failed_kills_it() {
        Run run = RONDO.dags().run("waits_deaf");
        long pid = pidOf(run);
        run.mark("t", "failed");

        assertThat(run.awaitEnd()).isEqualTo("failed");
        Await.until("the deaf task's JVM to be gone", () -> !isAlive(pid));
        assertThat(run.awaitLog("t", 1, "stopped")).contains("interrupted, and I do not care");
        assertThat(run.task("t").state()).isEqualTo("failed");
    }

    @Test
    void a_host_that_is_frozen_is_killed_when_it_has_not_answered_for_its_lease() {
        Run run = RONDO.dags().run("waits");
        long pid = pidOf(run);

        Signals.send("STOP", pid);

        assertThat(run.awaitEnd()).isEqualTo("failed");
        assertThat(run.task("t")).satisfies(task -> {
            assertThat(task.reason()).isEqualTo("host_frozen");
            assertThat(task.message()).contains("did not answer its worker for 30 s");
        });
        assertThat(isAlive(pid)).isFalse();
        assertOthersStillRun();
    }
}
