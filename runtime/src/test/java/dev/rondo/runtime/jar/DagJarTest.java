package dev.rondo.runtime.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.runtime.compile.SourceCompiler;
import dev.rondo.sdk.DagDefinition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DagJarTest {

    @TempDir
    private Path folder;

    private static byte[] compiled(String name, String source) throws Exception {
        return new SourceCompiler(List.of(placeOf(DagDefinition.class))).compile(name + ".java", source);
    }

    private static Path placeOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static Map<String, byte[]> entries(byte[] jar) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private DagJar open(Map<String, byte[]> entries) throws Exception {
        Path file = folder.resolve("a.jar");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            BiConsumer<String, byte[]> write = (name, bytes) -> {
                try {
                    jar.putNextEntry(new JarEntry(name));
                    jar.write(bytes);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            };
            entries.forEach(write);
        }
        return DagJar.open(file, folder.resolve("lib"));
    }

    private static final String CLASSES = """
            import dev.rondo.sdk.Dag;
            import dev.rondo.sdk.DagDefinition;
            import dev.rondo.sdk.DagFamily;
            import java.util.List;
            public class Outer {
                public abstract static class Base implements DagDefinition {}
                public static class One extends Base { public Dag define() { return Dag.create("one"); } }
                public static class Many implements DagFamily { public List<Dag> define() { return List.of(); } }
                static class Hidden extends Base { public Dag define() { return Dag.create("hidden"); } }
                public static class Plain {}
            }
            """;

    @Test
    void dag_classes_are_found_by_what_they_inherit() throws Exception {
        try (DagJar jar = open(entries(compiled("Outer", CLASSES)))) {
            assertThat(jar.dagClasses().loadable()).containsExactly("Outer$Many", "Outer$One");
            assertThat(jar.dagClasses().notPublic()).containsExactly("Outer$Hidden");
            assertThat(jar.dagClasses().newestJava())
                    .isEqualTo(Runtime.version().feature());
        }
    }

    @Test
    void a_class_for_a_newer_java_is_noticed() throws Exception {
        Map<String, byte[]> entries = entries(compiled("Outer", CLASSES));
        entries.values().stream()
                .filter(b -> b.length > 7 && (b[0] & 0xff) == 0xca)
                .forEach(b -> b[7] = 120);

        try (DagJar jar = open(entries)) {
            assertThat(jar.dagClasses().loadable()).isEmpty();
            assertThat(jar.dagClasses().newestJava()).isEqualTo(120 - 44);
        }
    }

    @Test
    void the_sdk_comes_from_the_installation_and_all_else_from_the_jar() throws Exception {
        Map<String, byte[]> entries = entries(compiled("Outer", CLASSES));
        entries.put("dev/rondo/sdk/DagDefinition.class", new byte[] {1});
        entries.put("org/assertj/core/api/Assertions.class", entries.get("Outer$Plain.class"));

        try (DagJar jar = open(entries)) {
            assertThat(jar.loader().loadClass("dev.rondo.sdk.DagDefinition")).isSameAs(DagDefinition.class);
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .as("what the installation has for itself is out of sight")
                    .isThrownBy(() -> jar.loader().loadClass("org.assertj.core.api.SoftAssertions"));
        }
    }

    @Test
    void libraries_in_the_jar_are_unpacked_once_and_found() throws Exception {
        byte[] library = Files.readAllBytes(
                Files.write(folder.resolve("library.jar"), compiled("Helper", "public class Helper {}")));

        try (DagJar jar = open(Map.of("lib/helper.jar", library, "lib/deeper/no.jar", library))) {
            assertThat(jar.loader().loadClass("Helper")).isNotNull();
            assertThat(folder.resolve("lib")).isDirectoryContaining("glob:**/helper.jar");
            assertThat(folder.resolve("lib/no.jar")).doesNotExist();
        }
    }

    @Test
    void what_is_no_zip_is_told() throws Exception {
        Path file = Files.writeString(folder.resolve("a.jar"), "hello");

        assertThatExceptionOfType(JarProblemException.class)
                .isThrownBy(() -> DagJar.open(file, folder.resolve("lib")))
                .withMessageContaining("is not a readable jar")
                .satisfies(e -> assertThat(e.code()).isEqualTo("JAR_UNREADABLE"));
    }
}
