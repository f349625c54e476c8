package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.runtime.ServerSecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EnvironmentNamesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void a_typo_is_told_with_the_nearest_name_and_all_are_told_at_once() {
        assertThat(EnvironmentNames.problems(List.of("RONDO_HOEM", "PATH", "RONDO_NOTHING_LIKE_IT")))
                .containsExactly(
                        "there is no setting RONDO_HOEM; did you mean 'RONDO_HOME'?",
                        "there is no setting RONDO_NOTHING_LIKE_IT; unset it; docs/reference/environment.md lists the settings"
                                + " there are");
    }

    @Test
    void names_of_connections_variables_and_default_arguments_are_free() {
        assertThat(EnvironmentNames.problems(
                        List.of("RONDO_CONN_MY_DB", "RONDO_VAR_BUCKET", "RONDO_DEFAULT_ARGS_RETRIES", "RONDO_HOME")))
                .isEmpty();
    }

    @Test
    void no_secret_setting_is_left_to_user_code() {
        Map<String, String> environment = new HashMap<>();
        Arrays.stream(Setting.values())
                .filter(Setting::isSecret)
                .forEach(setting -> environment.put(setting.variable(), "hush"));
        assertThat(environment)
                .containsKeys("RONDO_OTEL_HEADERS", "RONDO_OPENLINEAGE_API_KEY", "RONDO_OIDC_CLIENT_SECRET")
                .doesNotContainKeys("RONDO_OTEL_HEADERS_FILE", "RONDO_SECRETS_BACKEND");

        ServerSecrets.removeFrom(environment);

        assertThat(environment).isEmpty();
    }

    @Test
    void every_name_that_the_code_mentions_is_known() throws IOException {
        Set<String> mentioned = new TreeSet<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            modules.map(m -> m.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .forEach(m -> collect(m, mentioned));
        }
        mentioned.removeIf(name -> EnvironmentNames.PREFIXES.stream().anyMatch(name::startsWith));
        mentioned.removeIf(name -> name.endsWith("_")); // what several names begin with

        assertThat(EnvironmentNames.problems(mentioned)).isEmpty();
        assertThat(mentioned).contains("RONDO_HOME", "RONDO_DATABASE_URL");
    }

    private static void collect(Path folder, Set<String> names) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Pattern.compile("\"(RONDO_[A-Z_]*)\"")
                        .matcher(Files.readString(file))
                        .results()
                        .map((MatchResult m) -> m.group(1))
                        .forEach(names::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_reference_says_of_every_setting_what_the_code_says() throws IOException {
        String reference = Files.readString(ROOT.resolve("docs/reference/environment.md"));

        assertThat(reference.lines().filter(line -> line.matches("\\| `RONDO_[A-Z_]+` .*")))
                .containsExactlyElementsOf(Arrays.stream(Setting.values())
                        .map(each -> "| `" + each.variable() + "` | " + each.readBy() + " | " + each.otherwise() + " | "
                                + each.what() + " |")
                        .toList());
        assertThat(EnvironmentNames.PREFIXES)
                .allSatisfy(name -> assertThat(reference).contains("| `" + name + "…` |"));
    }
}
