package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of more instances than are sorted for a page, asked for over HTTP. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongListRoutesTest {

    private static final String ALL = "/api/v2/dags/~/dagRuns/~/taskInstances";
    private static final String SMALL = "/api/v2/dags/small/dagRuns/~/taskInstances";

    private final Path folder;
    private final TestDatabase mine;
    private final TestWebserver web;

    LongListRoutesTest(TestDatabase mine, @TempDir Path folder) {
        this.mine = mine;
        this.folder = folder;
        this.web = TestWebserver.patient(mine, folder.resolve("all"));
    }

    @BeforeAll
    void fill() throws SQLException {
        web.rows().dag("big", new ScheduleSpec.None(), List.of(), "t");
        web.rows().dag("small", new ScheduleSpec.None(), List.of(), "t");
        // More than the 75,000 that are sorted.
        execute("""
                insert into dag_run (dag_id, run_id, run_after, run_type, state, version_id, conf, queued_at, triggered_by)
                    select dag_id, 'r', now(), 'manual', 'success', version_id, '{}', now(), 'test' from dag order by dag_id;
                insert into task_instance (run_no, task_id, map_index, state, pool, pool_slots, priority, queue)
                    select run_no, 't', n, case n when 0 then null else 'success' end, 'p', 1, 1, 'q'
                    from dag_run cross join generate_series(0, 80000) n where dag_id = 'big' or n < 3;
                analyze task_instance;
                """);
    }

    @AfterAll
    void stop() {
        web.close();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        mine.settings().url(),
                        mine.settings().user(),
                        mine.settings().password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void assertThatItSaysWhatToAskInstead(TestWebserver.Answer refused, String begin, String end) {
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.response().headers().firstValue("content-type")).hasValue("application/json");
        assertThat(refused.json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("detail", "title", "status", "code");
        assertThat(refused.at("/status").asInt()).isEqualTo(422);
        assertThat(refused.at("/code").asText()).isEqualTo("INVALID_PARAMETER");
        assertThat(refused.at("/detail").asText())
                .startsWith(begin)
                .contains("ask for those of a DAG, of a run, in a state that is seldom or of a stretch of time")
                .endsWith(end);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"task_id", "-task_id", "state", "-state", "map_index", "-map_index", "try_number", "-try_number"
            })
    void an_order_that_no_index_gives_is_refused_over_all_dags_and_taken_of_one(String order) throws Exception {
        String why = "and no index gives them by '" + order + "'; up to 75000 are sorted";
        String end = "or in another order, such as that of the time that is asked for";

        var read = web.get(ALL + "?limit=10&order_by=" + order);
        var byCursor = web.get(ALL + "?limit=10&cursor=&order_by=" + order);
        var posted = web.post(ALL + "/list", "{\"page_limit\":10,\"order_by\":\"" + order + "\"}");

        assertThatItSaysWhatToAskInstead(read, "order_by: some 8", end);
        assertThat(read.at("/detail").asText()).contains(why);
        assertThatItSaysWhatToAskInstead(byCursor, "order_by: some 8", end);
        assertThatItSaysWhatToAskInstead(posted, "order_by: some 8", end);
        assertThat(posted.at("/detail").asText()).contains(why);
        var small = web.get(SMALL + "?limit=10&order_by=" + order);
        assertThat(small.status()).isEqualTo(200);
        assertThat(small.at("/task_instances")).hasSize(3);
    }

    @Test
    void an_order_that_an_index_gives_is_taken_over_all_dags() throws Exception {
        for (String order : new String[] {"id", "-start_date", "end_date", "-run_after", "logical_date"}) {
            var page = web.get(ALL + "?limit=10&order_by=" + order);

            assertThat(page.status()).as(order).isEqualTo(200);
            assertThat(page.at("/task_instances")).as(order).hasSize(10);
        }
    }

    @Test
    void what_is_looked_for_in_every_row_is_refused_where_these_are_millions() throws Exception {
        String nowhere = ALL + "?limit=10&pool=nowhere";
        assertThat(web.get(nowhere).status()).isEqualTo(200);
        String name = mine.settings().url().replaceFirst(".*/", "");
        execute("alter database \"" + name + "\" set cpu_tuple_cost = 10"); // as if they were
        try (TestWebserver dear = TestWebserver.patient(mine, folder.resolve("dear"))) {
            var refused = dear.send("GET", nowhere, dear.signIn("admin"), null, Map.of());

            assertThatItSaysWhatToAskInstead(
                    refused,
                    "offset: millions of rows would be looked at for this page",
                    "or read on by cursor instead of offset");
        } finally {
            execute("alter database \"" + name + "\" reset cpu_tuple_cost");
        }
    }
}
