package dev.rondo.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a terminal is shown, and what a file is. */
class PictureTest {

    private static final Style LIVE = new Style(true, false);
    private static final Style COLOURED = new Style(true, true);
    private static final Instant NOW = Instant.parse("2026-01-01T00:01:07Z");

    private final StringWriter written = new StringWriter();

    private static JsonObject object(String json) {
        return (JsonObject) JsonValue.parse(json.replace('\'', '"'));
    }

    private static List<String> draw(Style style) {
        Map<String, Integer> layers = new LinkedHashMap<>();
        layers.put("first", 0);
        layers.put("many", 1);
        layers.put("last", 2);
        return new RunPicture(layers, style)
                .draw(
                        object("{'dag_id':'d','dag_run_id':'r','state':'running','start_date':'2026-01-01T00:00:00Z'}"),
                        List.of(
                                object("{'task_id':'first','state':'success','try_number':2,"
                                        + "'start_date':'2026-01-01T00:00:01Z','end_date':'2026-01-01T00:00:02.500Z'}"),
                                object("{'task_id':'many','state':'success','map_index':0}"),
                                object("{'task_id':'many','state':'running','map_index':1}"),
                                object("{'task_id':'many','state':'running','map_index':2}"),
                                object("{'task_id':'last','state':null,'start_date':null}")),
                        NOW);
    }

    @Test
    void a_terminal_sees_times_that_go_on() {
        assertThat(draw(LIVE))
                .containsExactly(
                        "d r  running  1 min 07 s",
                        "  ● first  success  1.5 s  try 2",
                        "    └ many  2 running, 1 success",
                        "      └ last  waiting");
    }

    @Test
    void a_file_gets_times_that_are_over_alone() {
        assertThat(draw(Style.PLAIN)).first().isEqualTo("d r  running");
        assertThat(draw(Style.PLAIN)).element(1).isEqualTo("  ● first  success  1.5 s  try 2");
    }

    @Test
    void states_have_colours_where_they_may() {
        assertThat(draw(COLOURED)).element(1).asString().contains("\033[32msuccess\033[0m");
    }

    @Test
    void what_a_server_says_drives_no_terminal() {
        assertThat(new RunPicture(Map.of(), LIVE)
                        .draw(
                                object("{'dag_id':'d\\u001b[2J','dag_run_id':'r','state':'queued'}"),
                                List.of(object("{'task_id':'t\\u001b[2J','state':'x\\u001b[2J'}")),
                                NOW))
                .noneMatch(line -> line.contains("\033"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0 s", "59999, 59.9 s", "60000, 1 min 00 s", "3599999, 59 min 59 s", "7500000, 2 h 05 min"})
    void times_are_as_long_as_they_must_be(long millis, String shown) {
        assertThat(RunPicture.shown(Duration.ofMillis(millis))).isEqualTo(shown);
    }

    @Test
    void a_picture_takes_the_place_of_the_one_before() {
        Screen screen = new Screen(new PrintWriter(written), LIVE);

        screen.show(List.of("a", "b"));
        screen.show(List.of("a", "b"));
        screen.show(List.of("a", "c"));

        assertThat(written).hasToString("a\nb\n\033[2A\033[Ja\nc\n");
    }

    @Test
    void a_file_gets_what_is_new_alone() {
        Screen screen = new Screen(new PrintWriter(written), Style.PLAIN);

        screen.show(List.of("a", "b"));
        screen.show(List.of("a", "c"));

        assertThat(written).hasToString("a\nb\nc\n");
    }

    @Test
    void a_backfill_has_a_bar_on_a_terminal() {
        JsonObject backfill = object(
                "{'id':7,'is_paused':true," + "'runs':{'total':4,'queued':1,'running':1,'success':1,'failed':1}}");

        assertThat(BackfillWatch.line(backfill, LIVE))
                .isEqualTo("backfill 7  [" + "█".repeat(15) + "·".repeat(15)
                        + "]  2 of 4 runs over: 1 success, 1 failed, 1 running, 1 queued; paused");
        assertThat(BackfillWatch.line(backfill, Style.PLAIN))
                .isEqualTo("backfill 7  2 of 4 runs over: 1 success, 1 failed, 1 running, 1 queued; paused");
    }

    @Test
    void colours_and_places_are_for_terminals_that_have_them() {
        assertThat(Style.of(Map.of("TERM", "xterm"), true)).isEqualTo(COLOURED);
        assertThat(Style.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), true)).isEqualTo(LIVE);
        assertThat(Style.of(Map.of("TERM", "xterm", "NO_COLOR", ""), true)).isEqualTo(COLOURED);
        assertThat(Style.of(Map.of("TERM", "dumb"), true)).isEqualTo(Style.PLAIN);
        assertThat(Style.of(Map.of(), true)).isEqualTo(Style.PLAIN);
        assertThat(Style.of(Map.of("TERM", "xterm"), false)).isEqualTo(Style.PLAIN);
    }
}
