package dev.rondo.scheduler.dagprocessor;

import static dev.rondo.metadata.jooq.Tables.DAG_WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.control.DagRemoval;
import dev.rondo.metadata.query.Page;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.testing.TestPause;
import dev.rondo.runtime.parse.ParserProcess;
import dev.rondo.scheduler.engine.CrashPoint;
import dev.rondo.scheduler.testing.DagFolder;
import dev.rondo.scheduler.testing.TestJars;
import dev.rondo.sdk.spec.TaskSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What people do with files, from the folder to the tables, with real parsers. */
@ExtendWith(PostgresExtension.class)
class DagFilesTest {

    private static DagFolder folder;

    @BeforeAll
    static void open(TestDatabase database, @TempDir Path home) throws IOException {
        folder = new DagFolder(database, home, "dag-files", ParserProcess.Settings.DEFAULT_TIMEOUT, Map.of());
    }

    @AfterAll
    static void close() {
        folder.close();
    }

    private static byte[] version(String dagId, int number) {
        return TestJars.jar("V", """
                Dag dag = Dag.create("%s").description("version %d");
                dag.task("only").run(() -> {});
                return dag;
                """.formatted(dagId, number));
    }

    @Test
    void the_last_good_version_stays_in_force_while_the_new_one_fails() throws Exception {
        folder.drop("good.jar", version("good", 1));
        folder.published("good.jar");
        long before = folder.dag("good").versionId();

        folder.drop("good.jar", TestJars.jar("V", "throw new IllegalStateException();"));
        folder.refused("good.jar");

        assertThat(folder.dag("good").versionId()).isEqualTo(before);
        assertThat(folder.dag("good").active()).isTrue();
        assertThat(folder.dag("good").importErrors()).isTrue();
        folder.drop("good.jar", version("good", 2));
        assertThat(folder.published("good.jar").changed()).containsExactly("good");
        assertThat(folder.dag("good").description()).isEqualTo("version 2");
        assertThat(folder.dag("good").importErrors()).isFalse();
        assertThat(folder.hasImportError("good.jar")).isFalse();
    }

    @Test
    void a_removed_file_deactivates_its_dags_and_keeps_their_history() throws Exception {
        folder.drop("removed.jar", version("removed", 1));
        folder.published("removed.jar");

        Files.delete(folder.path("removed.jar"));

        assertThat(folder.removed("removed.jar")).containsExactly("removed");
        assertThat(folder.dag("removed").active()).isFalse();
        assertThat(folder.queries().versionsOf("removed", new Page(10, 0)).rows())
                .hasSize(1);
        folder.drop("removed.jar", version("removed", 1));
        folder.published("removed.jar");
        assertThat(folder.dag("removed").active()).isTrue();
        assertThat(folder.queries().versionsOf("removed", new Page(10, 0)).rows())
                .as("the same jar is the same version")
                .hasSize(1);
    }

    @Test
    void two_files_with_one_dag_id_are_both_named_and_the_second_waits_for_the_first() throws Exception {
        folder.drop("first.jar", version("wanted", 1));
        folder.published("first.jar");

        folder.drop("second.jar", version("wanted", 2));

        var error = folder.refused("second.jar");
        assertThat(error.code()).isEqualTo("DUPLICATE_DAG_ID");
        assertThat(error.message()).contains("dag 'wanted' is defined by second.jar and by first.jar");
        assertThat(folder.dag("wanted").description()).isEqualTo("version 1");
        Files.delete(folder.path("first.jar"));
        folder.published("second.jar");
        assertThat(folder.dag("wanted").description()).isEqualTo("version 2");
        assertThat(folder.dag("wanted").active()).isTrue();
        assertThat(folder.hasImportError("second.jar")).isFalse();
    }

    @Test
    void a_dag_that_was_deleted_comes_back_while_its_file_is_there_as_if_it_had_never_been() throws Exception {
        folder.drop("back.jar", version("back", 1));
        folder.published("back.jar");
        folder.drop("back.jar", version("back", 2));
        folder.published("back.jar");
        var removal = new DagRemoval(folder.database().transactions());

        assertThat(removal.delete("back")).isEqualTo(new DagRemoval.Outcome.Done(0));

        assertThat(folder.published("back.jar").added()).hasSize(1);
        assertThat(folder.dag("back").active()).isTrue();
        assertThat(folder.queries().versionsOf("back", new Page(10, 0)).rows()).hasSize(1);
        Files.delete(folder.path("back.jar"));
        folder.removed("back.jar");
        assertThat(removal.delete("back")).isEqualTo(new DagRemoval.Outcome.Done(0));
        assertThat(removal.delete("back")).isEqualTo(new DagRemoval.Outcome.Missing());
    }

    private static byte[] berlin(String date) {
        return TestJars.jar("Berlin", """
                Dag dag = Dag.create("berlin").schedule("@daily").startDate("2026-01-01").timezone("Europe/Berlin");
                dag.task("only").use(dev.rondo.operators.standard.BashOperator.of("echo {{ %s }}"));
                return dag;
                """.formatted(date));
    }

