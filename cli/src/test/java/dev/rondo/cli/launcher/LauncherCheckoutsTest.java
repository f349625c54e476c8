package dev.rondo.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code rondo} of a checkout, which builds what it starts. */
class LauncherCheckoutsTest extends LauncherFixture {

    private Path checkout = Path.of("");

    @BeforeEach
    void checkout() throws IOException {
        environment.put("JAVA_HOME", jdk.toString());
        checkout = Files.createDirectories(folder.resolve("my checkout")).toRealPath();
        copyScripts(checkout.resolve("rondo"), checkout.resolve("bin"));
        fill(folder.resolve("built"));
        maven("""
                #!/bin/sh
                echo "$@" >>calls
                echo "[INFO] Building Rondo CLI 0.1.0-SNAPSHOT [9/9]"
                sleep 2
                mkdir -p cli/target/rondo
                for part in lib operators; do ln -s "BUILT/$part" cli/target/rondo/$part; done
                touch cli/target/rondo-0.1.0.tar.gz
                """.replace("BUILT", folder.resolve("built").toString()));
    }

    private void maven(String text) throws IOException {
        script(checkout.resolve("mvnw"), text);
    }

    @Test
    void the_first_start_builds_and_says_so_and_the_second_does_not() throws Exception {
        Result first = run(checkout.resolve("rondo"), "version");
        Result second = run(checkout.resolve("rondo"), "version");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.err()).isEqualTo("rondo: building (first use only; later starts take seconds)\n");
        assertThat(first.arguments()).endsWith("version");
        assertThat(second.err()).isEmpty();
        assertThat(checkout.resolve("calls")).hasContent("-B -ntp -DskipTests -pl cli,dags -am package");
        assertThat(checkout.resolve("cli/target/build.lock")).doesNotExist();
    }

    @Test
    void two_first_starts_at_once_build_once() throws Exception {
        Started one = start(checkout.resolve("rondo"), "version");
        Started two = start(checkout.resolve("rondo"), "version");

        assertThat(ended(one).code()).isZero();
        assertThat(ended(two).code()).isZero();
        assertThat(Files.readAllLines(checkout.resolve("calls"))).hasSize(1);
        assertThat(Files.readString(one.err()) + Files.readString(two.err())).contains("is building; waiting");
    }

    @Test
    void the_lock_of_a_killed_build_is_taken_over() throws Exception {
        Process gone = new ProcessBuilder("/bin/true").start();
        assertThat(gone.waitFor()).isZero();
        Files.createDirectories(checkout.resolve("cli/target"));
        Files.createSymbolicLink(checkout.resolve("cli/target/build.lock"), Path.of(Long.toString(gone.pid())));

        assertThat(run(checkout.resolve("rondo"), "version").code()).isZero();
    }

    @Test
    void a_build_that_was_cut_off_is_done_again() throws Exception {
        Files.createDirectories(checkout.resolve("cli/target/rondo/half"));

        assertThat(run(checkout.resolve("rondo"), "version").code()).isZero();
        assertThat(checkout.resolve("calls")).exists();
    }

    @Test
    void a_build_that_fails_shows_its_end_and_where_the_whole_log_is() throws Exception {
        maven("#!/bin/sh\necho '[ERROR] no network'\nexit 1\n");

        Result result = run(checkout.resolve("rondo"), "version");

        assertThat(result.code()).isEqualTo(70);
        assertThat(result.err()).contains("[ERROR] no network").contains("cli/target-build.log");
        assertThat(checkout.resolve("cli/target/build.lock")).doesNotExist();
    }
}
