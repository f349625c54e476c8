package dev.rondo.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.runtime.log.SecretMasker;
import dev.rondo.runtime.log.TaskLog;
import dev.rondo.sdk.Action;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.internal.Bodies;
import dev.rondo.sdk.internal.json.JsonValue;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see of an operator's fields once its templates are filled in. */
class RenderedFieldsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String KEY = "pa\"ss-word\n123";

    public record Call(String url, List<String> words, Map<String, String> headers, int port)
            implements Action<String> {
        @Override
        public String execute(TaskContext ctx) {
            return url;
        }
    }

    @TempDir
    private Path folder;

    private WorkerMessage.Ended run(Bodies bodies) {
        DagSource source = new DagSource() {
            @Override
            public Bodies bodies(HostMessage.Run run) {
                return bodies;
            }

            @Override
            public ClassLoader loader(HostMessage.Run run) {
                return RenderedFieldsTest.class.getClassLoader();
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
                "calls",
                "manual__1",
                "call",
                -1,
                1,
                1,
                "",
                "Calls",
                bodies.require("call").signature(),
                new Dispatch.RunFacts("manual", NOW, NOW, NOW, NOW, "UTC", "{}", "{}", null),
                List.of(),
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
        return new TaskExecution(source, clock, OneTry.NO_DATA)
                .run(
                        new HostMessage.Run(dispatch, "", "", "", 0, "", List.of()),
                        log,
                        (kind, arguments) -> Arrays.asList(arguments).contains("api_key") ? KEY : null,
                        at -> {},
                        () -> false,
                        cancel -> {});
    }

    @Test
    void they_are_shown_as_they_were_used_but_for_secrets() {
        String key = "{{ var.value.api_key }}";
        Dag dag = Dag.create("calls");
        dag.task("call")
                .use(new Call(
                        "http://x/{{ ds }}?key=" + key,
                        List.of("a", key),
                        Map.of("Authorization", "Bearer " + key),
                        80));

        WorkerMessage.Ended ended = run(Bodies.of(dag));

        assertThat(ended.kind()).as(ended.message()).isEqualTo("success");
        assertThat(ended.result()).as("the task has it").contains("ss-word");
        assertThat(JsonValue.parse(Objects.requireNonNull(ended.rendered())))
                .isEqualTo(JsonValue.parse("{\"headers\":{\"Authorization\":\"Bearer ***\"},\"port\":80,"
                        + "\"url\":\"http://x/2026-01-01?key=***\",\"words\":[\"a\",\"***\"]}"));
    }
}
