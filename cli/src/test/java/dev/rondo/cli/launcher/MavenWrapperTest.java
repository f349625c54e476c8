package dev.rondo.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code mvnw}, which fetches Maven where there is none. */
class MavenWrapperTest extends LauncherFixture {

    private static final String PATH_OF_MAVEN = "/org/apache/maven/apache-maven/3.9.11/apache-maven-3.9.11-bin.tar.gz";

    private Path project = Path.of("");
    private Path archive = Path.of("");

    @BeforeEach
    void project() throws Exception {
        environment.put("MVNW_REPOURL", "https://maven.example.com/all/");
        environment.put("JAVA_HOME", jdk.toString());
        project = Files.createDirectories(folder.resolve("my project")).toRealPath();
        copyScripts(folder.resolve("rondo"), project.resolve("bin"));
        archive = folder.resolve("maven.tar.gz");
        Path maven = Files.createDirectories(folder.resolve("packed/apache-maven-3.9.11/bin"));
        script(maven.resolve("mvn"), """
                #!/bin/sh
                [ "$1" = -v ] && echo "Apache Maven 3.9.11 (of a test)" && exit
                echo "$JAVA_HOME"
                for word; do printf '%s\\n' "$word"; done
                """);
        succeeds(
                "tar",
                "-czf",
                archive.toString(),
                "-C",
                folder.resolve("packed").toString(),
                "apache-maven-3.9.11");
        script(folder.resolve("tools/curl"), """
                #!/bin/sh
                for word; do case $before in -o) to=$word ;; esac; before=$word; done
                echo "$before" >>"$HOME.asked"
                cp "ARCHIVE" "$to"
                """.replace("ARCHIVE", archive.toString()));
        wrapper(sha512(archive));
    }

