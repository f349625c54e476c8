package dev.rondo.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Distribution;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be said of an image without an engine that makes it. */
class DockerfileTest {

    private static final Pattern MAVEN = Pattern.compile("\\./mvnw [^>\"]*[^>\" ]");

    private static final Pattern UNPACKED =
            Pattern.compile("tar -xzf cli/target/(\\S+) -C (/\\S+) --strip-components=1");

    // What a build leaves, besides what is not of this repository.
    private static final Set<String> LEFT = Set.of("target", "node_modules");

    private final Dockerfile file = Dockerfile.read(Checkout.read("Dockerfile"));

    private final DockerIgnore ignore = DockerIgnore.read(Checkout.read(".dockerignore"));

    private static String first(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .findFirst()
                .map(MatchResult::group)
                .orElseThrow(() -> new AssertionError("no " + pattern + " in " + text));
    }

    private static MatchResult unpacked(Dockerfile.Stage stage) {
        return stage.all("RUN").stream()
                .flatMap(run -> UNPACKED.matcher(run).results())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void it_is_built_as_the_launcher_builds_a_checkout() {
        String ofLauncher = first(MAVEN, Checkout.read("rondo"));

        assertThat(ofLauncher).isEqualTo("./mvnw -B -ntp -DskipTests -pl cli,dags -am package");
        assertThat(file.stage("build").all("RUN"))
                .filteredOn(run -> run.contains("./mvnw"))
                .singleElement()
                .extracting(run -> first(MAVEN, run))
                .isEqualTo(ofLauncher);
    }

    @Test
    void its_command_is_the_launcher_of_the_archive_that_the_build_makes() throws Exception {
        MatchResult unpacked = unpacked(file.stage("build"));
        List<Path> archives = new ArrayList<>();
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(Distribution.built().folder().resolveSibling(""), unpacked.group(1))) {
            found.forEach(archives::add);
        }
        assertThat(archives).hasSize(1);
        Process tar = new ProcessBuilder("tar", "-tvzf", archives.getFirst().toString()).start();
        List<String> listed = tar.inputReader().lines().toList();
        assertThat(tar.waitFor()).isZero();

        String folder = unpacked.group(2);
        assertThat(file.image().all("COPY")).containsExactly("--from=build " + folder + " " + folder);
        List<String> command = file.image().words("ENTRYPOINT");
        assertThat(command).hasSize(1);
        String inArchive = command.getFirst().replaceFirst(Pattern.quote(folder) + "/", "");
        assertThat(listed)
                .filteredOn(line -> line.matches(".* [^/]+/" + Pattern.quote(inArchive)))
                .singleElement()
                .asString()
                .startsWith("-rwxr-xr-x");
    }

    @Test
    void the_jdk_of_both_stages_is_one_that_rondo_is_built_with_and_runs_on() {
        Demands pom = new Demands(Checkout.read("pom.xml"));

        assertThat(file.image().image()).matches("eclipse-temurin:\\d+-jdk");
        assertThat(file.stage("build").image()).matches("maven:3\\.\\d+-eclipse-temurin-\\d+");
        assertThat(jdk(file.image().image()))
                .isEqualTo(jdk(file.stage("build").image()))
                .isGreaterThanOrEqualTo(pom.toolchain())
                .isGreaterThanOrEqualTo(pom.release());
        assertThat(Integer.parseInt(
                        first(Pattern.compile("\\d+"), file.stage("node").image())))
                .as("see webserver/ui/dev/maven.sh")
                .isGreaterThan(20);
    }

    private static int jdk(String image) {
        return Integer.parseInt(first(Pattern.compile("(?<=temurin[:-])\\d+"), image));
    }

    /** What the pom asks of the JDK. */
    private record Demands(String pom) {
        int toolchain() {
            return Integer.parseInt(first(Pattern.compile("(?<=<version>\\[)\\d+(?=,\\)</version>)"), pom));
        }

        int release() {
            return Integer.parseInt(first(Pattern.compile("(?<=<maven.compiler.release>)\\d+"), pom));
        }
    }

    @Test
    void images_are_named_without_a_registry() {
        ComposeFile compose = ComposeFile.read(
                Checkout.read("docker-compose.yml"),
                Map.of("RONDO_DATABASE_PASSWORD", "secret", "RONDO_WORKER_TOKEN", "token"));

        assertThat(Stream.concat(
                        file.stages().stream().map(Dockerfile.Stage::image),
                        compose.services().stream()
                                .map(name -> compose.service(name).image())))
                .hasSizeGreaterThan(4)
                .allSatisfy(image -> assertThat(image).matches("[a-z-]+(:[a-z0-9.-]+)?"));
        assertThat(Checkout.read("Dockerfile") + Checkout.read("docker-compose.yml"))
                .as("of a web address, only those of containers and of this machine")
                .satisfies(text -> assertThat(Pattern.compile("https?://([^/:\\s]+)")
                                .matcher(text)
                                .results()
                                .map(match -> match.group(1)))
                        .containsOnly("localhost", "scheduler"));
    }

