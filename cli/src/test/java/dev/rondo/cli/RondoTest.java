package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.Shell;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RondoTest {

    private final Shell shell = new Shell(Map.of("RONDO_HOME", "/nonexistent/rondo"));

    @ParameterizedTest
    @ValueSource(strings = {"", "dags", "tasks", "backfill", "db"})
    void a_group_alone_shows_its_commands_and_is_a_usage_error(String group) {
        Shell.Result result = group.isEmpty() ? shell.rondo() : shell.rondo(group);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("Usage: rondo").contains("Commands:");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void a_word_that_is_nearly_right_is_suggested() {
        Shell.Result result = shell.rondo("dags", "lst");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("lst").contains("list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"variables export -", "pools import -", "-"})
    void a_dash_alone_is_refused_and_it_is_said_what_to_write(String words) {
        Shell.Result result = shell.rondo(words.split(" ", -1));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("rondo: '-' stands for no input or output here; name a file\n");
    }

    @Test
    void version_is_one_line() {
        assertThat(shell.rondo("version").out()).isEqualTo(Version.text() + "\n");
        assertThat(shell.rondo("--version").out()).startsWith("rondo " + Version.text());
    }

    @Test
    void the_cheat_sheet_has_every_command_with_what_it_does() {
        List<String> lines = shell.rondo("cheat-sheet").out().lines().toList();

        assertThat(lines)
                .hasSameSizeAs(commands().stream().filter(c -> isLeaf(c)).toList());
        assertThat(lines).anyMatch(l -> l.matches("rondo tasks why DAG RUN TASK +Says .*"));
        assertThat(lines).allMatch(l -> l.matches("rondo [a-zA-Z \\[\\]-]+  +[A-Z].*"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_help_fits_a_terminal_and_says_what_the_command_is_for(String command) {
        Shell.Result result = shell.rondo((command + " --help").strip().split(" ", -1));

        assertThat(result.code()).isZero();
        assertThat(result.out().lines()).allMatch(l -> l.length() <= 80).hasSizeGreaterThan(3);
        assertThat(result.out().lines().toList().get(1)).isNotBlank();
    }

    static List<String> commands() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return names(Rondo.wholeCommandLine(nowhere)).toList();
    }

    private static Stream<String> names(CommandLine line) {
        String name = line.getCommandSpec().qualifiedName().replaceFirst("^rondo ?", "");
        return Stream.concat(
                Stream.of(name),
                line.getSubcommands().values().stream()
                        .distinct()
                        .filter(sub -> !sub.getCommandSpec().usageMessage().hidden())
                        .flatMap(RondoTest::names));
    }

    private boolean isLeaf(String command) {
        return !shell.rondo((command + " --help").strip().split(" ", -1)).out().contains("Commands:");
    }
}
