package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rondo.cli.testing.Shell;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real shells complete the words of {@code rondo}. */
class CompletionTest {

    private static final String WORDS = """
        dags tr                          | trigger
        dags list-                       | list-import-errors,list-runs
        backfill crea                    | create
        dags trigger --wa                | --wait
        tasks clear --only-f             | --only-failed
        dags list --output pl            | plain
        tasks list --output ya           | yaml
        completion fi                    | fish
        make-                            |
        """;

    private final Shell rondo = new Shell(Map.of("RONDO_HOME", "/nonexistent/rondo"));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = WORDS)
    void bash_completes(String words, @Nullable String completed) throws Exception {
        // Its function says how its answer is taken, which goes only while a person types.
        List<String> answer = ask("bash", "--norc", "-c", """
            compopt() { :; }
            source "$0"; COMP_WORDS=(rondo $1); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            $(complete -p rondo | sed 's/.*-F \\([^ ]*\\).*/\\1/') || true
            printf '%s\\n' "${COMPREPLY[@]}"
            """, script("bash"), words);

        assertThat(answer).containsExactlyInAnyOrderElementsOf(list(completed));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = WORDS)
    void fish_completes(String words, @Nullable String completed) throws Exception {
        assertThat(askFish(words))
                .extracting(line -> line.replaceFirst("\t.*", ""))
                .containsExactlyInAnyOrderElementsOf(list(completed));
    }

    @Test
    void fish_describes_what_it_offers() throws Exception {
        assertThat(askFish("dags tr")).containsExactly("trigger\tMakes a run now.");
    }

    private List<String> askFish(String words) throws IOException, InterruptedException {
        return ask(
                "fish", "--no-config", "-c", "source $argv[1]; complete -C \"rondo $argv[2]\"", script("fish"), words);
    }

    @Test
    void zsh_takes_bashs() throws Exception {
        List<String> answer = ask("zsh", "-f", "-c", "source $0; print $_comps[rondo]", script("zsh"));

        assertThat(answer)
                .singleElement()
                .asString()
                .startsWith("_bash_complete ")
                .contains(" -F _complete_rondo");
    }

    @Test
    void a_shell_that_is_not_known_is_a_usage_error() {
        Shell.Result result = rondo.rondo("completion", "powershell");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("powershell").contains("bash, zsh, fish");
    }

    private static List<String> list(@Nullable String completed) {
        return completed == null ? List.of() : List.of(completed.split(",", -1));
    }

    private String script(String shell) throws IOException {
        Shell.Result result = rondo.rondo("completion", shell);
        assertThat(result.err()).isEmpty();
        return Files.writeString(folder.resolve("rondo." + shell), result.out()).toString();
    }

    private List<String> ask(String... command) throws IOException, InterruptedException {
        assumeThat(Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, command[0]))))
                .as("this machine has no " + command[0])
                .isTrue();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString()); // zsh and fish write there
        Process process = builder.start();
        process.getOutputStream().close();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return answer.lines().filter(line -> !line.isBlank()).toList();
    }
}
