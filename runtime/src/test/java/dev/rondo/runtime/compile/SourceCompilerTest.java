package dev.rondo.runtime.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCompilerTest {

    private final SourceCompiler compiler = new SourceCompiler(List.of());

    private static Map<String, Integer> entries(byte[] jar) throws IOException {
        Map<String, Integer> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes().length);
            }
        }
        return entries;
    }

    @Test
    void the_jar_holds_the_classes_and_the_source_and_is_the_same_each_time() throws Exception {
        String source = "package p; public class A { class Inner {} }";

        byte[] jar = compiler.compile("A.java", source);

        assertThat(entries(jar)).containsOnlyKeys("p/A.class", "p/A$Inner.class", "META-INF/rondo/A.java");
        assertThat(compiler.compile("A.java", source)).isEqualTo(jar);
    }

    @Test
    void libraries_are_on_the_path_and_in_the_jar(@TempDir Path folder) throws Exception {
        byte[] library = compiler.compile("Greeting.java", "package lib; public class Greeting { }");
        Path libraryJar = Files.write(folder.resolve("greeting-1.0.jar"), library);
        SourceCompiler withLibrary = new SourceCompiler(List.of(), List.of(libraryJar));
        String source = "public class A { lib.Greeting greeting; }";

        byte[] jar = withLibrary.compile("A.java", source);

        assertThat(entries(jar))
                .containsOnlyKeys("A.class", "META-INF/rondo/A.java", "lib/greeting-1.0.jar")
                .containsEntry("lib/greeting-1.0.jar", library.length);
        assertThat(withLibrary.compile("A.java", source)).isEqualTo(jar);
        Path file = folder.resolve("a.jar");
        withLibrary.compile("A.java", source, file);
        assertThat(file).hasBinaryContent(jar);
    }

    @Test
    void a_library_that_is_no_jar_is_named(@TempDir Path folder) throws Exception {
        Path damaged = Files.writeString(folder.resolve("damaged.jar"), "half a jar");

        assertThatExceptionOfType(CompileFailedException.class)
                .isThrownBy(() ->
                        new SourceCompiler(List.of(), List.of(damaged)).compile("A.java", "class A { no.Such x; }"))
                .withMessageContaining("damaged.jar");
    }

    @Test
    void every_error_is_told_with_file_line_and_source() {
        String source = """
                class A {
                    int x = y;
                    String s = 1;
                }
                """;

        assertThatExceptionOfType(CompileFailedException.class)
                .isThrownBy(() -> compiler.compile("A.java", source))
                .satisfies(e -> {
                    assertThat(e.problems())
                            .extracting(CompileProblem::line, CompileProblem::source)
                            .containsExactly(
                                    org.assertj.core.groups.Tuple.tuple(2, "    int x = y;"),
                                    org.assertj.core.groups.Tuple.tuple(3, "    String s = 1;"));
                    assertThat(e.text())
                            .startsWith("A.java:2: cannot find symbol")
                            .contains("A.java:3: incompatible types");
                });
    }

    @Test
    void a_file_name_may_have_any_character() {
        assertThatExceptionOfType(CompileFailedException.class)
                .isThrownBy(() -> compiler.compile("my [new] 100% \"dag\".java", "public class A {}"))
                .withMessageContaining("class A is public, should be declared in a file named A.java");
    }

    @Test
    void no_annotation_processor_runs() throws Exception {
        // A processor named by a service file or found on the class path would run code before the file is parsed.
        assertThat(entries(compiler.compile("A.java", "@Deprecated public class A {}")))
                .containsOnlyKeys("A.class", "META-INF/rondo/A.java");
    }
}