    @Test
    void it_runs_as_a_plain_user_whose_folders_are_there_before_volumes_are_mounted() {
        Dockerfile.Stage image = file.image();
        String user = image.one("USER");
        List<String> folders =
                List.of(first(Pattern.compile("(?<=install -d -o rondo -g rondo -m 750 )[^&]*[^& ]"), image.one("RUN"))
                        .split(" "));
        ComposeFile compose = ComposeFile.read(
                Checkout.read("docker-compose.yml"),
                Map.of("RONDO_DATABASE_PASSWORD", "secret", "RONDO_WORKER_TOKEN", "token"));

        assertThat(user).isEqualTo("rondo");
        assertThat(image.one("RUN")).contains("groupadd --gid 10001 rondo", "useradd --uid 10001 --gid rondo");
        assertThat(folders).contains(image.environment().get("RONDO_HOME"));
        assertThat(image.one("STOPSIGNAL")).isEqualTo("SIGTERM");
        for (String service : compose.services()) {
            if (!service.equals("postgres")) {
                assertThat(compose.service(service).mounts())
                        .filteredOn(ComposeFile.Mount::isVolume)
                        .allSatisfy(mount -> assertThat(folders).contains(mount.target()));
            }
        }
    }

    @Test
    void the_build_sees_every_source_and_neither_secrets_nor_other_builds() throws IOException {
        List<String> hidden = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        Files.walkFileTree(Checkout.ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String path = Checkout.ROOT.relativize(folder).toString();
                if (path.isEmpty() || !ignore.ignores(path)) {
                    return FileVisitResult.CONTINUE;
                }
                hidden.add(path);
                return FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
                String path = Checkout.ROOT.relativize(each).toString();
                (ignore.ignores(path) ? hidden : seen).add(path);
                return FileVisitResult.CONTINUE;
            }
        });

        assertThat(file.stage("build").all("COPY")).contains(". .");
        assertThat(hidden)
                .filteredOn(path -> !path.startsWith(".git")
                        && !LEFT.contains(Path.of(path).getFileName().toString()))
                .isSubsetOf(
                        ".env",
                        "dags-folder",
                        "out",
                        "benchmarks/src",
                        "e2e/src",
                        "docs/airflow-differences.md",
                        "docs/decisions",
                        "docs/guide",
                        "docs/performance.md",
                        "docs/reliability.md",
                        "docker-compose.yml",
                        "docker-compose.override.yml",
                        "Dockerfile",
                        ".dockerignore");
        assertThat(hidden).contains("cli/target", "docker-compose.yml");
        assertThat(seen)
                .contains("pom.xml", "e2e/pom.xml", "benchmarks/pom.xml", "mvnw", "rondo", "LICENSE", "CHANGELOG.md")
                .contains(
                        "bin/find-jdk.sh",
                        ".mvn/jvm.config",
                        "docs/reference/openapi.json",
                        "webserver/ui/package-lock.json")
                .contains("cli/src/build/UpgradeClassFiles.java", "cli/src/main/assembly/archive.xml");
        assertThat(Stream.of(".env", ".git", ".git/config", "dags-folder/Hello.java", "webserver/ui/node_modules"))
                .allMatch(ignore::ignores);
    }

    @Test
    void a_repository_that_is_given_serves_everything_and_none_is_no_setting(@TempDir Path user) throws Exception {
        String settings = file.stage("build").all("RUN").stream()
                .filter(run -> run.contains("settings.xml"))
                .findFirst()
                .orElseThrow();

        assertThat(exitOf(settings, user, "")).isZero();
        assertThat(user.resolve(".m2")).doesNotExist();
        assertThat(exitOf(settings, user, "https://repository.example/maven2")).isZero();
        assertThat(user.resolve(".m2/settings.xml"))
                .hasContent("<settings><mirrors><mirror><id>given</id><mirrorOf>*</mirrorOf>"
                        + "<url>https://repository.example/maven2</url></mirror></mirrors></settings>");
    }

    private static int exitOf(String command, Path user, String repository) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", command).inheritIO();
        shell.environment().put("HOME", user.toString());
        shell.environment().put("MVNW_REPOURL", repository);
        return shell.start().waitFor();
    }
}
