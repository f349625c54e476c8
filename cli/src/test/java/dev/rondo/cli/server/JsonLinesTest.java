package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rondo.cli.CommandException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("dev.rondo.Some");
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    @BeforeEach
    void listen() {
        events.setContext(context);
        events.start();
        logger.addAppender(events);
    }

    private String line(Map<String, String> environment) {
        byte[] bytes = new JsonLines(ProcessSecrets.masker(environment)).encode(events.list.getLast());
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void an_event_is_one_line_with_its_fields_in_their_kinds() {
        logger.atWarn()
                .addKeyValue("dag_id", "cen\"sus\n")
                .addKeyValue("tries", 3)
                .addKeyValue("paused", true)
                .addKeyValue("none", (Object) null)
                .log("first\nsecond {}", "ü");

        String line = line(Map.of());

        assertThat(line).endsWith("}\n").hasLineCount(1);
        JsonObject json = (JsonObject) JsonValue.parse(line);
        assertThat(json.members().keySet()).containsExactly("time", "level", "logger", "thread", "message", "fields");
        assertThat(Instant.parse(json.findString("time").orElseThrow()))
                .isEqualTo(events.list.getLast().getInstant());
        assertThat(json.findString("level")).contains("WARN");
        assertThat(json.findString("logger")).contains("dev.rondo.Some");
        assertThat(json.findString("message")).contains("first\nsecond ü");
        assertThat(json.require("fields").toJson())
                .isEqualTo("{\"dag_id\":\"cen\\\"sus\\n\",\"tries\":3,\"paused\":true,\"none\":\"null\"}");
    }

    @Test
    void a_password_in_the_url_of_the_database_is_masked_too() {
        logger.info("no connection with in%20url or in url");

        assertThat(line(Map.of("RONDO_DATABASE_URL", "postgresql://me:in%20url@db/rondo")))
                .contains("no connection with *** or ***");
        assertThat(line(Map.of("RONDO_DATABASE_URL", "nonsense"))).contains("in%20url or in url");
    }

    @Test
    void an_exception_has_its_stack_and_its_cause() {
        logger.error("it broke", new IllegalStateException("outer", new IllegalArgumentException("inner")));

        JsonObject json = (JsonObject) JsonValue.parse(line(Map.of()));

        assertThat(json.findString("exception").orElseThrow())
                .startsWith("java.lang.IllegalStateException: outer")
                .contains("JsonLinesTest.java:")
                .contains("Caused by: java.lang.IllegalArgumentException: inner");
    }

    @Test
    void secrets_of_the_process_are_masked_wherever_they_stand() {
        Map<String, String> environment = Map.of(
                "RONDO_DATABASE_PASSWORD", "pä/ss word",
                "RONDO_OIDC_CLIENT_SECRET", "known-to-the-provider",
                "RONDO_CONN_LAKE", "gcs://u:hunter22@h",
                "RONDO_VAR_API_KEY", "abcdefgh",
                "RONDO_VAR_REGION", "europe");
        logger.atInfo()
                .addKeyValue("url", "http://h?p=p%C3%A4%2Fss+word")
                .addKeyValue("some_token", "anything")
                .addKeyValue("body", "client_id=rondo&client_secret=known-to-the-provider")
                .setCause(new IllegalStateException("no sign-in with hunter22"))
                .log("tried pä/ss word and abcdefgh in europe");

        String line = line(environment);

        assertThat(line)
                .doesNotContain("hunter22", "known-to", "abcdefgh", "anything", "ss word", "ss+word")
                .contains("tried *** and *** in europe", "no sign-in with ***", "\"some_token\":\"***\"");
    }

    @Test
    void lines_for_people_are_masked_as_those_for_programs_are() {
        Map<String, String> environment = Map.of("RONDO_DATABASE_PASSWORD", "pä/ss word");
        logger.atInfo()
                .addKeyValue("url", "http://h?p=p%C3%A4%2Fss+word")
                .addKeyValue("some_token", "anything")
                .setCause(new IllegalStateException("no sign-in with pä/ss word"))
                .log("tried pä/ss word");
        TextLines lines = new TextLines(context, "%level %msg %kvp%n", ProcessSecrets.masker(environment));
        lines.start();

        String text = new String(lines.encode(events.list.getLast()), StandardCharsets.UTF_8);

        assertThat(text)
                .startsWith("INFO tried *** url=\"http://h?p=***\" some_token=\"***\"\n"
                        + "java.lang.IllegalStateException: no sign-in with ***\n")
                .contains("JsonLinesTest.java:")
                .doesNotContain("ss word", "anything");
    }

    @Test
    void the_form_is_text_or_json_and_nothing_else() {
        assertThat(List.of(
                        LogFormat.of(Map.of()),
                        LogFormat.of(Map.of("RONDO_LOG_FORMAT", "text")),
                        LogFormat.of(Map.of("RONDO_LOG_FORMAT", "json"))))
                .containsExactly(LogFormat.TEXT, LogFormat.TEXT, LogFormat.JSON);
        assertThatThrownBy(() -> LogFormat.of(Map.of("RONDO_LOG_FORMAT", "xml")))
                .isInstanceOf(CommandException.class)
                .hasMessage("RONDO_LOG_FORMAT must be text or json, was 'xml'");
        assertThat(SettingChecks.problems(Map.of("RONDO_LOG_FORMAT", "xml")))
                .containsExactly("RONDO_LOG_FORMAT must be text or json, was 'xml'");
    }
}
