package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a task leaves behind does not reach the next one; what may be shared is what the isolation says. */
class LeftoversTest {

    // One slot: whatever runs next, runs where the last one ran, if that is allowed.
    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone(Map.of(), "--slots", "1");

    @TempDir
    private Path folder;

    @BeforeAll
    static void drop() {
        RONDO.home()
                .drop(
                        "leaving.jar",
                        DagJar.of(Distribution.built()).dag("Leaving", """
                public final class Leaving implements DagFamily {
                    static int count;

                    record Seen(long pid, int count, String property, String locale, String zone, int out) {}

                    static Seen look() {
                        return new Seen(ProcessHandle.current().pid(), ++count, System.getProperty("leaving", "unset"),
                            Locale.getDefault().toString(), TimeZone.getDefault().getID(),
                            System.identityHashCode(System.out));
                    }

                    static Seen change() {
                        Seen before = look();
                        System.setProperty("leaving", "set");
                        System.clearProperty("java.io.tmpdir");
                        Locale.setDefault(Locale.JAPAN);
                        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
                        System.setOut(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()));
                        return before;
                    }

                    static final ThreadLocal<String> OWN = ThreadLocal.withInitial(() -> "new");
                    static final ThreadLocal<String> INHERITED = new InheritableThreadLocal<>();

                    record Thrd(long pid, long thread, String own, String inherited, int priority, String loader,
                        boolean interrupted, boolean handler) {}

                    static Thrd lookAtThread() {
                        Thread now = Thread.currentThread();
                        return new Thrd(ProcessHandle.current().pid(), now.threadId(), OWN.get(),
                            String.valueOf(INHERITED.get()), now.getPriority(),
                            String.valueOf(now.getContextClassLoader()), now.isInterrupted(),
                            now.getUncaughtExceptionHandler() != now.getThreadGroup());
                    }

                    static Thrd changeThread() {
                        Thrd before = lookAtThread();
                        OWN.set("old");
                        INHERITED.set("old");
                        Thread now = Thread.currentThread();
                        now.setContextClassLoader(null);
                        now.setUncaughtExceptionHandler((thread, e) -> {});
                        now.interrupt();
                        return before;
                    }

                    static Thrd changeGroup() {
                        Thrd before = lookAtThread();
                        Thread.currentThread().getThreadGroup().setMaxPriority(2);
                        return before;
                    }

                    static Thrd changePriority() {
                        Thrd before = lookAtThread();
                        Thread.currentThread().setPriority(2);
                        return before;
                    }

                    static long interruptLater(TaskContext ctx) {
                        Thread body = Thread.currentThread();
                        Thread.startVirtualThread(() -> {
                            try {
                                Thread.sleep(200);
                                body.interrupt();
                                Files.createFile(Path.of((String) ctx.conf().get("told")));
                            } catch (InterruptedException | java.io.IOException e) {
                                throw new IllegalStateException(e);
                            }
                        });
                        return ProcessHandle.current().pid();
                    }

                    static Seen leaveThread() {
                        Thread.ofPlatform().name("left-by-task").start(() -> {
                            try { Thread.sleep(600_000); } catch (InterruptedException e) { return; }
                        });
                        return look();
                    }

                    static Seen leaveChild(String... command) throws Exception {
                        new ProcessBuilder(command).start();
                        return look();
                    }

                    static Dag two(String id, Isolation isolation, Task0Body first) {
                        Dag dag = Dag.create(id);
                        var one = dag.task("first").call(first.body()).isolation(isolation);
                        var two = dag.task("second").call(Leaving::look).isolation(isolation);
                        one.then(two);
                        return dag;
                    }

                    static Dag pair(String id, dev.rondo.sdk.function.F0<Thrd> first) {
                        Dag dag = Dag.create(id);
                        dag.task("first").call(first).then(dag.task("second").call(Leaving::lookAtThread));
                        return dag;
                    }

                    interface Task0Body { dev.rondo.sdk.function.F0<Seen> body(); }

                    public List<Dag> define() {
                        Dag late = Dag.create("late");
                        late.task("t").call(Leaving::interruptLater);
                        Dag heap = Dag.create("heap");
                        heap.task("t").call(() -> Runtime.getRuntime().maxMemory()).memory("96m");
                        Dag options = Dag.create("options");
                        var given = options.task("given").call(Leaving::look)
                            .jvmOptions("-Dleaving=given", "-Duser.timezone=Pacific/Chatham");
                        given.then(options.task("none").call(Leaving::look));
                        return List.of(
                            two("warm", Isolation.WARM, () -> Leaving::look),
                            two("single", Isolation.SINGLE, () -> Leaving::look),
                            two("fresh", Isolation.FRESH, () -> Leaving::look),
                            two("changes", Isolation.WARM, () -> Leaving::change),
                            two("thread", Isolation.WARM, () -> Leaving::leaveThread),
                            two("child", Isolation.WARM, () -> () -> leaveChild("sleep", "71231")),
                            two("grandchild", Isolation.WARM, () -> () -> leaveChild("sh", "-c", "sleep 71232 & exit 0")),
                            two("daemon", Isolation.WARM, () -> () -> leaveChild("sh", "-c", "setsid sleep 71233 & exit 0")),
                            pair("on_thread", Leaving::changeThread),
                            pair("in_group", Leaving::changeGroup),
                            pair("priority", Leaving::changePriority),
                            late,
                            heap,
                            options);
                    }
                }
                """).bytes());
    }

