package dev.rondo.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which JDK {@code rondo} takes, and how it starts a distribution with it. */
class LauncherTest extends LauncherFixture {

    @Nested
    class Jdks {

        @Test
        void java_home_comes_first() throws Exception {
            environment.put("JAVA_HOME", jdk.toString());

            assertThat(run(archive("dist").resolve("bin/rondo"), "version").arguments())
                    .startsWith("HOME " + jdk);
        }

        @Test
        void a_java_home_that_is_too_old_is_passed_over_for_the_one_on_the_path() throws Exception {
            environment.put("JAVA_HOME", jdk(folder.resolve("old"), "17.0.1").toString());
            environment.put("PATH", jdk.resolve("bin") + ":" + environment.get("PATH"));

            assertThat(run(archive("dist").resolve("bin/rondo"), "version").arguments())
                    .startsWith("HOME " + jdk);
        }

        @Test
        void a_runtime_without_compiler_is_no_jdk() throws Exception {
            Path runtime = jdk(folder.resolve("jre"), "25.0.1");
            Files.delete(runtime.resolve("bin/javac"));
            environment.put("JAVA_HOME", runtime.toString());
            environment.put("PATH", jdk.resolve("bin") + ":" + environment.get("PATH"));

            assertThat(run(archive("dist").resolve("bin/rondo"), "version").arguments())
                    .startsWith("HOME " + jdk);
        }

        @Test
        void sdkman_and_the_folders_of_ides_are_looked_at() throws Exception {
            Path distribution = archive("dist");
            // Newer than any that the machine may have in its usual folders.
            Path launcher = wanting(distribution.resolve("bin/rondo"), 999);
            Path sdkman = jdk(folder.resolve("user/.sdkman/candidates/java/999-tem"), "999.0.1");
            assertThat(run(launcher, "version").arguments()).startsWith("HOME " + sdkman);

            Path ide = jdk(folder.resolve("user/.jdks/a name with spaces"), "999.0.1");
            assertThat(run(launcher, "version").arguments()).startsWith("HOME " + ide);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "usr/lib/jvm/temurin-999-jdk-amd64",
                    "usr/java/jdk-999",
                    "opt/java/openjdk",
                    "opt/jdk-999",
                    "Library/Java/JavaVirtualMachines/temurin-999.jdk/Contents/Home",
                    "opt/homebrew/opt/openjdk@999/libexec/openjdk.jdk/Contents/Home",
                    "usr/local/opt/openjdk/libexec/openjdk.jdk/Contents/Home"
                })
        void the_usual_folders_of_linux_and_macos_are_looked_at(String usual) throws Exception {
            Path root = folder.resolve("a root");
            Path there = jdk(root.resolve(usual), "999.0.1");
            Path ask = folder.resolve("ask");
            script(
                    ask,
                    "#!/bin/sh\n. '%s'\nfind_jdk 999 '%s'\n".formatted(REPOSITORY.resolve("bin/find-jdk.sh"), root));

            assertThat(run(ask).out().strip()).isEqualTo(there.toString());
        }

        @Test
        void without_one_it_says_what_to_install() throws Exception {
            environment.put("JAVA_HOME", jdk.toString());

            Result result = run(wanting(archive("dist").resolve("bin/rondo"), 999), "version");

            assertThat(result.code()).isEqualTo(69);
            assertThat(result.err())
                    .contains("JDK 25 or newer")
                    .contains(jdk.toString())
                    .contains("SDKMAN");
            assertThat(result.out()).isEmpty();
        }

        @Test
        void maven_is_not_even_looked_for_without_one_and_that_is_said_within_a_second() throws Exception {
            Path checkout = folder.resolve("a checkout");
            copyScripts(checkout.resolve("rondo"), checkout.resolve("bin"));
            Path mvnw = Files.copy(
                    REPOSITORY.resolve("mvnw"), checkout.resolve("mvnw"), StandardCopyOption.COPY_ATTRIBUTES);
            script(folder.resolve("tools/mvn"), "#!/bin/sh\necho Apache Maven 3.9.9\necho called >\"$HOME.mvn\"\n");
            environment.put("JAVA_HOME", jdk(folder.resolve("old"), "17.0.1").toString());
            Path wanting = wanting(mvnw, 999);

            Result result = run(wanting, "verify");

            assertThat(result.code()).isEqualTo(1);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .contains("mvnw: Rondo needs a JDK 25 or newer and found none")
                    .contains("install one (for instance Temurin 25) or set JAVA_HOME");
            assertThat(quickestOfThree(wanting)).isLessThan(Duration.ofSeconds(1));
            assertThat(folder.resolve("user.mvn")).doesNotExist();
        }

