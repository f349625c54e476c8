package dev.rondo.cli.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenRepositoryTest {

    @TempDir
    private Path folder;

    private Path installation;

    @BeforeEach
    void layOutAnInstallation() throws IOException {
        installation = folder.resolve("rondo");
        for (String jar : List.of(
                "lib/rondo-sdk-1.jar",
                "lib/rondo-core-1.jar",
                "lib/rondo-runtime-1.jar",
                "lib/rondo-testkit-1.jar",
                "lib/slf4j-api-2.0.17.jar",
                "lib/biweekly-0.6.8.jar",
                "lib/vinnie-2.0.2.jar",
                "lib/jspecify-1.0.1.jar",
                "lib/rondo-storage-1.jar",
                "operators/rondo-operators-google-1.jar",
                "operators/rondo-operators-standard-1.jar")) {
            write(installation.resolve(jar), jar);
        }
        for (String module : List.of(
                "rondo-sdk",
                "rondo-core",
                "rondo-runtime",
                "rondo-testkit",
                "rondo-storage",
                "rondo-operators-google",
                "rondo-operators-standard")) {
            write(installation.resolve("maven/sources").resolve(module).resolve("a/B.java"), "class B {}");
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void each_artifact_has_jar_pom_and_sources() throws IOException {
        new MavenRepository(installation, "1").write(folder.resolve("repo"));

        Path kit = folder.resolve("repo/dev/rondo/rondo-testkit/1");
        assertThat(kit.resolve("rondo-testkit-1.jar")).hasContent("lib/rondo-testkit-1.jar");
        assertThat(Files.readString(kit.resolve("rondo-testkit-1.pom")))
                .contains("<artifactId>rondo-runtime</artifactId>")
                .contains("<version>2.0.17</version>");
        try (ZipFile sources =
                new ZipFile(kit.resolve("rondo-testkit-1-sources.jar").toFile())) {
            assertThat(sources.getEntry("a/B.java")).isNotNull();
        }
    }

    @Test
    void what_reads_holiday_files_comes_with_the_runtime_alone() throws IOException {
        new MavenRepository(installation, "1").write(folder.resolve("repo"));

        assertThat(folder.resolve("repo/dev/rondo/rondo-runtime/1/rondo-runtime-1.pom"))
                .content()
                .contains("<artifactId>biweekly</artifactId>")
                .contains("<version>0.6.8</version>")
                .contains("<groupId>com.fasterxml.jackson.core</groupId>");
        assertThat(folder.resolve("repo/dev/rondo/rondo-sdk/1/rondo-sdk-1.pom"))
                .content()
                .doesNotContain("biweekly");
    }

    @Test
    void an_installation_without_a_jar_is_named_with_the_jar() throws IOException {
        Files.delete(installation.resolve("lib/rondo-core-1.jar"));
        MavenRepository repository = new MavenRepository(installation, "1");

        assertThatThrownBy(() -> repository.write(folder.resolve("repo")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("rondo-core-1.jar");
    }
}