    private record Seen(long pid, int count, String property, String locale, String zone, int out) {
        static Seen of(Run run, String task) {
            var value = run.result(task);
            return new Seen(
                    value.path("pid").asLong(),
                    value.path("count").asInt(),
                    value.path("property").asText(),
                    value.path("locale").asText(),
                    value.path("zone").asText(),
                    value.path("out").asInt());
        }
    }

    private record Two(Seen first, Seen second, Run run) {
        boolean sameJvm() {
            return first.pid == second.pid;
        }
    }

    private static Two run(String dagId) {
        Run run = RONDO.dags().run(dagId);
        assertThat(run.awaitEnd()).isEqualTo("success");
        return new Two(Seen.of(run, "first"), Seen.of(run, "second"), run);
    }

    private static List<String> sleepers(String seconds) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(command -> command.contains("sleep " + seconds))
                .toList();
    }

    @Test
    void statics_survive_in_a_warm_jvm() {
        Two two = run("warm");

        assertThat(two.sameJvm()).isTrue();
        assertThat(two.second.count).isEqualTo(two.first.count + 1);
    }

    @Test
    void a_single_jvm_serves_one_try_even_if_it_was_started_ahead() {
        Two two = run("single");
        Two warm = run("warm");

        assertThat(two.sameJvm()).isFalse();
        assertThat(List.of(two.first.count, two.second.count)).containsExactly(1, 1);
        assertThat(List.of(two.first.pid, two.second.pid)).doesNotContain(warm.first.pid, warm.second.pid);
    }

    @Test
    void a_fresh_jvm_serves_one_try() {
        Two two = run("fresh");

        assertThat(two.sameJvm()).isFalse();
        assertThat(List.of(two.first.count, two.second.count)).containsExactly(1, 1);
    }

    @Test
    void properties_locale_zone_and_streams_are_put_back() {
        Two two = run("changes");

        assertThat(two.sameJvm()).isTrue();
        assertThat(two.second)
                .usingRecursiveComparison()
                .ignoringFields("count")
                .isEqualTo(two.first);
    }

    @Test
    void a_thread_is_like_new_for_the_next_body() {
        Run run = RONDO.dags().run("on_thread");

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.result("second")).as("the same thread too").isEqualTo(run.result("first"));
        assertThat(run.result("first").path("own").asText()).isEqualTo("new");
        assertThat(run.result("first").path("interrupted").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"in_group", "priority"})
    void what_cannot_be_put_back_has_the_next_body_run_on_another_thread(String dagId) {
        Run run = RONDO.dags().run(dagId);

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.result("second").path("pid"))
                .isEqualTo(run.result("first").path("pid"));
        assertThat(run.result("second").path("thread"))
                .isNotEqualTo(run.result("first").path("thread"));
        assertThat(run.result("second").path("priority").asInt()).isEqualTo(Thread.NORM_PRIORITY);
    }

    @Test
    void a_thread_that_is_interrupted_when_its_body_is_over_goes_on() {
        Path told = folder.resolve("told");
        Run late = RONDO.dags().run("late", Map.of("told", told.toString()));
        assertThat(late.awaitEnd()).isEqualTo("success");
        Await.until("the interruption", () -> Files.exists(told));

        assertThat(run("warm").first.pid).isEqualTo(late.result("t").asLong());
    }

    @Test
    void a_jvm_with_a_thread_left_in_it_is_replaced_and_the_log_says_so() {
        Two two = run("thread");

        assertThat(two.sameJvm()).isFalse();
        two.run.awaitLog("first", 1, "left behind: thread 'left-by-task'");
    }

    @Test
    void a_child_that_outlives_its_task_is_killed_with_the_jvm() {
        Two two = run("child");

        assertThat(two.sameJvm()).isFalse();
        Await.until("the child to be gone", () -> sleepers("71231").isEmpty());
    }

    @Test
    void a_grandchild_without_its_parent_is_killed_too() {
        Two two = run("grandchild");

        assertThat(two.sameJvm()).isFalse();
        Await.until("the grandchild to be gone", () -> sleepers("71232").isEmpty());
    }

    @Test
    void a_child_in_a_session_of_its_own_is_killed_too() {
        Two two = run("daemon");

        assertThat(two.sameJvm()).isFalse();
        Await.until("the daemon to be gone", () -> sleepers("71233").isEmpty());
    }

    @Test
    void memory_is_the_heap_of_the_jvm() {
        Run run = RONDO.dags().run("heap");

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.result("t").asLong()).isBetween(90L << 20, 97L << 20);
    }

    @Test
    void options_are_those_of_the_jvm_of_their_task_and_of_no_other() {
        Run run = RONDO.dags().run("options");

        assertThat(run.awaitEnd()).isEqualTo("success");
        Seen given = Seen.of(run, "given");
        Seen none = Seen.of(run, "none");
        assertThat(List.of(given.property, given.zone)).containsExactly("given", "Pacific/Chatham");
        assertThat(none.property).isEqualTo("unset");
        assertThat(none.zone).isNotEqualTo("Pacific/Chatham");
        assertThat(none.pid).isNotEqualTo(given.pid);
    }
}
