package dev.rondo.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real {@code rondo} and {@code find-jdk.sh}, with JDKs and a build that only say how they were called. */
class LauncherTest {

    // Maven runs the tests in the folder of the module.
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private Path jdk = Path.of("");
    private final Map<String, String> environment = new TreeMap<>();

    private record Result(int code, String out, String err) {
        List<String> arguments() {
            return out.lines().toList();
        }
    }

    @BeforeEach
    void environmentWithoutJava() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        List<String> used = List.of(
                "sh",
                "sed",
                "tr",
                "readlink",
                "dirname",
                "ls",
                "mkdir",
                "cksum",
                "nice",
                "ln",
                "rm",
                "rmdir",
                "ps",
                "sleep",
                "tail",
                "cat",
                "env",
                "touch",
                "head",
                "cp",
                "mv",
                "mktemp",
                "tar",
                "gzip");
        for (String tool : used) {
            link(tool, ofThisMachine(tool).orElseThrow());
        }
        String sum = ofThisMachine("sha512sum").isPresent() ? "sha512sum" : "shasum"; // of macOS
        link(sum, ofThisMachine(sum).orElseThrow());
        environment.put("PATH", tools.toString());
        environment.put("HOME", folder.resolve("user").toString());
        environment.put("RONDO_AOT", "off");
        jdk = jdk(folder.resolve("jdks/jdk 25"), "25.0.3");
    }

    private static Optional<Path> ofThisMachine(String tool) {
        return Stream.of("/bin", "/usr/bin")
                .map(bin -> Path.of(bin, tool))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Path tool(String name) {
        return folder.resolve("tools").resolve(name);
    }

    private void link(String tool, Path real) throws IOException {
        script(tool(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
    }

    // A JDK that prints its home and its arguments, one a line; what runs in the background goes to a file.
    private static Path jdk(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR_VERSION=\"Test-" + version + "\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/java"), """
                #!/bin/sh
                case " $* " in *" make-aot "*) printf '%s\\n' "$@" >>"$HOME.made"; exit 0 ;; esac
                echo "HOME HERE"
                for word; do printf '%s\\n' "$word"; done
                """.replace("HERE", home.toString()));
        script(home.resolve("bin/javac"), "#!/bin/sh\n");
        return home;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void copyScripts(Path launcher, Path bin) throws IOException {
        Files.createDirectories(bin);
        Files.copy(REPOSITORY.resolve("rondo"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(REPOSITORY.resolve("bin/find-jdk.sh"), bin.resolve("find-jdk.sh"));
    }

    private static void fill(Path distribution) throws IOException {
        Files.createDirectories(distribution.resolve("operators"));
        Files.createDirectories(distribution.resolve("lib"));
        Files.writeString(distribution.resolve("lib/rondo-cli.jar"), "");
        Files.writeString(distribution.resolve("lib/another.jar"), "");
        Files.writeString(distribution.resolve("operators/standard.jar"), "");
    }

    private Path archive(String name) throws IOException {
        Path distribution = folder.resolve(name);
        copyScripts(Files.createDirectories(distribution.resolve("bin")).resolve("rondo"), distribution.resolve("bin"));
        fill(distribution);
        return distribution;
    }

    private Result run(Path launcher, String... words) throws IOException, InterruptedException {
        return ended(start(launcher, words));
    }

    private record Started(Process process, Path out, Path err) {}

    private Started start(Path launcher, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Started(builder.start(), out, err);
    }

    private static Result ended(Started started) throws IOException, InterruptedException {
        assertThat(started.process().waitFor(60, TimeUnit.SECONDS))
                .as("the launcher ends")
                .isTrue();
        return new Result(
                started.process().exitValue(), Files.readString(started.out()), Files.readString(started.err()));
    }

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

            assertThat(run(launcher, "standalone").arguments()).contains("-Xms64m", "-Xmx2g", "-Da=1", "-Db=2");
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

    @Nested
    class Caches {

        private Path distribution = Path.of("");
        private Path launcher = Path.of("");

        @BeforeEach
        void java() throws IOException {
            environment.put("JAVA_HOME", jdk.toString());
            environment.remove("RONDO_AOT");
            distribution = archive("my dist").toRealPath();
            launcher = distribution.resolve("bin/rondo");
        }

        private Path cache(String kind) throws IOException {
            Path cache = Files.createDirectories(distribution.resolve("cache/Test-25.0.3"))
                    .resolve(kind + ".aot");
            return Files.writeString(cache, "cache");
        }

        private List<String> made() throws IOException, InterruptedException {
            Path made = folder.resolve("user.made");
            for (int i = 0; i < 600 && !Files.exists(made); i++) {
                LockSupport.parkNanos(50_000_000);
            }
            return Files.readAllLines(made);
        }

        @Test
        void without_one_the_command_starts_at_once_and_the_caches_are_made_in_the_background() throws Exception {
            Result result = run(launcher, "version");

            assertThat(result.code()).isZero();
            assertThat(result.arguments()).noneMatch(a -> a.startsWith("-XX:AOTCache"));
            assertThat(made())
                    .contains("make-aot", "--cli-options", "--server-options")
                    .endsWith(distribution + "/cache/Test-25.0.3");
        }

        @Test
        void one_that_is_there_is_used_for_its_kind_of_command() throws Exception {
            Path commands = cache("cli");
            Path servers = cache("server");

            assertThat(run(launcher, "version").arguments()).contains("-XX:AOTCache=" + commands);
            assertThat(run(launcher, "scheduler").arguments()).contains("-XX:AOTCache=" + servers);
            assertThat(folder.resolve("user.made")).doesNotExist();
        }

        @Test
        void one_that_a_jar_came_after_is_made_anew_though_each_build_gives_its_jars_the_same_old_date()
                throws Exception {
            Path ignored = cache("cli");
            Path jar = Files.writeString(distribution.resolve("lib/rondo-cli.jar"), "another build");
            Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

            assertThat(run(launcher, "version").arguments()).noneMatch(a -> a.startsWith("-XX:AOTCache"));
            assertThat(made()).contains("make-aot");
        }

        @Test
        void an_empty_one_says_that_none_can_be_made_here() throws Exception {
            Files.writeString(cache("cli"), "");

            assertThat(run(launcher, "version").arguments()).noneMatch(a -> a.startsWith("-XX:AOTCache"));
            assertThat(folder.resolve("user.made")).doesNotExist();
        }

        @Test
        void off_means_neither_made_nor_used() throws Exception {
            Path ignored = cache("cli");
            environment.put("RONDO_AOT", "off");

            assertThat(run(launcher, "version").arguments()).noneMatch(a -> a.startsWith("-XX:AOTCache"));
            assertThat(run(launcher, "standalone").code()).isZero();
            assertThat(folder.resolve("user.made")).doesNotExist();
        }

        @Test
        void where_the_installation_cannot_be_written_the_users_cache_folder_serves() throws Exception {
            Files.writeString(distribution.resolve("cache"), "in the way, as read-only would be");
            environment.put("XDG_CACHE_HOME", folder.resolve("xdg").toString());

            Result result = run(launcher, "version");

            assertThat(result.err()).isEmpty();
            assertThat(made().getLast())
                    .startsWith(folder.resolve("xdg/rondo") + "/")
                    .endsWith("/Test-25.0.3");
        }
    }

    @Nested
    class Checkouts {

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
            assertThat(Files.readString(one.err()) + Files.readString(two.err()))
                    .contains("is building; waiting");
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

    /** Without a Maven on the machine, and with a curl that says what it was asked for. */
    @Nested
    class Wrappers {

        private static final String PATH_OF_MAVEN =
                "/org/apache/maven/apache-maven/3.9.11/apache-maven-3.9.11-bin.tar.gz";

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
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                    .isZero();
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
            assertThat(result.err())
                    .contains("Install Maven 3.8 or newer, or set MVNW_REPOURL to your Maven repository");
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
                    .replace(
                            "PACKED",
                            folder.resolve("packed/apache-maven-3.9.11").toString())
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
                    .isEqualTo("mvnw: fetching Maven 3.9.11 from https://***@maven.example.com/all" + PATH_OF_MAVEN
                            + "\n");
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
}
