package dev.rondo.scheduler.dagprocessor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.testing.TestPause;
import dev.rondo.scheduler.testing.DagFolder;
import dev.rondo.scheduler.testing.TestJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files that nobody should drop: each costs one import error, and the next file is read as if nothing had been. */
@ExtendWith(PostgresExtension.class)
class BadFilesTest {

    // Long enough for a parser on a busy machine, short enough for the one that never ends.
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static DagFolder folder;

    @BeforeAll
    static void open(TestDatabase database, @TempDir Path home) throws IOException {
        folder = new DagFolder(database, home, "bad-files", TIMEOUT, Map.of());
    }

    @AfterAll
    static void close() {
        folder.close();
    }

    @Test
    void a_truncated_jar_says_so() throws Exception {
        byte[] whole = TestJars.dag("truncated");
        folder.drop("truncated.jar", Arrays.copyOf(whole, whole.length / 2));

        var error = folder.refused("truncated.jar");

        assertThat(error.code()).isEqualTo("JAR_UNREADABLE");
        assertThat(error.message()).contains("cut short while it was copied").contains("Copy it again");
    }

    @Test
    void a_jar_that_is_no_zip_says_so() throws Exception {
        folder.drop("text.jar", TestJars.bytes("hello"));

        assertThat(folder.refused("text.jar").code()).isEqualTo("JAR_UNREADABLE");
    }

    @Test
    void an_empty_file_says_so() throws Exception {
        folder.drop("empty.jar", new byte[0]);

        assertThat(folder.refused("empty.jar").code()).isEqualTo("JAR_UNREADABLE");
    }

    @Test
    void a_jar_without_a_dag_class_says_what_one_is() throws Exception {
        folder.drop("library.jar", TestJars.jarOf("L", "public class L {}"));

        var error = folder.refused("library.jar");

        assertThat(error.code()).isEqualTo("NO_DAG_CLASS");
        assertThat(error.message()).contains("a public class that implements dev.rondo.sdk.DagDefinition");
    }

    @Test
    void a_static_initialiser_that_throws_is_named_with_its_line() throws Exception {
        folder.drop("static.jar", TestJars.jarOf("S", """
                public class S implements DagDefinition {
                    static final int N = Integer.parseInt("x");
                    public Dag define() { return Dag.create("s"); }
                }
                """));

        var error = folder.refused("static.jar");

        assertThat(error.code()).isEqualTo("DEFINE_FAILED");
        assertThat(error.message()).startsWith("a static initialiser of S threw java.lang.NumberFormatException");
        assertThat(error.line()).isEqualTo(2);
        assertThat(error.stack()).contains("at S.<clinit>(S.java:2)");
    }

    @Test
    void a_define_that_throws_is_named_with_its_line() throws Exception {
        folder.drop("throws.jar", TestJars.jar("T", "throw new IllegalStateException(\"no\\u0000table\");"));

        var error = folder.refused("throws.jar");

        assertThat(error.code()).isEqualTo("DEFINE_FAILED");
        assertThat(error.message()).isEqualTo("define() of T threw java.lang.IllegalStateException: no\uFFFDtable");
        assertThat(error.line()).isEqualTo(3);
        assertThat(error.stack()).contains("at T.define(T.java:3)");
    }

    @Test
    void an_exception_that_cannot_be_printed_and_an_interrupt_do_no_harm() throws Exception {
        folder.drop("hostile.jar", TestJars.jar("H", """
                Thread.currentThread().interrupt();
                class Mute extends Error {
                    @Override public String toString() { throw new RuntimeException(); }
                }
                throw new Mute();
                """));

        var error = folder.refused("hostile.jar");

        assertThat(error.code()).isEqualTo("DEFINE_FAILED");
        assertThat(error.message()).contains("H$1Mute (which cannot say why: its toString() throws)");
    }

    @Test
    void a_library_that_is_missing_is_named() throws Exception {
        byte[] jar = TestJars.jarOf("M", """
                class Helper { static String id() { return "m"; } }
                public class M implements DagDefinition {
                    public Dag define() { return Dag.create(Helper.id()); }
                }
                """);
        folder.drop("missing.jar", without(jar, "Helper.class"));

        var error = folder.refused("missing.jar");

        assertThat(error.code()).isEqualTo("CLASS_MISSING");
        assertThat(error.message()).contains("NoClassDefFoundError: Helper").contains("lib/*.jar");
    }