    private static List<Long> warnings(String dagId) {
        return folder.database()
                .transactions()
                .call(db -> db.select(DAG_WARNING.DAG_WARNING_ID)
                        .from(DAG_WARNING)
                        .where(DAG_WARNING.DAG_ID.eq(dagId))
                        .fetch(DAG_WARNING.DAG_WARNING_ID));
    }

    @Test
    void a_warning_is_kept_while_the_version_in_force_has_it() throws Exception {
        folder.drop("berlin.jar", berlin("ds"));

        assertThat(folder.published("berlin.jar").newWarnings()).singleElement().satisfies(warning -> {
            assertThat(warning.dagId()).isEqualTo("berlin");
            assertThat(warning.code()).isEqualTo("DS_IS_UTC_DATE");
            assertThat(warning.message())
                    .startsWith("task 'only' (Berlin.java:4): ")
                    .contains("in Europe/Berlin it can be another; use {{ local_ds }}");
        });
        var kept = warnings("berlin");
        assertThat(kept).hasSize(1);

        folder.drop("berlin.jar", berlin("ds | upper"));
        assertThat(folder.published("berlin.jar").newWarnings())
                .as("it is known")
                .isEmpty();
        assertThat(warnings("berlin")).as("and as old as it is").isEqualTo(kept);

        folder.drop("berlin.jar", berlin("local_ds"));
        assertThat(folder.published("berlin.jar").changed()).containsExactly("berlin");
        assertThat(warnings("berlin")).isEmpty();
    }

    @Test
    void a_warning_is_gone_with_its_file() throws Exception {
        folder.drop("leaves.jar", TestJars.jar("Leaves", """
                Dag dag = Dag.create("leaves").schedule("@daily").startDate("2026-01-01").timezone("Europe/Berlin");
                dag.task("only").use(dev.rondo.operators.standard.BashOperator.of("echo {{ ds }}"));
                return dag;
                """));
        folder.published("leaves.jar");
        assertThat(warnings("leaves")).hasSize(1);

        Files.delete(folder.path("leaves.jar"));

        assertThat(folder.removed("leaves.jar")).containsExactly("leaves");
        assertThat(warnings("leaves")).isEmpty();
    }

    @Test
    void a_renamed_file_keeps_its_dags() throws Exception {
        folder.drop("old-name.jar", version("renamed", 1));
        folder.published("old-name.jar");

        Files.move(folder.path("old-name.jar"), folder.path("new-name.jar"));

        folder.published("new-name.jar");
        assertThat(folder.removed("old-name.jar")).isEmpty();
        assertThat(folder.dag("renamed").active()).isTrue();
        assertThat(folder.dag("renamed").fileName()).isEqualTo("new-name.jar");
    }

    @Test
    void a_file_that_goes_while_the_one_that_takes_its_dags_over_is_read_is_in_no_ones_way(
            TestDatabase database, @TempDir Path home) throws Exception {
        Path first = home.resolve("dags").resolve("first.jar");
        AtomicBoolean goes = new AtomicBoolean();
        try (DagFolder mine = new DagFolder(
                database, home, "going", Duration.ofSeconds(60), Map.of(), InstantSource.system(), point -> {
                    if (point == CrashPoint.AFTER_JAR_STORED && goes.getAndSet(false)) {
                        deleted(first);
                    }
                })) {
            mine.drop("first.jar", version("going", 1));
            mine.published("first.jar");
            goes.set(true);

            mine.drop("next.jar", version("going", 2));

            mine.published("next.jar");
            assertThat(mine.removed("first.jar")).isEmpty();
            assertThat(mine.dag("going").fileName()).isEqualTo("next.jar");
        }
    }

