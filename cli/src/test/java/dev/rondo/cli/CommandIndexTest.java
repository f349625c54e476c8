package dev.rondo.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.Shell;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The index knows what the annotations say. */
class CommandIndexTest {

    private static final Path MADE = Path.of("target", "CommandIndex.java");

    private final Shell shell = new Shell(Map.of("RONDO_HOME", "/nonexistent/rondo"));

    private static CommandLine whole() {
        return Rondo.wholeCommandLine(new PrintWriter(Writer.nullWriter()));
    }

    /** All commands by the words that name them. */
    private static Map<String, CommandLine> all() {
        Map<String, CommandLine> all = new LinkedHashMap<>();
        collect(whole(), all);
        return all;
    }

    private static void collect(CommandLine line, Map<String, CommandLine> all) {
        all.put(line.getCommandSpec().qualifiedName(), line);
        line.getCommandSpec().subcommands().values().stream().distinct().forEach(sub -> collect(sub, all));
    }

    /** Those that have a help; what the launcher alone calls has none. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        all().forEach((name, line) -> {
            if (line.getCommandSpec().optionsMap().containsKey("--help")) {
                names.add(name);
            }
        });
        return List.copyOf(names);
    }

    private static boolean isGroup(CommandLine line) {
        return !line.getSubcommands().isEmpty();
    }

    private static CommandGroup group(CommandSpec spec) {
        List<CommandGroup.Child> children = spec.subcommands().values().stream()
                .distinct()
                .map(line -> child(line.getCommandSpec()))
                .toList();
        return new CommandGroup(
                List.of(spec.usageMessage().description()),
                List.of(spec.usageMessage().footer()),
                children);
    }

    private static CommandGroup.Child child(CommandSpec spec) {
        return new CommandGroup.Child(
                spec.name(),
                spec.userObject().getClass().getName(),
                List.of(spec.aliases()),
                spec.usageMessage().hidden(),
                List.of(spec.usageMessage().description()));
    }

    @Test
    void it_has_every_group_as_its_annotations_say() throws IOException {
        Map<String, CommandGroup> groups = new LinkedHashMap<>();
        all().forEach((name, line) -> {
            if (isGroup(line)) {
                groups.put(name, group(line.getCommandSpec()));
            }
        });
        Files.writeString(MADE, source(groups));

        groups.forEach((name, group) -> assertThat(CommandIndex.find(name))
                .as("%s; copy cli/%s over the one in src/main and format it", name, MADE)
                .contains(group));
        all().forEach((name, line) ->
                assertThat(CommandIndex.find(name).isPresent()).as(name).isEqualTo(isGroup(line)));
    }

    @Test
    void a_group_takes_nothing_but_help() {
        all().values().stream().filter(CommandIndexTest::isGroup).forEach(line -> {
            CommandSpec spec = line.getCommandSpec();
            assertThat(spec.positionalParameters()).as(spec.name()).isEmpty();
            assertThat(spec.options().stream().flatMap(option -> Arrays.stream(option.names())))
                    .as(spec.name())
                    .containsExactlyInAnyOrder("-h", "--help", "-V", "--version");
            assertThat(spec.userObject())
                    .as(spec.name())
                    .isNotInstanceOf(Runnable.class)
                    .isNotInstanceOf(Callable.class);
            assertThat(spec.usageMessage().synopsisSubcommandLabel()).isEqualTo("COMMAND");
        });
    }

    @ParameterizedTest
    @MethodSource("names")
    void its_help_is_that_of_the_annotations(String name) {
        StringWriter expected = new StringWriter();
        CommandLine line = Objects.requireNonNull(all().get(name));
        line.usage(new PrintWriter(expected, true));

        Shell.Result help = shell.rondo(words(name, "--help"));

        assertThat(help.code()).isZero();
        assertThat(help.out()).isEqualTo(expected.toString());
        if (isGroup(line)) {
            assertThat(shell.rondo(words(name)).err()).isEqualTo(expected.toString());
        }
    }

    private static String[] words(String name, String... more) {
        return Stream.concat(Arrays.stream(name.split(" ", -1)).skip(1), Arrays.stream(more))
                .toArray(String[]::new);
    }

    @Test
    void an_alias_is_as_good_as_the_name() {
        assertThat(shell.rondo("backfill", "unpause", "--help")).isEqualTo(shell.rondo("backfill", "resume", "--help"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h dags", "--help dags list", "--help version", "-V version", "--version dags"})
    void a_command_behind_an_option_is_read_as_by_annotations(String words) {
        StringWriter out = new StringWriter();
        CommandLine line = whole();
        line.setOut(new PrintWriter(out, true));
        int code = line.execute(words.split(" ", -1));

        Shell.Result result = shell.rondo(words.split(" ", -1));

        assertThat(result.code()).isEqualTo(code);
        assertThat(result.out()).isEqualTo(out.toString());
    }

    @Test
    void a_command_in_a_file_of_arguments_is_carried_out(@TempDir Path folder) throws IOException {
        Path words = Files.writeString(folder.resolve("words"), "version");

        assertThat(shell.rondo("@" + words).out()).isEqualTo(Version.text() + "\n");
    }

    private static String source(Map<String, CommandGroup> groups) {
        List<String> cases = new ArrayList<>();
        groups.forEach((name, group) -> cases.add("case " + quoted(name) + " -> new CommandGroup("
                + lines(group.about()) + ", " + lines(group.notes()) + ", List.of("
                + group.commands().stream().map(CommandIndexTest::source).collect(joining(", ")) + "));"));
        return """
                package dev.rondo.cli;

                import java.util.List;
                import java.util.Optional;
                import org.jspecify.annotations.Nullable;

                /**
                 * The groups and the names of their commands. Made by {@code CommandIndexTest} of the annotations, which it is compared
                 * with.
                 */
                final class CommandIndex {

                    private CommandIndex() {}

                    /** What is said of a group; empty: the words are none. */
                    static Optional<CommandGroup> find(String words) {
                        return Optional.ofNullable(group(words));
                    }

                    private static @Nullable CommandGroup group(String words) {
                        return switch (words) {
                            %s
                            default -> null;
                        };
                    }
                }
                """.formatted(String.join("\n            ", cases));
    }

    private static String source(CommandGroup.Child child) {
        return "CommandGroup.Child.of("
                + Stream.concat(Stream.of(child.name(), child.className()), child.about().stream())
                        .map(CommandIndexTest::quoted)
                        .collect(joining(", "))
                + ")"
                + child.aliases().stream()
                        .map(alias -> ".also(" + quoted(alias) + ")")
                        .collect(joining())
                + (child.isHidden() ? ".hidden()" : "");
    }

    private static String lines(List<String> lines) {
        return "List.of(" + lines.stream().map(CommandIndexTest::quoted).collect(joining(", ")) + ")";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
