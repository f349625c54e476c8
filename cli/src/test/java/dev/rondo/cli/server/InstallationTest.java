package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.webserver.OperatorFamily;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectory(folder.resolve("operators"));
    }

    private void jar(String name, Map<String, String> attributes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach(manifest.getMainAttributes()::putValue);
        new JarOutputStream(Files.newOutputStream(folder.resolve("operators").resolve(name)), manifest).close();
    }

    @Test
    void operators_are_those_of_the_jars_that_are_there() throws IOException {
        jar("rondo-operators-x-1.jar", Map.of());
        jar(
                "rondo-operators-google-1.jar",
                Map.of(
                        "Implementation-Title", "rondo-operators-google",
                        "Implementation-Version", "1",
                        "Bundle-Description", "Operators for Google's cloud."));
        Files.writeString(folder.resolve("operators/README"), "no jar");

        assertThat(new Installation(folder).operators())
                .containsExactly(
                        new OperatorFamily("rondo-operators-google", "Operators for Google's cloud.", "1"),
                        new OperatorFamily("rondo-operators-x-1", "", ""));
    }

    @Test
    void our_own_jars_say_what_they_are() throws IOException {
        for (String module : List.of("standard", "google")) {
            copy(Path.of("..", "operators", module, "target"));
        }

        assertThat(new Installation(folder).operators())
                .extracting(OperatorFamily::name)
                .containsExactly("rondo-operators-google", "rondo-operators-standard");
        assertThat(new Installation(folder).operators())
                .allSatisfy(family -> assertThat(family.description()).contains("perators"))
                .allSatisfy(family -> assertThat(family.version()).isNotEmpty());
    }

    private void copy(Path built) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(built, "rondo-operators-*[0-9T].jar")) {
            for (Path jar : jars) {
                Path ignored = Files.copy(jar, folder.resolve("operators").resolve(jar.getFileName()));
            }
        }
    }
}