    private static byte[] without(byte[] jar, String name) throws IOException {
        Map<String, byte[]> entries = TestJars.entries(jar);
        entries.remove(name);
        return TestJars.zip(entries);
    }

    @Test
    void a_jar_that_exits_the_jvm_says_so() throws Exception {
        folder.drop("exit.jar", TestJars.jar("E", """
                System.out.println("goodbye");
                System.exit(42);
                return null;
                """));

        var error = folder.refused("exit.jar");

        assertThat(error.code()).isEqualTo("PARSER_EXITED");
        assertThat(error.message())
                .contains("exit code 42")
                .contains("called System.exit; take the call out")
                .contains("Its last words:\ngoodbye");
        assertThat(error.dagClass()).isEqualTo("E");
        assertThat(error.line()).isEqualTo(4);
        assertThat(error.stack())
                .startsWith("PARSER_EXITED: the parser ended with exit code 42")
                .contains("at java.base/java.lang.System.exit(")
                .contains("at E.define(E.java:4)");
    }

    @Test
    void an_exit_by_a_thread_of_the_jar_is_told_with_the_stack_of_that_thread() throws Exception {
        folder.drop("thread-exits.jar", TestJars.jar("Beside", """
                Thread.ofPlatform().start(() -> System.exit(3));
                while (true) { java.util.concurrent.locks.LockSupport.park(); }
                """));

        var error = folder.refused("thread-exits.jar");

        assertThat(error.code()).as("3 is what a full heap ends with").isEqualTo("PARSER_EXITED");
        assertThat(error.dagClass()).isEqualTo("Beside");
        assertThat(error.line()).isEqualTo(3);
        assertThat(error.stack()).contains("at Beside.lambda$define$0(Beside.java:3)");
    }

    @Test
    void a_jar_that_halts_the_jvm_is_told_with_its_class() throws Exception {
        folder.drop("halts.jar", TestJars.jar("Halts", "Runtime.getRuntime().halt(7); return null;"));

        var error = folder.refused("halts.jar");

        assertThat(error.code()).isEqualTo("PARSER_EXITED");
        assertThat(error.dagClass()).isEqualTo("Halts");
        assertThat(error.stack()).as("a halt asks nobody").isEmpty();
    }

    @Test
    void a_jar_that_crashes_the_jvm_is_told_with_its_frames() throws Exception {
        folder.drop("crashes.jar", TestJars.jarOf("Crashes", """
                public class Crashes implements DagDefinition {
                    public Dag define() {
                        try {
                            var field = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
                            field.setAccessible(true);
                            ((sun.misc.Unsafe) field.get(null)).putAddress(0, 1);
                            return null;
                        } catch (ReflectiveOperationException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                }
                """));

        var error = folder.refused("crashes.jar");

        assertThat(error.code()).isEqualTo("PARSER_CRASHED");
        assertThat(error.dagClass()).isEqualTo("Crashes");
        assertThat(error.stack()).contains("Crashes.define()");
    }

    @Test
    void a_jar_that_loops_for_ever_is_stopped_and_holds_up_nobody() throws Exception {
        folder.drop("loops.jar", TestJars.jar("Loops", "while (true) { Thread.onSpinWait(); }"));
        folder.drop("beside.jar", TestJars.dag("beside_the_loop"));

        folder.published("beside.jar");

        assertThat(folder.hasNext("loops.jar")).as("the loop goes on").isFalse();
        var error = folder.refused("loops.jar");
        assertThat(error.code()).isEqualTo("PARSE_TIMEOUT");
        assertThat(error.message()).contains("took longer than 20 s").contains("define() must be quick");
        assertThat(error.dagClass()).isEqualTo("Loops");
        assertThat(error.line()).isEqualTo(3);
        assertThat(error.stack())
                .startsWith("PARSE_TIMEOUT: reading the DAGs of this file took longer")
                .contains("at Loops.define(Loops.java:3)");
    }

