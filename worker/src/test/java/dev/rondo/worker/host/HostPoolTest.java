package dev.rondo.worker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.runtime.host.HostMessage;
import dev.rondo.runtime.log.Secrets;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.internal.Bodies;
import dev.rondo.worker.testing.TestConfig;
import dev.rondo.worker.testing.TestDispatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool with task-host JVMs as in production. */
class HostPoolTest {

    private static final String JAR_HASH = "asking";
    private static final String SECRET = "sesame-open-17";

    @TempDir
    private Path home;

    private Path jar;
    private HostPool pool;
    private final BlockingQueue<WorkerMessage.Ended> ended = new LinkedBlockingQueue<>();
    private final BlockingQueue<HostMessage.Request> asked = new LinkedBlockingQueue<>();
    private final Map<Long, Instant> started = new ConcurrentHashMap<>();

    /** A DAG that tells the worker what it does by asking for variables. */
    public static final class Asking implements DagDefinition {
        @Override
        public Dag define() {
            awaitOthers();
            if (Thread.currentThread().getName().equals("task")) { // and of no try yet
                loadAhead();
            }
            Dag dag = Dag.create("census");
            dag.task("hold").run(ctx -> {
                var _ = ctx.variable("pid " + ProcessHandle.current().pid());
            });
            dag.task("quick").run(() -> {});
            dag.task("print").run(ctx -> {
                String secret = ctx.variable("db_password").orElseThrow();
                new ProcessBuilder("echo", "it is " + secret)
                        .inheritIO()
                        .start()
                        .waitFor();
            });
            dag.task("halt").run(() -> Runtime.getRuntime().halt(7));
            return dag;
        }

