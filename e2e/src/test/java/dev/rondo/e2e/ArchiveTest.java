package dev.rondo.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
        Await.until("the caches to be made", () -> caches().containsAll(CACHES));
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
        try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            return files.filter(file -> file.toFile().length() > 0)
                    .map(file -> file.getFileName().toString())
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