        // A busy machine may hold one of them up.
        private Duration quickestOfThree(Path script) throws IOException, InterruptedException {
            Duration quickest = Duration.ofDays(1);
            for (int i = 0; i < 3; i++) {
                long begin = System.nanoTime();
                Result ignored = run(script);
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                quickest = took.compareTo(quickest) < 0 ? took : quickest;
            }
            return quickest;
        }

        private static Path wanting(Path launcher, int feature) throws IOException {
            Files.writeString(launcher, Files.readString(launcher).replace("find_jdk 25", "find_jdk " + feature));
            return launcher;
        }
    }

    @Nested
    class Archives {

        @BeforeEach
        void java() {
            environment.put("JAVA_HOME", jdk.toString());
        }

        @Test
        void words_arrive_as_they_were_typed() throws Exception {
            Result result = run(archive("a dist").resolve("bin/rondo"), "dags", "trigger", "a b", "*", "");

            assertThat(result.code()).isZero();
            assertThat(result.arguments()).endsWith("dev.rondo.cli.Rondo", "dags", "trigger", "a b", "*", "");
        }

        @Test
        void a_folder_with_spaces_and_a_link_to_the_script_will_do() throws Exception {
            Path distribution = archive("my rondo");
            Path absolute = Files.createSymbolicLink(folder.resolve("link"), distribution.resolve("bin/rondo"));
            Path relative = Files.createSymbolicLink(folder.resolve("second"), absolute.getFileName());

            Result result = run(relative, "version");

            assertThat(result.arguments()).contains("-Drondo.dist=" + distribution.toRealPath());
            assertThat(result.arguments())
                    .contains(distribution.toRealPath() + "/lib/another.jar:" + distribution.toRealPath()
                            + "/lib/rondo-cli.jar:" + distribution.toRealPath() + "/operators/standard.jar");
        }

        @Test
        void an_archive_that_is_not_whole_says_so() throws Exception {
            Path launcher = Files.createDirectories(folder.resolve("half/bin")).resolve("rondo");
            copyScripts(launcher, launcher.resolveSibling(""));

            Result result = run(launcher, "version");

            assertThat(result.code()).isEqualTo(70);
            assertThat(result.err()).contains("lib is missing").contains("unpack");
        }

        @Test
        void servers_get_a_heap_and_commands_a_quick_compiler() throws Exception {
            Path launcher = archive("dist").resolve("bin/rondo");
            environment.put("RONDO_HEAP", "2g");
            environment.put("RONDO_JAVA_OPTS", "-Da=1 -Db=2");

            assertThat(run(launcher, "standalone").arguments()).contains("-Xms24m", "-Xmx2g", "-Da=1", "-Db=2");
            assertThat(run(launcher, "dags", "list").arguments())
                    .contains("-XX:TieredStopAtLevel=1")
                    .doesNotContain("-Xmx2g");
        }

        @ParameterizedTest
        @ValueSource(strings = {"standalone", "scheduler", "dag-processor", "webserver", "worker"})
        void a_server_whose_heap_is_full_ends(String server) throws Exception {
            Path launcher = archive("dist").resolve("bin/rondo");

            assertThat(run(launcher, server).arguments()).contains("-XX:+ExitOnOutOfMemoryError");
        }

        @ParameterizedTest
        @ValueSource(strings = {"standalone", "version"})
        void the_jdk_does_not_warn_the_user_of_what_libraries_do(String command) throws Exception {
            Path launcher = archive("dist").resolve("bin/rondo");

            assertThat(run(launcher, command).arguments())
                    .contains("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED");
        }
    }
}