        // Its host works in a folder of its own, two below the home.
        private static void loadAhead() {
            try {
                Files.createFile(Path.of("loaded-ahead"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (Files.exists(Path.of("../../throws"))) {
                throw new IllegalStateException("not ahead of a try");
            }
            if (Files.exists(Path.of("../../leaves_a_thread"))) {
                new Thread(LockSupport::park).start();
            }
        }

        // Is not loaded before as many JVMs load it as the property says, by a file of each.
        private static void awaitOthers() {
            Path folder = Path.of(System.getProperty("loading.folder", "."));
            int others = Integer.getInteger("loading.together", 0);
            try {
                if (others > 0) {
                    Files.createFile(
                            folder.resolve("loading-" + ProcessHandle.current().pid()));
                }
                while (Objects.requireNonNull(folder.toFile().list()).length < others) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final class Told implements HostListener {
        @Override
        public void started(long dispatchId, Instant at) {
            started.put(dispatchId, at);
        }

        @Override
        public void ended(WorkerMessage.Ended end) {
            ended.add(end);
        }

        @Override
        public void returned(long dispatchId, String reason) {
            throw new AssertionError("nothing is given back here: " + dispatchId + " " + reason);
        }

        @Override
        public void asked(HostMessage.Request request) {
            asked.add(request);
        }
    }

    @BeforeEach
    void start() throws IOException {
        for (String folder : List.of("jars", "logs", "work", "hosts")) {
            Files.createDirectories(home.resolve(folder));
        }
        jar = home.resolve("jars/asking.jar");
        String entry = Asking.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream in = Objects.requireNonNull(
                        HostPoolTest.class.getClassLoader().getResourceAsStream(entry))) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
        }
        pool = poolOf(1, 2);
    }

    private HostPool poolOf(int slots, int processors) {
        HostPool started = new HostPool(
                TestConfig.of(home, slots), new Told(), InstantSource.system(), System::nanoTime, 60_000, processors);
        started.start();
        return started;
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private void submit(long id, String taskId) {
        submit(id, taskId, List.of());
    }

    private void submit(long id, String taskId, List<String> jvmOptions) {
        String signature = Bodies.of(new Asking().define()).require(taskId).signature();
        Dispatch dispatch =
                TestDispatch.withJar(TestDispatch.of(id, taskId, Asking.class.getName(), signature), JAR_HASH);
        pool.submit(TestDispatch.withJvmOptions(dispatch, jvmOptions), jar.toString());
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(60, TimeUnit.SECONDS), "nothing came");
    }

    private static void signal(String name, String pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", name, pid).start().waitFor()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"loads", "throws", "leaves_a_thread"})
    void a_jar_of_which_tries_are_expected_is_loaded_ahead_and_tries_run_whatever_comes_of_that(String what)
            throws Exception {
        pool.close();
        pool = poolOf(2, 2);
        submit(1, "quick");
        assertThat(next(ended).kind()).isEqualTo("success");
        Files.createFile(home.resolve(what));

        pool.expect(JAR_HASH, jar.toString(), 2);

        awaitLoadedAhead();
        if (!what.equals("loads")) {
            awaitUnknown();
        }
        submit(2, "hold");
        submit(3, "hold");
        for (int i = 0; i < 2; i++) {
            HostMessage.Request question = next(asked);
            pool.reply(question.dispatchId(), new HostMessage.Reply(question.requestId(), null, null));
        }
        assertThat(List.of(next(ended), next(ended)))
                .extracting(WorkerMessage.Ended::kind)
                .containsOnly("success");
    }

    @Test
    void nothing_is_loaded_ahead_of_a_jar_of_which_nothing_ran() {
        long before = ProcessHandle.current().children().count();

        pool.expect("another", jar.toString(), 2);

        assertThat(pool.knows("another")).isFalse();
        assertThat(ProcessHandle.current().children().count()).isEqualTo(before);
    }

    private void awaitUnknown() {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (pool.knows(JAR_HASH)) {
            assertThat(System.nanoTime())
                    .as("it is not to be loaded ahead again")
                    .isLessThan(limit);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private void awaitLoadedAhead() throws IOException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        boolean loaded = false;
        while (!loaded) {
            assertThat(System.nanoTime()).as("a host loads the jar").isLessThan(limit);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            try (Stream<Path> hosts = Files.list(home.resolve("hosts"))) {
                loaded = hosts.anyMatch(host -> Files.exists(host.resolve("loaded-ahead")));
            }
        }
    }

    @Test
    void a_try_that_was_stopped_does_not_begin_elsewhere_when_the_host_it_waits_in_dies() throws Exception {
        submit(1, "hold");
        String pid = Objects.requireNonNull(next(asked).arguments().getFirst()).substring("pid ".length());
        submit(2, "quick");
        submit(3, "quick");
        signal("-STOP", pid); // it will not answer the recall
        pool.stop(2, "marked", 0);

        signal("-KILL", pid);

        assertThat(List.of(next(ended), next(ended), next(ended)))
                .extracting(WorkerMessage.Ended::dispatchId, WorkerMessage.Ended::kind, WorkerMessage.Ended::reason)
                .as("in any order")
                .containsExactlyInAnyOrder(
                        tuple(1L, "failed", "killed_by_signal"),
                        tuple(2L, "stopped", "marked"),
                        tuple(3L, "success", null));
        assertThat(started).containsOnlyKeys(1L, 3L);
    }

    @Test
    void a_try_does_not_wait_behind_one_that_goes_on_while_a_slot_is_free() throws Exception {
        pool.close();
        pool = poolOf(2, 2);
        submit(1, "hold");
        submit(2, "hold");
        HostMessage.Request goesOn = next(asked);
        HostMessage.Request ends = next(asked);
        submit(3, "quick"); // one in each window
        submit(4, "quick");

        pool.reply(ends.dispatchId(), new HostMessage.Reply(ends.requestId(), null, null));

        assertThat(List.of(next(ended), next(ended), next(ended)))
                .extracting(WorkerMessage.Ended::dispatchId, WorkerMessage.Ended::kind)
                .containsExactlyInAnyOrder(
                        tuple(ends.dispatchId(), "success"), tuple(3L, "success"), tuple(4L, "success"));
        assertThat(started).containsKey(goesOn.dispatchId());
    }

    @Test
    void what_takes_no_time_shares_a_host_while_slots_are_free_and_leaves_it_when_another_goes_on() throws Exception {
        pool.close();
        pool = poolOf(4, 1);
        boolean shared = false;
        for (long id = 0; !shared && id < 10_000; id += 100) {
            for (long each = id; each < id + 50; each++) { // until the host is known for it
                submit(each, "quick");
                assertThat(next(ended).kind()).isEqualTo("success");
            }
            submit(id + 50, "hold");
            submit(id + 51, "quick");
            HostPool.Load load = pool.load();
            shared = load.running() == 1 && load.waiting() == 1;

            HostMessage.Request goesOn = next(asked);
            assertThat(next(ended).dispatchId()).as("which waited behind it").isEqualTo(id + 51);
            pool.reply(goesOn.dispatchId(), new HostMessage.Reply(goesOn.requestId(), null, null));
            assertThat(next(ended).dispatchId()).isEqualTo(id + 50);
        }
        assertThat(shared).isTrue();
    }

    @Test
    void no_more_jvms_start_at_once_than_there_are_processors_and_all_are_there_in_the_end() throws Exception {
        pool.close();
        pool = poolOf(5, 2);

        for (long id = 1; id <= 5; id++) {
            submit(id, "hold");
        }
        long atOnce = ProcessHandle.current().children().count();

        for (long id = 1; id <= 5; id++) {
            assertThat(next(asked).kind()).isNotEmpty();
        }
        assertThat(pool.load().running()).isEqualTo(5);
        assertThat(atOnce).as("the spare one and another").isEqualTo(2);
    }

    @Test
    void a_jar_that_is_long_in_loading_holds_others_up_for_a_moment_only() throws Exception {
        pool.close();
        pool = poolOf(3, 2);
        Path folder = Files.createDirectories(home.resolve("loading"));
        List<String> together = List.of("-Dloading.folder=" + folder, "-Dloading.together=3");

        for (long id = 1; id <= 3; id++) {
            submit(id, "quick", together);
        }

        for (long id = 1; id <= 3; id++) {
            assertThat(next(ended).kind()).isEqualTo("success");
        }
    }

    @Test
    void a_jvm_that_waits_for_a_debugger_holds_no_other_up() throws Exception {
        pool.close();
        pool = poolOf(3, 1);
        submit(1, "quick", List.of("-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0"));

        submit(2, "quick");

        assertThat(next(ended).dispatchId()).isEqualTo(2);
    }

    @Test
    void what_one_try_was_told_is_masked_in_the_last_words_of_its_jvm_in_the_log_of_another() throws Exception {
        submit(1, "print");
        HostMessage.Request question = next(asked);
        pool.keepSecrets(1, Secrets.in(question.kind(), question.arguments(), SECRET));
        pool.reply(1, new HostMessage.Reply(question.requestId(), SECRET, null));
        assertThat(next(ended).kind()).isEqualTo("success");

        submit(2, "halt");

        assertThat(next(ended).reason()).isEqualTo("host_exit");
        assertThat(Files.readString(home.resolve("logs/2.log")))
                .contains("it is ***")
                .doesNotContain(SECRET);
    }
}
