package dev.rondo.webserver;

import static dev.rondo.metadata.jooq.Tables.DEADLINE;
import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadlineRoutesTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private TestWebserver web;
    private long run;

    @BeforeAll
    void start(TestDatabase mine, @TempDir Path folder) {
        web = new TestWebserver(mine, folder);
        web.rows().dag("nightly", new ScheduleSpec.None(), List.of(), "train");
        run = web.rows().run("nightly", "one", "running", TestWebserver.NOW);
        long ignored = web.rows().run("nightly", "in_time", "success", TestWebserver.NOW.plusSeconds(60));
    }

    @AfterAll
    void stop() {
        web.close();
    }

    private void deadline(long runNo, String taskId, String name, Instant due, @Nullable Instant missed) {
        web.database()
                .transactions()
                .run(db -> db.insertInto(DEADLINE)
                        .set(DEADLINE.RUN_NO, runNo)
                        .set(DEADLINE.TASK_ID, taskId)
                        .set(DEADLINE.NAME, name)
                        .set(DEADLINE.CLEAR_NUMBER, 0)
                        .set(DEADLINE.DUE_AT, due)
                        .set(DEADLINE.HAS_CALLBACK, true)
                        .set(DEADLINE.MISSED_AT, missed)
                        .execute());
    }

    private void told(String key, @Nullable String outcome) {
        web.database()
                .transactions()
                .run(db -> db.insertInto(OUTBOX)
                        .set(OUTBOX.IDEMPOTENCY_KEY, key)
                        .set(OUTBOX.RUN_NO, run)
                        .set(OUTBOX.MAP_INDEX, -1)
                        .set(OUTBOX.TRY_NUMBER, 0)
                        .set(OUTBOX.KIND, "deadline-late")
                        .set(OUTBOX.CREATED_AT, NOON)
                        .set(OUTBOX.NEXT_AT, NOON)
                        .set(OUTBOX.DONE_AT, outcome == null ? null : NOON)
                        .set(OUTBOX.OUTCOME, outcome)
                        .execute());
    }

    @Test
    void open_and_missed_ones_are_listed_with_what_became_of_their_callbacks() throws Exception {
        deadline(run, "", "late", NOON, NOON.plusSeconds(1));
        deadline(run, "train", "late", NOON.plusSeconds(60), NOON.plusSeconds(61));
        deadline(run, "train", "far", NOON.plusSeconds(600), null);
        told(run + "//deadline-late/clear0", "success");
        told(run + "/train/deadline-late/clear0", null);

        var all = web.get("/api/v2/dags/nightly/dagRuns/one/deadlines");
        var open = web.get("/api/v2/dags/~/dagRuns/~/deadlines?missed=false");

        assertThat(all.at("/total_entries").asInt()).isEqualTo(3);
        assertThat(all.values("deadlines", "name")).containsExactly("far", "late", "late");
        assertThat(all.values("deadlines", "task_id")).containsExactly("train", "train", "null");
        assertThat(all.values("deadlines", "callback")).containsExactly("null", "waiting", "success");
        assertThat(all.at("/deadlines/2/deadline_time").asText()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(all.at("/deadlines/2/missed").asBoolean()).isTrue();
        assertThat(open.values("deadlines", "name")).contains("far").doesNotContain("late");
    }

    @Test
    void an_unknown_run_is_told_apart_from_one_without_deadlines() throws Exception {
        assertThat(web.get("/api/v2/dags/nightly/dagRuns/in_time/deadlines")
                        .at("/total_entries")
                        .asInt())
                .isZero();
        assertThat(web.get("/api/v2/dags/nightly/dagRuns/two/deadlines").status())
                .isEqualTo(404);
    }

    @Test
    void they_are_a_fact_beside_a_run_and_beside_why_something_waits() throws Exception {
        web.rows().dag("weekly", new ScheduleSpec.None(), List.of(), "train", "other");
        long waits = web.rows().run("weekly", "waits", "queued", TestWebserver.NOW.plusSeconds(120));
        deadline(waits, "", "by_noon", NOON, NOON.plusSeconds(1));
        deadline(waits, "train", "soon", NOON.plusSeconds(60), null);
        deadline(waits, "other", "of_another_task", NOON, null);

        var found = web.get("/api/v2/dags/weekly/dagRuns/waits");
        var listed = web.get("/api/v2/dags/weekly/dagRuns");
        var task = web.get("/api/v2/dags/weekly/dagRuns/waits/taskInstances/train/dependencies");
        var why = web.get("/api/v2/dags/weekly/dagRuns/waits/why");
        var dag = web.get("/api/v2/dags/weekly/why");

        assertThat(found.at("/deadlines").findValuesAsText("name"))
                .containsExactlyInAnyOrder("soon", "by_noon", "of_another_task");
        assertThat(listed.at("/dag_runs/0/deadlines").isNull()).isTrue();
        assertThat(task.at("/deadlines").findValuesAsText("name")).containsExactly("soon", "by_noon");
        assertThat(task.at("/deadlines/1/missed").asBoolean()).isTrue();
        assertThat(task.at("/dependencies").findValuesAsText("name"))
                .as("they hold nothing back")
                .doesNotContain("soon", "by_noon");
        assertThat(why.at("/deadlines")).hasSize(3);
        assertThat(dag.at("/deadlines").findValuesAsText("dag_run_id"))
                .contains("waits")
                .doesNotContain("in_time");
    }
}
