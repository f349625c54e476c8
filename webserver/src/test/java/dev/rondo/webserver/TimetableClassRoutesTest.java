package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.RunInfo;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the API says of a DAG whose runs a class of its jar makes. */
@ExtendWith(PostgresExtension.class)
class TimetableClassRoutesTest {

    private static final Instant MOON = Instant.parse("2026-01-03T10:03:00Z");

    private TestWebserver web;

    @BeforeEach
    void open(TestDatabase database, @TempDir Path folder) {
        web = TestWebserver.patient(database, folder);
        web.rows().clean();
    }

    @AfterEach
    void close() {
        web.close();
    }

    private void moons(boolean ends, Instant... dates) {
        List<RunInfo> runs = java.util.Arrays.stream(dates)
                .map(date -> new RunInfo(date, new DataInterval(date, date), date))
                .toList();
        web.rows()
                .dag(
                        "moons",
                        new ScheduleSpec.Custom("com.example.FullMoons", "full moons"),
                        new Timetables.Stored(runs, ends),
                        List.of(),
                        "look");
    }

    @Test
    void its_next_runs_are_those_that_are_stored() throws Exception {
        moons(false, MOON, MOON.plusSeconds(60));

        assertThat(web.get("/api/v2/dags/moons/nextRuns").values("next_runs", "logical_date"))
                .containsExactly("2026-01-03T10:03:00Z", "2026-01-03T10:04:00Z");
        assertThat(web.get("/api/v2/dags/moons").at("/timetable_description").asText())
                .isEqualTo("full moons");
        assertThat(web.get("/api/v2/dags/moons").at("/is_backfillable").asBoolean())
                .isFalse();
    }

    @Test
    void why_says_when_the_stored_runs_are_used_up_and_what_must_happen() throws Exception {
        moons(false, MOON);
        web.rows().scheduledRun("moons", MOON);

        var why = web.get("/api/v2/dags/moons/why");

        assertThat(why.values("reasons", "code")).containsExactly("stored_runs_used_up", "no_scheduler");
        assertThat(why.at("/reasons/0/message").asText())
                .contains("no run is stored beyond that of 2026-01-03T10:03:00Z")
                .contains("com.example.FullMoons")
                .contains("moons.jar");
    }

    @Test
    void why_says_when_the_class_has_no_further_run() throws Exception {
        moons(true);

        assertThat(web.get("/api/v2/dags/moons/why").values("reasons", "code"))
                .containsExactly("timetable_ended", "no_scheduler");
    }
}
