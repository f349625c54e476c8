package dev.rondo.core.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build says that was given a folder of cases, and when it fails. */
class SemanticsRunTest {

    private static final String ALLOWED = """
            {"id": "unseen-1", "kind": "one", "holds": true}""";

    @TempDir
    private Path base;

    private Path folder;

    @BeforeEach
    void make() throws Exception {
        folder = Files.createDirectory(base.resolve("unseen"));
    }

    /** Stands for the class of a family; not found by the build, as its name does not end as those of tests do. */
    @SemanticsTest("retries")
    static final class Probe {
        @RecordedCases(kinds = "one")
        void one(RecordedCase recorded) {
            assertThat(recorded.flag("holds")).isTrue();
        }

        @RecordedCases(kinds = "other")
        void other(RecordedCase recorded) {
            assertThat(recorded.flag("holds")).isTrue();
        }
    }

    @SemanticsTest("mapping")
    static final class AbsentProbe {
        @RecordedCases
        void any(RecordedCase recorded) {
            assertThat(recorded).as("there is no such file").isNull();
        }
    }

    @SemanticsTest(value = "retries", again = "on PostgreSQL")
    static final class AgainProbe {
        @RecordedCases(kinds = "other")
        void other(RecordedCase recorded) {
            assertThat(recorded).as("there is no such case").isNull();
        }

        @RecordedCases(kinds = "one")
        void one(RecordedCase recorded) {
            assertThat(recorded.flag("holds")).isTrue();
        }
    }

    @Test
    void a_relative_folder_is_one_of_where_the_build_was_called_and_may_lack_a_family() throws Exception {
        store(ALLOWED);

        SemanticsRun run = run("unseen", Probe.class, AbsentProbe.class, AgainProbe.class);

        assertThat(run.isGreen()).as(run.output()).isTrue();
        assertThat(run.lines())
                .containsExactlyInAnyOrder("semantics: retries 1/1", "semantics: mapping is not in " + folder);
        assertThat(run.output()).contains("retries on PostgreSQL: 1 of 1 cases passed");
    }

    @Test
    void a_case_that_fails_is_counted() throws Exception {
        store(ALLOWED, """
                {"id": "unseen-2", "kind": "other", "holds": false}""");

        SemanticsRun run = run(folder.toString(), Probe.class);

        assertThat(run.lines()).containsExactly("semantics: retries 1/2");
        assertThat(run.isGreen()).isFalse();
    }

    @Test
    void a_case_of_a_kind_that_nobody_runs_has_not_passed() throws Exception {
        store(ALLOWED, """
                {"id": "unseen-2", "kind": "new", "holds": true}""");

        SemanticsRun run = run(folder.toString(), Probe.class);

        assertThat(run.lines()).containsExactly("semantics: retries 1/2");
        assertThat(run.isGreen()).isFalse();
        assertThat(run.output()).contains("retries.json of " + folder + ": no method runs the kinds [new], 1 cases");
    }

    @Test
    void a_family_without_cases_fails() throws Exception {
        store();

        SemanticsRun run = run(folder.toString(), Probe.class);

        assertThat(run.lines()).containsExactly("semantics: retries 0/0");
        assertThat(run.isGreen()).isFalse();
        assertThat(run.output()).contains("retries.json of " + folder + ": no case was run");
    }

    @Test
    void a_folder_that_is_not_there_fails() throws Exception {
        SemanticsRun run = run("mistyped", Probe.class);

        assertThat(run.isGreen()).isFalse();
        assertThat(run.output()).contains("rondo.semantics.dir names " + base.resolve("mistyped"));
    }

    @Test
    void every_class_of_this_module_reads_the_folder() throws Exception {
        SemanticsRun run = SemanticsRun.ofExcerpts(Path.of(""), base);

        assertThat(run.isGreen()).as(run.output()).isTrue();
        assertThat(run.lines())
                .contains("semantics: macros 4/4", "semantics: trigger_rules 3/3")
                .containsExactlyInAnyOrderElementsOf(SemanticsRun.linesOfExcerpts(Path.of("")));
    }

    private void store(String... cases) throws Exception {
        Files.writeString(folder.resolve("retries.json"), "{\"cases\": [" + String.join(",", cases) + "]}");
    }

    private SemanticsRun run(String named, Class<?>... tests) throws Exception {
        return SemanticsRun.of(named, base, Stream.of(tests).map(Class::getName).toList());
    }
}
