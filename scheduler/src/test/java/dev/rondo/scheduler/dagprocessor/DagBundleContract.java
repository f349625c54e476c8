package dev.rondo.scheduler.dagprocessor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.scheduler.testing.TestJars;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every place with DAG files does. */
abstract class DagBundleContract {

    private static final byte[] ONE = TestJars.zip(Map.of("a", TestJars.bytes("1")));
    private static final byte[] TWO = TestJars.zip(Map.of("a", TestJars.bytes("22")));

    @TempDir
    private Path folder;

    abstract DagBundle bundle();

    /** Writes a whole file, over one that may be there. */
    abstract void put(String name, byte[] content) throws IOException;

    abstract void remove(String name) throws IOException;

    /** Lets the time pass after which the place is looked at anew. */
    abstract void pass();

    private List<DagBundle.Found> list() throws IOException {
        pass();
        return bundle().list().files();
    }

    private DagBundle.Copied copy(DagBundle.Found file) throws IOException {
        return bundle().copy(file, folder.resolve("copy"));
    }

    @Test
    void jars_and_sources_are_listed_wherever_they_lie_and_nothing_else_is() throws IOException {
        for (String name : List.of(
                "B.java", "C.JAR", "a.jar", "team/d.jar", "e.jar.part", "f.tmp", ".g.jar", ".git/h.jar", "i.txt")) {
            put(name, ONE);
        }

        assertThat(list())
                .extracting(DagBundle.Found::name)
                .containsExactlyInAnyOrder("B.java", "C.JAR", "a.jar", "team/d.jar");
    }

    @Test
    void a_copy_has_the_bytes() throws IOException {
        put("a.jar", ONE);

        assertThat(copy(list().getFirst())).isEqualTo(new DagBundle.Copied.Whole());

        assertThat(folder.resolve("copy")).hasBinaryContent(ONE);
    }

    @Test
    void a_replaced_file_has_another_revision_and_one_that_is_left_alone_has_not() throws IOException {
        put("a.jar", ONE);
        put("b.jar", ONE);
        List<DagBundle.Found> before = list();

        put("a.jar", TWO);

        List<DagBundle.Found> after = list();
        assertThat(after)
                .hasSize(2)
                .filteredOn(before::contains)
                .extracting(DagBundle.Found::name)
                .containsExactly("b.jar");
    }

    @Test
    void a_file_that_is_gone_is_not_copied_and_not_listed() throws IOException {
        put("a.jar", ONE);
        put("b.jar", ONE);
        DagBundle.Found gone = list().getFirst();

        remove(gone.name());

        assertThat(copy(gone)).isEqualTo(new DagBundle.Copied.NotYet());
        pass();
        assertThat(bundle().list().lacking().test(gone.name())).isTrue();
    }
}
