package dev.rondo.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.runtime.log.SecretMasker;
import dev.rondo.runtime.log.TaskLog;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.internal.Bodies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of instances of mapped tasks, from the body's definition to what is told of the end. */
class InstanceNameTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    record Region(String code, int people) {}

    @TempDir
    private Path folder;

    private @Nullable String nameOf(Bodies bodies, String... inputs) {
        DagSource source = new DagSource() {
            @Override
            public Bodies bodies(HostMessage.Run run) {
                return bodies;
            }

            @Override
            public ClassLoader loader(HostMessage.Run run) {
                return InstanceNameTest.class.getClassLoader();
            }

            @Override
            public List<Path> classPath(HostMessage.Run run) {
                return List.of();
            }
        };
        InstantSource clock = InstantSource.fixed(NOW);
        Dispatch dispatch = new Dispatch(
                1,
                "token",
                7,
                "census",
                "manual__1",
                "each",
                3,
                1,
                1,
                "",
                "Census",
                bodies.require("each").signature(),
                new Dispatch.RunFacts("manual", NOW, NOW, NOW, NOW, "UTC", "{}", "{}", null),
                List.of(inputs),
                null,
                null,
                null,
                0,
                0,
                List.of(),
                "warm",
                "default",
                null,
                null,
                false,
                null);
        TaskLog log = new TaskLog(folder.resolve("log"), 100_000, new SecretMasker(), clock);
        WorkerMessage.Ended ended = new TaskExecution(source, clock, OneTry.NO_DATA)
                .run(
                        new HostMessage.Run(dispatch, "", "", "", 0, "", List.of()),
                        log,
                        (kind, arguments) -> null,
                        at -> {},
                        () -> false,
                        cancel -> {});
        assertThat(ended.kind()).as(ended.message()).isEqualTo("success");
        return ended.mapName();
    }

    private static Bodies named(String template, Object element) {
        Dag dag = Dag.create("census");
        dag.map("each", List.of(element)).named(template).run(one -> {});
        return Bodies.of(dag);
    }

    @Test
    void a_name_says_what_the_instance_is_for() {
        assertThat(nameOf(
                        named("{{ element.code }} of {{ dag.dag_id }}", new Region("EU", 5)),
                        "{\"code\":\"EU\",\"people\":5}"))
                .isEqualTo("EU of census");
        assertThat(nameOf(named("part {{ element }}", 4), "4")).isEqualTo("part 4");
    }

    @Test
    void a_name_is_one_line_of_bounded_length() {
        assertThat(nameOf(named("{{ element }}", "x"), "\"a\\nb\\u0000c\"")).isEqualTo("a b c");
        assertThat(nameOf(named("{{ element }}", "x"), "\"" + "é".repeat(400) + "\""))
                .hasSize(250);
        assertThat(nameOf(named("{{ element }}", "x"), "\" \"")).isNull();
    }

    @Test
    void a_name_that_cannot_be_rendered_is_told_and_fails_nothing() throws Exception {
        assertThat(nameOf(named("{{ element.missing.more }}", "x"), "\"x\"")).isNull();
        assertThat(Files.readString(folder.resolve("log"))).contains("the name of this instance cannot be rendered");
    }

    @Test
    void a_task_without_a_template_has_no_name() {
        Dag dag = Dag.create("census");
        dag.map("each", List.of(1)).run(one -> {});

        assertThat(nameOf(Bodies.of(dag), "1")).isNull();
    }
}