    private static void succeeds(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static String sha512(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file)));
    }

    // The real one, but for the archive that it wants.
    private void wrapper(String sha512) throws IOException {
        script(
                project.resolve("mvnw"),
                Files.readString(REPOSITORY.resolve("mvnw")).replaceFirst("(?m)^sha512=.*$", "sha512=" + sha512));
    }

    private Path asked() {
        return folder.resolve("user.asked");
    }

    private Path kept() {
        return folder.resolve("user/.m2/wrapper/dists/apache-maven-3.9.11");
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(kept())) {
            return files.map(Path::getFileName).toList();
        }
    }

    @Test
    void maven_is_fetched_where_there_is_none_and_then_kept() throws Exception {
        Result first = run(project.resolve("mvnw"), "-B", "a b");
        Result second = run(project.resolve("mvnw"), "verify");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.arguments())
                .containsExactly(
                        jdk.toString(), "-f", project.resolve("pom.xml").toString(), "-B", "a b");
        assertThat(first.err())
                .isEqualTo("mvnw: fetching Maven 3.9.11 from https://maven.example.com/all" + PATH_OF_MAVEN + "\n");
        assertThat(second.arguments()).endsWith("verify");
        assertThat(second.err()).isEmpty();
        assertThat(asked()).hasContent("https://maven.example.com/all" + PATH_OF_MAVEN);
        assertThat(left()).containsExactly(Path.of("rondo"));
    }

    @Test
    void what_is_not_that_maven_is_not_started_and_not_kept() throws Exception {
        wrapper("0".repeat(128));

        Result result = run(project.resolve("mvnw"), "verify");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("what came is not Maven 3.9.11: its SHA-512 is another")
                .contains("set MVNW_REPOURL to another Maven repository");
        assertThat(left()).isEmpty();
    }

    @Test
    void without_a_repository_it_is_told_what_to_do() throws Exception {
        environment.remove("MVNW_REPOURL");

        Result result = run(project.resolve("mvnw"), "verify");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("Install Maven 3.8 or newer, or set MVNW_REPOURL to your Maven repository");
        assertThat(asked()).doesNotExist();
    }

    @Test
    void a_repository_out_of_reach_is_told_with_what_to_do() throws Exception {
        script(folder.resolve("tools/curl"), "#!/bin/sh\necho 'curl: (6) Could not resolve host' >&2\nexit 6\n");

        Result result = run(project.resolve("mvnw"), "verify");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("curl: (6) Could not resolve host")
                .contains("Install Maven 3.8 or newer, or set MVNW_REPOURL");
        assertThat(left()).isEmpty();
    }

    @Test
    void one_on_the_path_is_taken_and_one_that_is_too_old_is_not() throws Exception {
        script(folder.resolve("tools/mvn"), "#!/bin/sh\necho Apache Maven 3.9.9\n");
        assertThat(run(project.resolve("mvnw"), "verify").out()).isEqualTo("Apache Maven 3.9.9\n");
        assertThat(asked()).doesNotExist();

        script(folder.resolve("tools/mvn"), "#!/bin/sh\necho Apache Maven 3.6.3\n");
        assertThat(run(project.resolve("mvnw"), "verify").arguments()).endsWith("verify");
        assertThat(asked()).exists();
    }

    @Test
    void two_at_once_leave_one_whole_maven() throws Exception {
        Started one = start(project.resolve("mvnw"), "one");
        Started two = start(project.resolve("mvnw"), "two");

        assertThat(ended(one).arguments()).endsWith("one");
        assertThat(ended(two).arguments()).endsWith("two");
        assertOneWholeMaven();
    }

    private void assertOneWholeMaven() throws IOException {
        assertThat(left()).containsExactly(Path.of("rondo"));
        try (Stream<Path> files = Files.list(kept().resolve("rondo"))) {
            assertThat(files.map(Path::getFileName)).containsExactly(Path.of("bin"));
        }
    }

    @Test
    void where_another_was_quicker_by_a_hair_its_maven_is_taken() throws Exception {
        Path real = Files.move(tool("mv"), tool("mv-of-this-machine"));
        script(tool("mv"), """
                #!/bin/sh
                [ -e "KEPT/rondo" ] || cp -R "PACKED" "KEPT/rondo"
                exec REAL "$@"
                """.replace("KEPT", kept().toString())
                .replace("PACKED", folder.resolve("packed/apache-maven-3.9.11").toString())
                .replace("REAL", real.toString()));

        Result result = run(project.resolve("mvnw"), "verify");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.arguments()).endsWith("verify");
        assertOneWholeMaven();
    }

    @Test
    void where_what_is_not_maven_lies_in_its_place_that_is_told() throws Exception {
        Files.createDirectories(kept().resolve("rondo/something"));

        Result result = run(project.resolve("mvnw"), "verify");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).endsWith("mvnw: cannot move it to " + kept() + "/rondo. Remove what is there.\n");
        assertThat(left()).containsExactly(Path.of("rondo"));
    }

    @Test
    void the_user_and_password_of_the_repository_are_sent_and_not_printed() throws Exception {
        environment.put("MVNW_REPOURL", "https://ann:p@ss@maven.example.com/all");

        Result result = run(project.resolve("mvnw"), "verify");

        assertThat(result.err())
                .isEqualTo("mvnw: fetching Maven 3.9.11 from https://***@maven.example.com/all" + PATH_OF_MAVEN + "\n");
        assertThat(asked()).hasContent("https://ann:p@ss@maven.example.com/all" + PATH_OF_MAVEN);
    }

    @Test
    void shasum_will_do_and_without_any_nothing_is_fetched() throws Exception {
        Path linux = tool("sha512sum");
        if (Files.exists(linux)) {
            Path real = Files.move(linux, tool("sum-of-this-machine"));
            script(tool("shasum"), "#!/bin/sh\n[ \"$1 $2\" = '-a 512' ] && exec " + real + "\n");
        }
        Result summed = run(project.resolve("mvnw"), "verify");
        Files.delete(tool("shasum"));
        environment.put("HOME", folder.resolve("other").toString());
        Result without = run(project.resolve("mvnw"), "verify");

        assertThat(summed.arguments()).as(summed.err()).endsWith("verify");
        assertThat(without.code()).isEqualTo(1);
        assertThat(without.err()).contains("neither sha512sum nor shasum to check");
        assertThat(folder.resolve("other.asked")).doesNotExist();
    }
}
