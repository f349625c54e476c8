package dev.rondo.sdk.internal.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.sdk.Connection;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonLimits;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Templates as Airflow rendered them: each recorded case of the kind {@code render}. */
@Tag("semantics")
class RecordedTemplatesTest {

    private static final AtomicInteger CASES = new AtomicInteger();
    private static final AtomicInteger PASSED = new AtomicInteger();

    /** One recorded rendering, shown by its id. */
    record Recorded(JsonObject json, JsonObject setup) {
        @Override
        public String toString() {
            return text("id") + " " + text("template");
        }

        String text(String key) {
            return ((JsonString) json.require(key)).value();
        }

        JsonObject run() {
            return (JsonObject) json.require("run");
        }
    }

    static Stream<Recorded> cases() throws IOException {
        JsonObject file = (JsonObject) JsonValue.parse(text(), JsonLimits.DEFAULT);
        JsonObject setup = (JsonObject) file.require("setup");
        return ((JsonArray) file.require("cases"))
                .elements().stream()
                        .map(JsonObject.class::cast)
                        .filter(each -> each.findString("kind").orElse("").equals("render"))
                        .map(each -> new Recorded(each, setup));
    }

    private static String text() throws IOException {
        String folder = System.getProperty("rondo.semantics.dir", "");
        if (!folder.isEmpty()) {
            return Files.readString(Path.of(folder, "macros.json"));
        }
        try (InputStream in = RecordedTemplatesTest.class.getResourceAsStream("/semantics/macros.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void renders_as_recorded(Recorded recorded) {
        CASES.incrementAndGet();
        TemplateScope scope = new TemplateVariables(run(recorded), new Setup(recorded.setup()));

        if (recorded.json().findString("error").isPresent()) {
            assertThatThrownBy(() -> Template.parse(recorded.text("template")).render(scope))
                    .isInstanceOf(TemplateException.class);
        } else {
            assertThat(Template.parse(recorded.text("template")).render(scope)).isEqualTo(recorded.text("rendered"));
        }
        PASSED.incrementAndGet();
    }

    @AfterAll
    static void report() {
        System.out.println("semantics: macros.render " + PASSED + "/" + CASES);
    }

    private static TemplateRun run(Recorded recorded) {
        JsonObject run = recorded.run();
        JsonObject conf = run.get("conf") instanceof JsonObject object ? object : JsonObject.EMPTY;
        return new TemplateRun(
                recorded.text("dag_id"),
                recorded.text("task_id"),
                run.findString("run_id").orElseThrow(),
                run.findString("run_type").orElseThrow(),
                instant(run, "logical_date"),
                instant(run, "data_interval_start"),
                instant(run, "data_interval_end"),
                Objects.requireNonNull(instant(run, "run_after")),
                ZoneId.of("UTC"),
                params(recorded.setup(), conf),
                conf,
                previousSuccess(recorded.json()),
                1,
                1,
                -1);
    }

    /** The record describes the one param that has a schema in words; its default is 3. */
    private static JsonObject params(JsonObject setup, JsonObject conf) {
        JsonObject defaults = (JsonObject) setup.require("dag_params");
        return JsonObject.builder()
                .putAll(defaults)
                .put("n", JsonNumber.of(3))
                .putAll(conf)
                .build();
    }

    private static TemplateRun.@Nullable Interval previousSuccess(JsonObject recorded) {
        List<JsonValue> earlier = ((JsonArray) recorded.require("earlier_runs")).elements();
        return earlier.stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.findString("state").orElse("").equals("success"))
                .map(each -> new TemplateRun.Interval(
                        instant(each, "data_interval_start"), instant(each, "data_interval_end")))
                .max(Comparator.comparing(each -> Objects.requireNonNull(each.start())))
                .orElse(null);
    }

    private static @Nullable Instant instant(JsonObject object, String key) {
        return object.require(key) == JsonNull.NULL
                ? null
                : Instant.parse(object.findString(key).orElseThrow());
    }

    /** The variables and connections of the file. */
    private record Setup(JsonObject setup) implements TemplateLookups {

        @Override
        public Optional<String> variable(String key) {
            return ((JsonObject) setup.require("variables")).findString(key);
        }

        @Override
        public Optional<Connection> connection(String id) {
            JsonValue found = ((JsonObject) setup.require("connections")).get(id);
            if (!(found instanceof JsonObject fields)) {
                return Optional.empty();
            }
            return Optional.of(new Connection(
                    id,
                    fields.findString("conn_type").orElseThrow(),
                    fields.findString("host").orElse(null),
                    fields.findString("login").orElse(null),
                    fields.findString("password").orElse(null),
                    fields.get("port") instanceof JsonNumber port ? port.toInt() : null,
                    fields.findString("schema").orElse(null),
                    fields.require("extra").toJson()));
        }

        @Override
        public Optional<JsonValue> xcom(String taskId, String key, @Nullable Integer mapIndex) {
            return Optional.empty();
        }
    }
}
