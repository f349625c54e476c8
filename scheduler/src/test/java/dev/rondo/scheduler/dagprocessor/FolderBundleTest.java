package dev.rondo.scheduler.dagprocessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.scheduler.testing.TestJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderBundleTest extends DagBundleContract {

    private static final Instant WRITTEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] JAR = TestJars.zip(Map.of("a", TestJars.bytes("1")));

    @TempDir
    private Path home;

    private Path folder;
    private Path copy;
    private Instant now = WRITTEN;
    private FolderBundle bundle;

    @BeforeEach
    void open() throws IOException {
        folder = home.resolve("dags");
        copy = home.resolve("copy");
        bundle = new FolderBundle("b", folder, () -> now);
    }

    @AfterEach
    void close() {
        bundle.close();
    }

    @Override
    DagBundle bundle() {
        return bundle;
    }

    @Override
    void put(String name, byte[] content) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        write(name, content);
    }

    @Override
    void remove(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    @Override
    void pass() {
        // a folder is looked at whenever it is asked for
    }

    private Path write(String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        return Files.setLastModifiedTime(file, FileTime.from(WRITTEN));
    }

    private List<String> names() throws IOException {
        return bundle.list().files().stream()
                .map(DagBundle.Found::name)
                .sorted()
                .toList();
    }

    private DagBundle.Copied copied() throws IOException {
        return bundle.copy(bundle.list().files().getFirst(), copy);
    }

    @Test
    void jars_and_sources_count_in_sub_folders_too_and_nothing_else_does() throws IOException {
        Files.createDirectories(folder.resolve("team/.git"));
        for (String name : List.of(
                "a.jar",
                "B.java",
                "C.JAR",
                "team/d.jar",
                "e.jar.part",
                "f.tmp",
                ".g.jar",
                "team/.git/h.jar",
                "i.txt")) {
            write(name, JAR);
        }

        assertThat(names()).containsExactly("B.java", "C.JAR", "a.jar", "team/d.jar");
    }

    @Test
    void a_whole_jar_is_taken_at_once() throws IOException {
        write("a.jar", JAR);

        assertThat(copied()).isEqualTo(new DagBundle.Copied.Whole());
        assertThat(copy).hasBinaryContent(JAR);
    }

    @Test
    void a_growing_jar_is_waited_for_until_it_is_whole_or_has_not_grown_for_long() throws IOException {
        write("a.jar", Arrays.copyOf(JAR, JAR.length / 2));
        now = WRITTEN.plusSeconds(2);
        assertThat(copied()).isEqualTo(new DagBundle.Copied.NotYet());

        now = WRITTEN.plusSeconds(4);
        assertThat(copied()).as("to be told as an error").isEqualTo(new DagBundle.Copied.Whole());

        now = WRITTEN;
        write("a.jar", JAR);
        assertThat(copied()).isEqualTo(new DagBundle.Copied.Whole());
    }

    @Test
    void a_source_file_is_taken_when_it_has_been_quiet_for_a_moment() throws IOException {
        write("A.java", TestJars.bytes("class A {"));
        now = WRITTEN.plusMillis(20);
        assertThat(copied()).isEqualTo(new DagBundle.Copied.NotYet());

        now = WRITTEN.plusMillis(60);
        assertThat(copied()).isEqualTo(new DagBundle.Copied.Whole());
    }

    @Test
    void a_source_file_that_never_rests_is_taken_as_it_is_now_and_then() throws IOException {
        Path file = write("A.java", TestJars.bytes("class A {"));
        now = WRITTEN.plusMillis(20);
        assertThat(copied()).isEqualTo(new DagBundle.Copied.NotYet());

        now = WRITTEN.plusMillis(2_100);
        Files.setLastModifiedTime(file, FileTime.from(now));

        assertThat(copied()).isEqualTo(new DagBundle.Copied.Whole());
    }

    @Test
    void a_file_dated_in_the_future_counts_as_quiet() throws IOException {
        write("A.java", TestJars.bytes("class A {}"));
        now = WRITTEN.minus(Duration.ofHours(1));

        assertThat(copied()).isEqualTo(new DagBundle.Copied.Whole());
    }

    @Test
    void a_file_that_is_gone_or_grew_since_it_was_listed_is_looked_at_again() throws IOException {
        Path file = write("a.jar", JAR);
        DagBundle.Found found = bundle.list().files().getFirst();
        Files.delete(file);

        assertThat(bundle.copy(found, copy)).isEqualTo(new DagBundle.Copied.NotYet());
    }

    @Test
    void a_change_of_content_is_a_change_of_revision() throws IOException {
        Path file = write("a.jar", JAR);
        DagBundle.Found before = bundle.list().files().getFirst();
        Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);

        assertThat(bundle.list().files().getFirst().revision()).isNotEqualTo(before.revision());
    }

    @Test
    void a_folder_that_is_gone_says_nothing_about_its_files() throws IOException {
        Files.delete(folder);

        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> bundle.list());
    }

    @Test
    void links_in_a_circle_and_links_to_nothing_do_no_harm() throws IOException {
        write("a.jar", JAR);
        Files.createSymbolicLink(folder.resolve("circle"), folder);
        Files.createSymbolicLink(folder.resolve("nothing.jar"), folder.resolve("nowhere"));

        assertThat(names()).containsExactly("a.jar");
    }

    @Test
    void a_change_ends_the_waiting() throws Exception {
        var ignored = bundle.list();
        write("a.jar", JAR);

        bundle.awaitChange(Duration.ofMinutes(5)); // would be the end of the test otherwise

        assertThat(names()).containsExactly("a.jar");
    }

    @Test
    void a_folder_that_is_gone_is_watched_no_more_and_one_that_is_back_is() throws Exception {
        Path sub = Files.createDirectories(folder.resolve("team/dags"));
        bundle.list();
        assertThat(bundle.watchedFolders()).isEqualTo(3);

        Files.delete(sub);
        bundle.list();
        assertThat(bundle.watchedFolders()).isEqualTo(2);

        Files.createDirectories(sub);
        bundle.list();
        assertThat(bundle.watchedFolders()).isEqualTo(3);
    }
}
