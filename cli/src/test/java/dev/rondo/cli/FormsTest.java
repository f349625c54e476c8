package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** All that lists or gets has every form, and says the same in each; on a real standalone. */
@ExtendWith(RunningRondo.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormsTest {

    private static final List<String> LISTS = List.of(
            "dags list",
            "dags list-import-errors",
            "dags list-runs hello",
            "dags next-execution hello",
            "dags deadlines hello",
            "dags show hello",
            "dags why hello",
            "tasks list hello",
            "tasks show hello work",
            "tasks states-for-dag-run hello formed",
            "tasks why hello formed work",
            "tasks logs hello formed work",
            "backfill list",
            "assets list",
            "approvals list",
            "pools list",
            "variables list",
            "connections list",
            "tokens list",
            "users list",
            "audit list",
            "profiles list",
            "keys list",
            "config list",
            "config lint");

    private static final List<String> OBJECTS = List.of(
            "dags details hello",
            "pools get default_pool",
            "variables get formed",
            "connections get formed",
            "config get RONDO_HOME",
            "info");

    /** They print what others of these lists have, by the same words. */
    private static final List<String> WANT_MORE = List.of("backfill show", "approvals show", "audit show");

    private final Shell shell;

    FormsTest(RunningRondo rondo) {
        this.shell = rondo.shell();
    }

    @BeforeAll
    void make() {
        shell.rondo("dags", "unpause", "hello");
        shell.rondo("dags", "trigger", "hello", "--run-id", "formed", "--logical-date", "none", "--wait");
        shell.rondo("variables", "set", "formed", "two\nlines");
        shell.rondo("connections", "add", "formed", "--conn-uri", "http://host:80");
    }

    // Other classes look at all settings of this server, and the order of classes is drawn.
    @AfterAll
    void remove() {
        shell.done("variables", "delete", "formed");
        shell.done("connections", "delete", "formed");
    }

    private String out(String words, String form) {
        Shell.Result result = shell.rondo((words + " -o " + form).split(" ", -1));
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).endsWith("\n");
        return result.out();
    }

    private static Object read(String text) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    }

    static Stream<String> lists() {
        return LISTS.stream();
    }

    static Stream<String> objects() {
        return OBJECTS.stream();
    }

    @Test
    void each_command_with_a_form_that_lists_or_gets_is_asked_here() {
        assertThat(RondoTest.commands().stream().filter(words -> words.matches(".* (list.*|get|show|why)")))
                .allMatch(words -> WANT_MORE.contains(words)
                        || Stream.concat(lists(), objects()).anyMatch(asked -> (asked + " ").startsWith(words + " ")));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void a_list_is_the_same_in_yaml_and_json(String words) {
        Object yaml = read(out(words, "yaml"));
        String json = out(words, "json");

        // A log is a line for each of its lines; YAML reads JSON too.
        Object listed = json.startsWith("[")
                ? read(json)
                : json.lines().map(FormsTest::read).toList();
        assertThat(yaml).isInstanceOf(List.class).isEqualTo(listed);
    }

    @ParameterizedTest
    @MethodSource("objects")
    void an_object_is_the_same_in_yaml_and_json(String words) {
        assertThat(read(out(words, "yaml"))).isInstanceOf(java.util.Map.class).isEqualTo(read(out(words, "json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dags list", "dags show hello", "tasks list hello", "pools list", "users list"})
    void plain_has_a_line_for_each_and_no_heading(String words) {
        List<?> listed = (List<?>) read(out(words, "json"));

        assertThat(out(words, "plain").lines())
                .hasSameSizeAs(listed)
                .noneMatch(line -> line.matches("[A-Z ]+(\t[A-Z ]+)+"));
    }
}