    private static void deleted(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_file_that_is_replaced_ten_times_a_second_ends_in_force_and_holds_up_nobody() throws Exception {
        for (int i = 1; i <= 30; i++) {
            folder.drop("busy.jar", version("busy", i));
            TestPause.pause(Duration.ofMillis(100));
        }
        folder.drop("beside.jar", version("beside_busy", 1));
        folder.published("beside.jar");

        while (!"version 30"
                .equals(folder.queries().find("busy").map(d -> d.description()).orElse(""))) {
            folder.published("busy.jar");
        }

        assertThat(folder.hasImportError("busy.jar")).isFalse();
    }

    @Test
    void a_source_file_works_with_the_built_in_operators() throws Exception {
        folder.drop("Hello.java", TestJars.bytes(TestJars.SDK + """
                import dev.rondo.operators.standard.BashOperator;
                public final class Hello implements DagDefinition {
                    @Override public Dag define() {
                        Dag dag = Dag.create("hello_source");
                        dag.task("greet").use(BashOperator.of("echo hello"));
                        return dag;
                    }
                }
                """));

        assertThat(folder.published("Hello.java").added())
                .containsExactly(new DagCatalog.Published.NewDag("hello_source", true));
    }

    @Test
    void names_may_have_odd_characters() throws Exception {
        String name = "späte 'jar' [1] 100%; \"quoted\" ✓.jar";
        folder.drop(name, version("odd_name", 1));
        folder.published(name);
        folder.drop("team a/sub/nested.jar", version("nested", 1));
        folder.published("team a/sub/nested.jar");

        assertThat(folder.dag("odd_name").fileName()).isEqualTo(name);
        assertThat(folder.dag("nested").fileName()).isEqualTo("team a/sub/nested.jar");
    }

    @Test
    void a_link_to_a_jar_is_followed(@TempDir Path elsewhere) throws Exception {
        Path target = Files.write(elsewhere.resolve("any.name"), version("linked", 1));

        Files.createSymbolicLink(folder.path("link.jar"), target);

        folder.published("link.jar");
    }

    @Test
    void a_jar_with_the_sdk_shaded_in_works() throws Exception {
        Map<String, byte[]> entries = TestJars.entries(version("shaded", 1));
        entries.put("dev/rondo/sdk/Dag.class", TestJars.bytes("not even a class"));
        entries.put("dev/rondo/sdk/DagDefinition.class", TestJars.bytes("not even a class"));
        folder.drop("shaded.jar", TestJars.zip(entries));

        folder.published("shaded.jar");

        assertThat(folder.graph("shaded").tasks()).hasSize(1);
    }

    @Test
    void libraries_may_lie_in_the_jar() throws Exception {
        byte[] all = TestJars.jarOf("WithLibrary", """
                class Helper { static String id() { return "with_library"; } }
                public class WithLibrary implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create(Helper.id());
                        dag.task("only").run(() -> {});
                        return dag;
                    }
                }
                """);
        Map<String, byte[]> entries = TestJars.entries(all);
        Map<String, byte[]> library = new HashMap<>();
        library.put("Helper.class", entries.remove("Helper.class"));
        entries.put("lib/helper-1.0.jar", TestJars.zip(library));
        folder.drop("with-library.jar", TestJars.zip(entries));

        assertThat(folder.published("with-library.jar").added()).hasSize(1);
    }

    @Test
    void default_arguments_of_the_installation_reach_the_graph_and_change_it(TestDatabase database, @TempDir Path home)
            throws Exception {
        byte[] jar = TestJars.jar("Args", """
                Dag dag = Dag.create("args").defaultArgs(DefaultArgs.create().pool("own"));
                dag.task("only").run(() -> {});
                return dag;
                """);
        TaskSpec first;
        try (DagFolder mine = new DagFolder(
                database, home, "args", Duration.ofSeconds(60), Map.of("retries", "4", "pool", "theirs"))) {
            mine.drop("args.jar", jar);
            mine.published("args.jar");
            first = mine.graph("args").tasks().getFirst();
        }
        assertThat(first.options().retries()).isEqualTo(4);
        assertThat(first.options().pool()).isEqualTo("own");
        assertThat(first.origins()).containsEntry("retries", "environment");
        assertThat(first.origins().get("pool")).isNotEqualTo("environment");

        try (DagFolder mine = new DagFolder(database, home, "args", Duration.ofSeconds(60), Map.of("retries", "5"))) {
            assertThat(mine.published("args.jar").changed()).containsExactly("args");
            assertThat(mine.graph("args").tasks().getFirst().options().retries())
                    .as("the same file is read anew with other default arguments")
                    .isEqualTo(5);
        }
    }

    @Test
    void a_source_file_is_read_anew_when_a_library_changes_and_the_version_before_keeps_its_own() throws Exception {
        Path part = folder.libraries().resolve("names.jar.part");
        Path library = folder.libraries().resolve("names.jar");
        Files.move(Files.write(part, names("first")), library);
        folder.drop("Libs.java", TestJars.bytes(TestJars.source("Libs", """
                Dag dag = Dag.create("libs").description(Names.TITLE);
                dag.task("only").run(() -> {});
                return dag;
                """)));
        folder.published("Libs.java");
        assertThat(folder.dag("libs").description()).isEqualTo("first");

        Files.move(Files.write(part, names("second")), library, StandardCopyOption.REPLACE_EXISTING);
        assertThat(folder.published("Libs.java").changed()).containsExactly("libs");
        assertThat(folder.dag("libs").description()).isEqualTo("second");
        assertThat(folder.queries().versionsOf("libs", new Page(10, 0)).rows()).hasSize(2);

        Files.delete(library);
        assertThat(folder.refused("Libs.java").message()).contains("cannot find symbol");
        assertThat(folder.dag("libs").description()).isEqualTo("second");
    }

    private static byte[] names(String title) {
        return TestJars.jarOf("Names", "public class Names { static final String TITLE = \"" + title + "\"; }");
    }
}
