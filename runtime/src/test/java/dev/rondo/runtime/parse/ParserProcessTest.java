package dev.rondo.runtime.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.Wire;
import dev.rondo.runtime.compile.SourceCompiler;
import dev.rondo.sdk.Dag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

@Timeout(120)
class ParserProcessTest {

    private static final String SOURCE = """
            import dev.rondo.sdk.Dag;
            import dev.rondo.sdk.DagDefinition;
            public class D implements DagDefinition {
                static int calls;
                public Dag define() {
                    calls++;
                    if (calls > 2) { throw new IllegalStateException("this JVM has served before"); }
                    Dag dag = Dag.create("d").description("home " + System.getenv("RONDO_HOME"));
                    dag.task("t").run(() -> {});
                    return dag;
                }
            }
            """;

    private static final AskedFrom NOW = AskedFrom.now(Instant.parse("2026-11-26T05:00:00Z"));

    @TempDir
    private Path home;

    private ParserProcess parser(Map<String, String> defaultArgs, String... options) {
        return new ParserProcess(new ParserProcess.Settings(
                Path.of(System.getProperty("java.home")),
                classPath(),
                List.of(options),
                ParserProcess.Settings.DEFAULT_TIMEOUT,
                ParserProcess.Settings.DEFAULT_HEAP_BYTES,
                home.resolve("parse"),
                new Libraries(home.resolve("lib")),
                defaultArgs));
    }

    private static List<Path> classPath() {
        return Stream.of(Dag.class, Wire.class, ParserProcess.class, Logger.class, NullMarked.class)
                .map(type -> Path.of(
                        type.getProtectionDomain().getCodeSource().getLocation().getPath()))
                .distinct()
                .toList();
    }

