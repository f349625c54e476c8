package dev.rondo.webserver;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.query.InstanceQueries;
import dev.rondo.metadata.query.Orders;
import dev.rondo.metadata.query.RunQueries;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.webserver.TestWebserver.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Long lists by cursor: the same rows as by offset, each once, forwards and backwards. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CursorTest {

    private static final int RUNS = 7;
    private static final Instant FIRST = Instant.parse("1965-03-01T00:00:00.000001Z");

    private static final String RUN_LIST = "/api/v2/dags/~/dagRuns";
    private static final String INSTANCE_LIST = "/api/v2/dags/~/dagRuns/~/taskInstances";

    private TestWebserver web;

    @BeforeAll
    void fill(TestDatabase mine, @TempDir Path folder) {
        web = new TestWebserver(mine, folder);
        web.rows().dag("cursors", new ScheduleSpec.None(), List.of(), "a", "b");
        for (int i = 0; i < RUNS; i++) {
            Instant date = FIRST.plus(Duration.ofHours(i));
            long run = web.rows().run("cursors", "run" + (RUNS - i), i % 2 == 0 ? "success" : "failed", date);
            web.rows().instance(run, "a", 0, "success");
            web.rows().instance(run, "a", 1, i % 3 == 0 ? null : "failed");
            web.rows().instance(run, "b", -1, "skipped");
            // Two at a time are of one moment; of every third some moments are not there.
            Instant moment = FIRST.plus(Duration.ofDays(i / 2));
            web.database()
                    .transactions()
                    .run(db -> db.update(DAG_RUN)
                            .set(DAG_RUN.RUN_AFTER, moment)
                            .where(DAG_RUN.RUN_NO.eq(run))
                            .execute());
            if (i % 3 == 0) {
                web.database().transactions().run(db -> {
                    db.update(DAG_RUN)
                            .setNull(DAG_RUN.LOGICAL_DATE)
                            .setNull(DAG_RUN.START_DATE)
                            .where(DAG_RUN.RUN_NO.eq(run))
                            .execute();
                    db.update(TASK_INSTANCE)
                            .setNull(TASK_INSTANCE.START_DATE)
                            .where(TASK_INSTANCE.RUN_NO.eq(run), TASK_INSTANCE.MAP_INDEX.eq(0))
                            .execute();
                });
            }
        }
    }

    @AfterAll
    void stop() {
        web.close();
    }

    static Stream<String> runOrders() {
        return upAndDown(RunQueries.ORDERS);
    }

    static Stream<String> instanceOrders() {
        return upAndDown(InstanceQueries.ORDERS);
    }

    private static Stream<String> upAndDown(Orders orders) {
        return Stream.concat(
                orders.keys().stream().flatMap(key -> Stream.of(key, "-" + key)),
                Stream.of("state&order_by=-start_date"));
    }

    @ParameterizedTest
    @MethodSource("runOrders")
    void runs_come_each_once_in_every_order(String order) throws Exception {
        assertSameAsByOffset(RUN_LIST + "?order_by=" + order, "dag_runs", RUNS);
    }

    @ParameterizedTest
    @MethodSource("instanceOrders")
    void instances_come_each_once_in_every_order(String order) throws Exception {
        assertSameAsByOffset(INSTANCE_LIST + "?order_by=" + order, "task_instances", RUNS * 3);
    }

    private void assertSameAsByOffset(String list, String rows, int number) throws Exception {
        List<String> byOffset = rows(web.get(list + "&limit=100"), rows);
        assertThat(byOffset).hasSize(number);
        for (int limit : List.of(1, 3, number)) {
            List<String> forwards = new ArrayList<>();
            Answer last = web.get(list + "&cursor=&limit=" + limit);
            assertThat(last.at("/previous_cursor").isNull()).isTrue();
            while (true) {
                assertThat(last.at("/total_entries").asInt()).isEqualTo(number);
                forwards.addAll(rows(last, rows));
                if (last.at("/next_cursor").isNull() || forwards.size() > number) {
                    break;
                }
                last = web.get(list + "&limit=" + limit + "&cursor=" + encoded(last, "/next_cursor"));
            }
            assertThat(forwards).as("pages of %s", limit).isEqualTo(byOffset);

            List<String> backwards = new ArrayList<>(rows(last, rows));
            while (!last.at("/previous_cursor").isNull() && backwards.size() <= number) {
                last = web.get(list + "&limit=" + limit + "&cursor=" + encoded(last, "/previous_cursor"));
                backwards.addAll(0, rows(last, rows));
                assertThat(last.at("/next_cursor").isNull()).isFalse();
            }
            assertThat(backwards).as("pages of %s, backwards", limit).isEqualTo(byOffset);
        }
    }

    private static String encoded(Answer answer, String cursor) {
        return URLEncoder.encode(answer.at(cursor).asText(), StandardCharsets.UTF_8);
    }

    private static List<String> rows(Answer answer, String rows) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        answer.at("/" + rows)
                .forEach(row -> ids.add(row.path("dag_run_id").asText() + " "
                        + row.path("task_id").asText() + " "
                        + row.path("map_index").asText()));
        return ids;
    }

    @Test
    void a_page_by_cursor_says_how_far_it_counts_and_one_by_offset_has_no_cursors() throws Exception {
        Answer byCursor = web.get(RUN_LIST + "?cursor=&limit=2&state=failed");
        Answer byOffset = web.get(RUN_LIST + "?limit=2&state=failed");

        assertThat(byCursor.at("/total_entries").asInt()).isEqualTo(3);
        assertThat(byCursor.at("/total_entries_limit").asInt()).isEqualTo(10_000);
        assertThat(byOffset.at("/total_entries").asInt()).isEqualTo(3);
        assertThat(byOffset.at("/total_entries_limit").isNull()).isTrue();
        assertThat(byOffset.at("/next_cursor").isNull()).isTrue();
    }

    @Test
    void no_page_moves_when_rows_come_and_go_before_it() throws Exception {
        String list = "/api/v2/dags/moving/dagRuns?order_by=-run_after&limit=1&cursor=";
        web.rows().dag("moving", new ScheduleSpec.None(), List.of(), "a");
        long newest = web.rows().run("moving", "r3", "success", FIRST.plusSeconds(3));
        long ignored = web.rows().run("moving", "r2", "success", FIRST.plusSeconds(2));
        ignored = web.rows().run("moving", "r1", "success", FIRST.plusSeconds(1));
        String next = encoded(web.get(list), "/next_cursor");

        ignored = web.rows().run("moving", "r4", "success", FIRST.plusSeconds(4));
        web.database()
                .transactions()
                .run(db ->
                        db.deleteFrom(DAG_RUN).where(DAG_RUN.RUN_NO.eq(newest)).execute());

        assertThat(web.get(list + next).values("dag_runs", "dag_run_id")).containsExactly("r2");
        web.database()
                .transactions()
                .run(db -> db.deleteFrom(DAG_RUN)
                        .where(DAG_RUN.DAG_ID.eq("moving"))
                        .execute());
    }

    static final List<String> NO_CURSORS = List.of(
            "x",
            "%00",
            token("[]"),
            token("{}"),
            token("[\">\",\"id\"]"),
            token("[\">\",\"id\",\"1\",\"1\"]"),
            token("[\">\",\"id\",1]"),
            token("[\"=\",\"id\",\"1\"]"),
            token("[null,\"id\",\"1\"]"),
            token("[\">\",null,\"1\"]"),
            token("[\">\",\"id\",\"x\"]"),
            token("[\">\",\"id\",\"99999999999999999999\"]"));

    private static String token(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @FieldSource("NO_CURSORS")
    void what_is_no_cursor_is_refused(String cursor) throws Exception {
        Answer answer = web.get(RUN_LIST + "?order_by=id&cursor=" + cursor);

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(422);
        assertThat(answer.at("/detail").asText()).startsWith("cursor: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-13-01T00:00:00Z", "+1000000000-12-31T00:00:00Z", "-1000000000-01-01T00:00:00Z", ""})
    void a_moment_that_no_database_holds_is_refused(String moment) throws Exception {
        String cursor = token("[\">\",\"run_after\",\"" + moment + "\",\"1\"]");

        assertThat(web.get(RUN_LIST + "?order_by=run_after&cursor=" + cursor).status())
                .isEqualTo(422);
    }

    @Test
    void a_text_that_no_database_holds_is_refused() throws Exception {
        String cursor = token("[\">\",\"dag_id\",\"a\\u0000\",\"1\"]");

        assertThat(web.get(RUN_LIST + "?order_by=dag_id&cursor=" + cursor).status())
                .isEqualTo(422);
    }

    @Test
    void a_cursor_of_another_order_is_refused_and_says_so() throws Exception {
        String cursor = encoded(web.get(RUN_LIST + "?order_by=-run_after&cursor=&limit=1"), "/next_cursor");

        assertThat(web.get(RUN_LIST + "?order_by=run_after&cursor=" + cursor)
                        .at("/detail")
                        .asText())
                .isEqualTo(
                        "cursor: it is of a list by '-run_after', and this one is by 'run_after'; leave order_by as it"
                                + " was, or begin with an empty cursor");
    }
}
