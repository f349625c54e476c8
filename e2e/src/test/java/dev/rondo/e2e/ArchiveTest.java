package dev.rondo.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.harness.TestHome;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The archive that users get, unpacked into an empty folder and started there. */
class ArchiveTest {

    private static final int JAVA_21 = 65;
    private static final int JAVA_25 = 69;

    private static final List<String> CACHES = List.of("cli.aot", "server.aot", "parser.aot", "host.aot");

    // With this mode the JVM ends with an error where it cannot use the cache that it is given.
    private static final Map<String, String> WITH_CACHES =
            Map.of("RONDO_AOT", "on", "RONDO_JAVA_OPTS", "-XX:AOTMode=on");

    @TempDir
    static Path empty;

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.withExamples()
            .of(ArchiveTest::unpacked)
            .preparedBy(ArchiveTest::makeCaches)
            .with(WITH_CACHES);

    private static synchronized Distribution unpacked() {
        Path archive = archive();
        Path folder = empty.resolve(archive.getFileName().toString().replace(".tar.gz", ""));
        if (!Files.exists(folder)) {
            try {
                Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", empty.toString())
                        .inheritIO()
                        .start();
                assertThat(tar.waitFor()).isZero();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot unpack " + archive, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
        return new Distribution(folder);
    }

    /** The one beside the folder of the build. */
    private static Path archive() {
        Path build = Distribution.built().folder().resolveSibling("");
        try (Stream<Path> files = Files.list(build)) {
            List<Path> archives = files.filter(
                            file -> file.getFileName().toString().matches("rondo-[0-9].*\\.tar\\.gz"))
                    .toList();
            assertThat(archives).as("archives in " + build).hasSize(1);
            return archives.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + build, e);
        }
    }

    /** The launcher makes them behind the first command of all. */
    private static void makeCaches(TestHome home) {
        RondoProcess first = version(home, Map.of("RONDO_AOT", "on"));
        assertThat(first.awaitExit()).as(first.output()).isZero();
        // Four of them, made at the lowest priority: a machine that does much else takes its time.
        var _ = Await.until(
                "the caches to be made", Duration.ofMinutes(15), ArchiveTest::caches, made -> made.containsAll(CACHES));
    }

    private static RondoProcess version(TestHome home, Map<String, String> environment) {
        RondoProcess command = RondoProcess.start("version", unpacked(), home, environment, List.of("version"));
        int ignored = command.awaitExit();
        return command;
    }

    @Test
    void standalone_starts_from_it_with_its_examples_and_operators() throws IOException {
        assertThat(RONDO.api()
                        .get("/monitor/health")
                        .path("scheduler")
                        .path("status")
                        .asText())
                .isEqualTo("healthy");
        RONDO.dags().awaitThere("flight_delay_training");
        RONDO.dags().awaitThere("tutorial");
        RONDO.home().drop("Shell.java", """
                import dev.rondo.operators.standard.BashOperator;
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagDefinition;
                public final class Shell implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("shell");
                        dag.task("say").use(BashOperator.of("echo from the archive"));
                        return dag;
                    }
                }
                """.getBytes(UTF_8));

        Run run = RONDO.dags().run("shell");

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.result("say").asText()).isEqualTo("from the archive");
    }

    @Test
    void the_example_learns_day_after_day_without_a_hand_and_keeps_its_files_in_the_home() {
        RONDO.dags().awaitThere("flight_delay_training");
        List<JsonNode> days =
                Await.until("ten days of flights to be worked through", ArchiveTest::firstDays, ArchiveTest::areOver);

        assertThat(days).extracting(run -> run.path("state").asText()).containsOnly("success");
        assertThat(days)
                .extracting(run -> run.path("logical_date").asText().substring(0, 10))
                .isEqualTo(LocalDate.parse("2013-01-01")
                        .datesUntil(LocalDate.parse("2013-01-11"))
                        .map(LocalDate::toString)
                        .toList());
        for (int i = 1; i < days.size(); i++) {
            assertThat(moment(days.get(i), "start_date"))
                    .as("a day begins when the one before it is over")
                    .isAfterOrEqualTo(moment(days.get(i - 1), "end_date"));
        }
        // The first week is too little to learn from.
        List<Run> later = RONDO.dags().runs("flight_delay_training").subList(7, 10);
        assertThat(later).anySatisfy(run -> assertThat(run.states()).containsEntry("push", "success"));
        assertThat(RONDO.home().read("data/flights/models/current")).isNotBlank();
        assertThat(RONDO.home().read("data/flights/reports/season.md")).contains("2013-01");
    }

    private static List<JsonNode> firstDays() {
        List<JsonNode> days = new ArrayList<>();
        RONDO.api()
                .get("/dags/flight_delay_training/dagRuns?limit=10&order_by=logical_date")
                .path("dag_runs")
                .forEach(days::add);
        return days;
    }

    private static boolean areOver(List<JsonNode> days) {
        return days.size() == 10
                && days.stream()
                        .allMatch(run -> Set.of("success", "failed")
                                .contains(run.path("state").asText()));
    }

    private static Instant moment(JsonNode run, String name) {
        return Instant.parse(run.path(name).asText());
    }

    @Test
    void the_real_jvm_takes_the_caches_that_were_made_behind_the_first_command() throws IOException {
        Path loaded = RONDO.home().folder().resolve("loaded.txt");

        RondoProcess second = version(
                RONDO.home(),
                Map.of("RONDO_AOT", "on", "RONDO_JAVA_OPTS", "-XX:AOTMode=on -Xlog:class+load:file=" + loaded));

        assertThat(second.awaitExit()).as(second.output()).isZero();
        assertThat(archive().getFileName())
                .hasToString("rondo-" + second.output().strip() + ".tar.gz");
        assertThat(Files.readString(loaded)).contains("dev.rondo.cli.Rondo source: shared objects file");
    }

    /** Names of those that are whole: an empty one says that it cannot be made. */
    private static List<String> caches() {
        Path folder = unpacked().folder().resolve("cache");
        // Asked by name: a walk would meet the files that are being made and renamed.
        try (Stream<Path> builds = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            return builds.flatMap(build -> CACHES.stream()
                            .filter(cache -> build.resolve(cache).toFile().length() > 0))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    @Test
    void the_sdk_is_for_java_21_and_all_else_for_25() throws IOException {
        Map<String, Set<Integer>> versions = new TreeMap<>();
        for (Path jar : ours()) {
            versions.put(jar.getFileName().toString().replaceFirst("-[0-9].*", ""), classFileVersions(jar));
        }

        assertThat(versions).hasSizeGreaterThan(8).containsEntry("rondo-sdk", Set.of(JAVA_21));
        versions.remove("rondo-sdk");
        assertThat(versions).allSatisfy((jar, found) -> assertThat(found).containsExactly(JAVA_25));
    }

    private static List<Path> ours() throws IOException {
        try (Stream<Path> files = Files.walk(unpacked().folder())) {
            return files.filter(file -> file.getFileName().toString().matches("rondo-.*\\.jar"))
                    .toList();
        }
    }

    private static Set<Integer> classFileVersions(Path file) throws IOException {
        Set<Integer> versions = new TreeSet<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry :
                    jar.stream().filter(ArchiveTest::isClassOfOurs).toList()) {
                try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
                    in.skipNBytes(6);
                    versions.add(in.readUnsignedShort());
                }
            }
        }
        return versions;
    }

    private static boolean isClassOfOurs(JarEntry entry) {
        return entry.getName().startsWith("dev/rondo/") && entry.getName().endsWith(".class");
    }
}