    private List<ProcessHandle> parsers() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    }

    private void awaitParsers(int count) {
        while (parsers().size() != count) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    @Test
    void a_jvm_that_stands_by_serves_one_file_and_the_next_one_stands_by() throws Exception {
        Path jar = Files.write(home.resolve("d.jar"), new SourceCompiler(classPath()).compile("D.java", SOURCE));
        try (ParserProcess parser = parser(Map.of())) {
            parser.prepare();
            long first = parsers().getFirst().pid();

            assertThat(parser.parse(jar, NOW)).isInstanceOf(ParseResult.Parsed.class);
            awaitParsers(1);

            assertThat(parsers().getFirst().pid()).isNotEqualTo(first);
            assertThat(parser.parse(jar, NOW)).isInstanceOf(ParseResult.Parsed.class);
            awaitParsers(1);
        }
        awaitParsers(0);
        assertThat(home.resolve("parse")).isEmptyDirectory();
    }

    @Test
    void a_jvm_that_was_killed_while_it_stood_by_is_replaced() throws Exception {
        Path jar = Files.write(home.resolve("d.jar"), new SourceCompiler(classPath()).compile("D.java", SOURCE));
        try (ParserProcess parser = parser(Map.of())) {
            parser.prepare();
            parsers().forEach(ProcessHandle::destroyForcibly);
            awaitParsers(0);

            assertThat(parser.parse(jar, NOW)).isInstanceOf(ParseResult.Parsed.class);
        }
    }

    @Test
    void a_jvm_that_is_killed_before_it_took_its_file_is_replaced_too() throws Exception {
        Path jar = Files.write(home.resolve("d.jar"), new SourceCompiler(classPath()).compile("D.java", SOURCE));
        try (ParserProcess parser = parser(Map.of())) {
            parser.prepare();
            ProcessHandle waiting = parsers().getFirst();
            assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(waiting.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            FutureTask<ParseResult> parse = new FutureTask<>(() -> parser.parse(jar, NOW));
            Thread.ofPlatform().start(parse);

            waiting.destroyForcibly();

            assertThat(parse.get()).isInstanceOf(ParseResult.Parsed.class);
        }
    }

    @Test
    void jvms_that_end_before_they_read_the_file_are_not_put_down_to_it() throws Exception {
        Path jar = Files.write(home.resolve("d.jar"), new SourceCompiler(classPath()).compile("D.java", SOURCE));
        try (ParserProcess parser = parser(Map.of(), "-XX:NoSuchOption")) {
            parser.prepare();

            assertThat(parser.parse(jar, NOW)).isInstanceOfSatisfying(ParseResult.Refused.class, refused -> {
                assertThat(refused.failure().code()).isEqualTo("PARSER_FAILED");
                assertThat(refused.failure().message())
                        .startsWith("the parser ended with exit code 1 before it read this file; ")
                        .contains("NoSuchOption");
            });
        }
        assertThat(home.resolve("parse")).isEmptyDirectory();
    }

    @Test
    void a_source_file_is_compiled_there_and_its_jar_is_left() throws Exception {
        Path source = Files.writeString(home.resolve("any.copy"), SOURCE);
        Path jar = home.resolve("made.jar");
        try (ParserProcess parser = parser(Map.of("retries", "2"))) {
            ParseResult result = parser.parseSource(source, "D.java", jar, NOW);

            assertThat(result).isInstanceOfSatisfying(ParseResult.Parsed.class, parsed -> {
                assertThat(parsed.dags())
                        .extracting(ParseResult.ParsedDag::dagClass)
                        .containsExactly("D");
                assertThat(parsed.dags().getFirst().graph())
                        .as("nothing of Rondo's environment, and the default arguments")
                        .contains("\"home null\"", "\"retries\":\"environment\"");
            });
            assertThat(parser.parse(jar, NOW)).isInstanceOf(ParseResult.Parsed.class);
        }
    }

    @Test
    void other_default_arguments_have_another_fingerprint_and_none_have_none() {
        try (ParserProcess none = parser(Map.of());
                ParserProcess two = parser(Map.of("retries", "2"));
                ParserProcess three = parser(Map.of("retries", "3"))) {
            assertThat(none.fingerprint()).isEmpty();
            assertThat(two.fingerprint()).isNotEmpty().isNotEqualTo(three.fingerprint());
        }
    }

    @Test
    void a_source_file_may_use_the_libraries_of_the_home_and_its_jar_keeps_them() throws Exception {
        Path library = Files.createDirectories(home.resolve("lib")).resolve("names.jar");
        Files.write(library, new SourceCompiler(List.of()).compile("Names.java", """
                package names;
                public class Names { public static final String ID = new String("from_a_library"); }
                """));
        Path source = Files.writeString(home.resolve("any.copy"), """
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagDefinition;
                public class UsesNames implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create(names.Names.ID);
                        dag.task("t").run(() -> {});
                        return dag;
                    }
                }
                """);
        Path jar = home.resolve("made.jar");
        try (ParserProcess parser = parser(Map.of())) {
            assertThat(idsOf(parser.parseSource(source, "UsesNames.java", jar, NOW)))
                    .containsExactly("from_a_library");

            Files.delete(library);

            assertThat(idsOf(parser.parse(jar, NOW))).containsExactly("from_a_library");
        }
    }

    private static List<String> idsOf(ParseResult result) {
        assertThat(result).isInstanceOf(ParseResult.Parsed.class);
        return ((ParseResult.Parsed) result)
                .dags().stream().map(ParseResult.ParsedDag::dagId).toList();
    }

    @Test
    void libraries_have_a_state_that_changes_with_them() throws Exception {
        Path folder = home.resolve("lib");
        Libraries libraries = new Libraries(folder);
        assertThat(libraries.state()).as("no folder").isEmpty();

        Files.writeString(Files.createDirectories(folder).resolve("notes.txt"), "none of them");
        Files.writeString(folder.resolve(".half.jar"), "being copied");
        assertThat(libraries.jars()).isEmpty();
        assertThat(libraries.state()).isEmpty();

        Files.writeString(folder.resolve("a.jar"), "1");
        String one = libraries.state();
        Files.writeString(folder.resolve("a.jar"), "22");
        String two = libraries.state();
        Files.move(folder.resolve("a.jar"), folder.resolve("b.jar"));

        assertThat(List.of(one, two, libraries.state())).doesNotHaveDuplicates().doesNotContain("");
    }
}