    @Test
    void a_static_initialiser_that_waits_for_ever_is_told_with_its_line() throws Exception {
        folder.drop("waits.jar", TestJars.jarOf("Waits", """
                public class Waits implements DagDefinition {
                    static {
                        while (Waits.class != null) { java.util.concurrent.locks.LockSupport.park(); }
                    }
                    public Dag define() { return Dag.create("waits"); }
                }
                """));

        var error = folder.refused("waits.jar");

        assertThat(error.code()).isEqualTo("PARSE_TIMEOUT");
        assertThat(error.dagClass()).isEqualTo("Waits");
        assertThat(error.line()).isEqualTo(3);
        assertThat(error.stack()).contains("at Waits.<clinit>(Waits.java:3)");
    }

    @Test
    void a_jar_that_fills_the_heap_says_so() throws Exception {
        folder.drop("heap.jar", TestJars.jar("Heap", """
                var all = new java.util.ArrayList<byte[]>();
                while (true) { all.add(new byte[1 << 20]); }
                """));

        var error = folder.refused("heap.jar");

        assertThat(error.code()).isEqualTo("PARSE_HEAP_FULL");
        assertThat(error.message()).contains("heap of 256 MiB").contains("load data inside a task");
        assertThat(error.dagClass()).isEqualTo("Heap");
        assertThat(error.line()).isEqualTo(4);
        assertThat(error.stack()).startsWith("PARSE_HEAP_FULL: ").contains("at Heap.define(Heap.java:4)");
    }

    @Test
    void a_jar_that_keeps_the_heap_full_says_so_all_the_same() throws Exception {
        folder.drop("static-heap.jar", TestJars.jarOf("Keeps", """
                public class Keeps implements DagDefinition {
                    static Object[] all;
                    public Dag define() {
                        while (true) { all = new Object[] {all}; }
                    }
                }
                """));

        var error = folder.refused("static-heap.jar");

        assertThat(error.code()).isEqualTo("PARSE_HEAP_FULL");
        assertThat(error.dagClass()).isEqualTo("Keeps");
    }

    @Test
    void threads_of_a_jar_end_with_its_parser() throws Exception {
        folder.drop("threads.jar", TestJars.jar("Threads", """
                for (int i = 0; i < 50; i++) {
                    new Thread(() -> { while (true) { java.util.concurrent.locks.LockSupport.park(); } }).start();
                }
                Dag dag = Dag.create("threads");
                dag.task("only").run(() -> {});
                return dag;
                """));

        assertThat(folder.published("threads.jar").added())
                .containsExactly(new DagCatalog.Published.NewDag("threads", true));
    }

    @Test
    @Timeout(60)
    void processes_that_a_jar_starts_end_with_its_parser(@TempDir Path temp) throws Exception {
        Path pid = temp.resolve("pid");
        folder.drop("forks.jar", TestJars.jar("Forks", """
                try {
                    new ProcessBuilder("sh", "-c", "sleep 1000 & echo $! > %s").start().waitFor();
                } catch (java.io.IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                Dag dag = Dag.create("forks");
                dag.task("only").run(() -> {});
                return dag;
                """.formatted(pid)));

        folder.published("forks.jar");

        long child = Long.parseLong(Files.readString(pid).strip());
        while (runs(child)) {
            TestPause.pause(Duration.ofMillis(10));
        }
    }

    // One that was killed may stay as a zombie until its parent takes note.
    private static boolean runs(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Test
    void a_jar_that_prints_100_megabytes_is_read() throws Exception {
        folder.drop("prints.jar", TestJars.jar("Prints", """
                byte[] line = new byte[1 << 20];
                for (int i = 0; i < 100; i++) { System.out.write(line, 0, line.length); }
                Dag dag = Dag.create("prints");
                dag.task("only").run(() -> {});
                return dag;
                """));

        assertThat(folder.published("prints.jar").added()).hasSize(1);
    }

    @Test
    void five_thousand_tasks_are_no_problem() throws Exception {
        folder.drop("many.jar", TestJars.jar("Many", """
                Dag dag = Dag.create("many");
                for (int i = 0; i < 5_000; i++) { dag.task("t" + i).run(() -> {}); }
                return dag;
                """));

        folder.published("many.jar");

        assertThat(folder.graph("many").tasks()).hasSize(5_000);
    }

    @Test
    void a_hundred_thousand_tasks_by_hand_are_refused_with_a_hint() throws Exception {
        folder.drop("too-many.jar", TestJars.jar("TooMany", """
                Dag dag = Dag.create("too_many");
                for (int i = 0; i < 100_000; i++) { dag.task("t" + i).run(() -> {}); }
                return dag;
                """));

        var error = folder.refused("too-many.jar");

        assertThat(error.code()).isEqualTo("DAG_INVALID");
        assertThat(error.message()).contains("TOO_MANY_TASKS").contains("use map(id, list)");
    }

    @Test
    void a_cycle_is_shown_with_its_path() throws Exception {
        folder.drop("cycle.jar", TestJars.jar("Cycle", """
                Dag dag = Dag.create("cycle");
                var a = dag.task("a").run(() -> {});
                var b = dag.task("b").run(() -> {});
                var c = dag.task("c").run(() -> {});
                a.then(b);
                b.then(c);
                c.then(a);
                return dag;
                """));

        var error = folder.refused("cycle.jar");

        assertThat(error.code()).isEqualTo("DAG_INVALID");
        assertThat(error.message()).contains("DAG_HAS_CYCLE").contains("a -> b -> c -> a");
    }

    @Test
    void a_define_that_gives_another_graph_each_time_is_refused() throws Exception {
        folder.drop("chance.jar", TestJars.jar("Chance", """
                Dag dag = Dag.create("chance");
                dag.task("t" + System.nanoTime()).run(() -> {});
                return dag;
                """));

        var error = folder.refused("chance.jar");

        assertThat(error.code()).isEqualTo("DEFINE_NOT_REPEATABLE");
        assertThat(error.message())
                .contains("must give the same graph each time")
                .contains("dag 'chance' differed");
    }

    @Test
    void a_class_that_nobody_can_make_an_instance_of_says_so() throws Exception {
        folder.drop("constructor.jar", TestJars.jarOf("C", """
                public class C implements DagDefinition {
                    public C(String name) {}
                    public Dag define() { return Dag.create("c"); }
                }
                """));

        var error = folder.refused("constructor.jar");

        assertThat(error.code()).isEqualTo("NO_CONSTRUCTOR");
        assertThat(error.message()).isEqualTo("class C has no public constructor without arguments; give it one");
    }

    @Test
    void a_source_file_that_does_not_compile_says_file_line_and_cause() throws Exception {
        folder.drop("Wrong.java", TestJars.bytes(TestJars.source("Wrong", "int x = \"one\"; return null;")));

        var error = folder.refused("Wrong.java");

        assertThat(error.code()).isEqualTo("COMPILE_FAILED");
        assertThat(error.line()).isEqualTo(3);
        assertThat(error.message())
                .startsWith("Wrong.java:3: incompatible types: java.lang.String cannot be converted to int")
                .contains("int x = \"one\"");
    }

    @Test
    void a_folder_with_the_name_of_a_jar_says_so() throws Exception {
        Files.createDirectories(folder.path("exploded.jar").resolve("lib"));

        var error = folder.refused("exploded.jar");

        assertThat(error.code()).isEqualTo("NOT_A_FILE");
        assertThat(error.message()).contains("exploded.jar is a folder; pack it into a jar");
    }

    @Test
    void a_file_that_cannot_be_read_says_so_once() throws Exception {
        // A file that even root gets an error from.
        Files.createSymbolicLink(folder.path("unreadable.jar"), Path.of("/proc/self/mem"));

        var error = folder.refused("unreadable.jar");

        assertThat(error.code()).isEqualTo("FILE_UNREADABLE");
        assertThat(error.message()).contains("cannot read unreadable.jar (Input/output error)");
        folder.drop("after-unreadable.jar", TestJars.dag("after_unreadable"));
        folder.published("after-unreadable.jar");
        assertThat(folder.hasNext("unreadable.jar")).as("said again").isFalse();
    }
}
