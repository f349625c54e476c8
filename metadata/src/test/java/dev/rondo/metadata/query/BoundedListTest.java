package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import dev.rondo.metadata.Database;
import dev.rondo.metadata.query.InstanceQueries.InstanceRow;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** No page of a list costs more than a bound: what is sorted is few, what is far in is found by its keys. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoundedListTest {

    private static final int MANY = PageKeys.MAX_SORTED + 5_000;

    private Database database;
    private InstanceQueries instances;
    private RunQueries runs;

    @BeforeAll
    void fill(TestDatabase mine) throws SQLException {
        execute(mine, """
                insert into jar values ('h', 1, now());
                insert into dag_version (dag_id, version_number, graph_hash, jar_hash, graph, bundle_name, file_name, created_at)
                    values ('big', 1, 'g', 'h', '{}', 'b', 'f', now()), ('small', 1, 'g', 'h', '{}', 'b', 'f', now());
                insert into dag_run (dag_id, run_id, run_after, run_type, state, version_id, conf, queued_at, triggered_by)
                    select case when n = 1 then 'big' else 'small' end, 'r' || n, timestamptz '2026-01-09' - n * interval '1 day',
                        'manual', 'success', 1, '{}', now(), 'test'
                    from generate_series(1, 6) n;
                insert into task_instance (run_no, task_id, map_index, state, pool, pool_slots, priority, queue)
                    select 1, 't', n, 'success', 'p', 1, 1, 'q' from generate_series(0, %d - 1) n;
                insert into task_instance (run_no, task_id, map_index, state, pool, pool_slots, priority, queue)
                    select run_no, 't', n, case n when 0 then null when 1 then 'success' else 'failed' end, 'p', 1, 1, 'q'
                    from dag_run cross join generate_series(0, 3) n where dag_id = 'small';
                analyze task_instance;
                """.formatted(MANY));
        database = mine.open(2);
        instances = new InstanceQueries(database.transactions());
        runs = new RunQueries(database.transactions());
    }

    @AfterAll
    void close() {
        database.close();
    }

    private static void execute(TestDatabase mine, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        mine.settings().url(),
                        mine.settings().user(),
                        mine.settings().password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void more_than_can_be_sorted_are_refused_with_the_order_and_what_to_ask_instead() {
        assertThatThrownBy(() -> instances.list(Wanted.ALL, by("-state"), new Page(10, 0)))
                .isInstanceOfSatisfying(
                        TooLongListException.class,
                        refused -> assertThat(refused.parameter()).isEqualTo("order_by"))
                .hasMessageContaining("no index gives them by '-state'")
                .hasMessageContaining("ask for those of a DAG");
    }

    @Test
    void few_are_sorted_by_what_no_index_has_and_what_has_no_value_comes_last() {
        List<String> up = readOn("state");
        List<String> down = readOn("-state");

        assertThat(up).hasSize(20).doesNotHaveDuplicates();
        assertThat(states(up)).isEqualTo("failed".repeat(10) + "success".repeat(5) + "null".repeat(5));
        assertThat(down).containsExactlyInAnyOrderElementsOf(up);
        assertThat(states(down)).isEqualTo("success".repeat(5) + "failed".repeat(10) + "null".repeat(5));
    }

    @Test
    void few_are_sorted_by_cursor_as_by_offset() {
        Wanted small = InstanceQueries.of("small", null, null);
        List<String> read = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Slice<InstanceRow> slice = instances.list(small, by("-state"), Cursor.parse(cursor), new Page(3, 0));
            slice.rows().forEach(row -> read.add(shown(row)));
            cursor = slice.next();
        }

        assertThat(read).isEqualTo(readOn("-state"));
    }

    private List<String> readOn(String order) {
        List<String> read = new ArrayList<>();
        for (int offset = 0; offset < 21; offset += 3) {
            instances
                    .list(InstanceQueries.of("small", null, null), by(order), new Page(3, offset))
                    .rows()
                    .forEach(row -> read.add(shown(row)));
        }
        return read;
    }

    private static String shown(InstanceRow row) {
        return row.runNo() + " " + row.mapIndex() + " " + row.state();
    }

    private static String states(List<String> shown) {
        return String.join(
                "",
                shown.stream()
                        .map(one -> one.substring(one.lastIndexOf(' ') + 1))
                        .toList());
    }

    @Test
    void a_page_far_in_is_the_one_at_its_place() {
        var page = instances.list(Wanted.ALL, by("id"), new Page(5, MANY - 3));

        assertThat(page.rows().stream().map(row -> row.runNo() + " " + row.mapIndex()))
                .containsExactly("1 " + (MANY - 3), "1 " + (MANY - 2), "1 " + (MANY - 1), "2 0", "2 1");
    }

    @Test
    void a_page_far_in_among_those_of_some_dags_is_the_one_at_its_place_up_and_down() {
        Wanted some = new Wanted(
                DAG_RUN.RUN_AFTER.gt(Instant.EPOCH),
                List.of(new DagSet(DAG_RUN.DAG_ID, select(inline("big")).union(select(inline("none"))))));

        assertThat(instances.list(some, by("id"), new Page(5, MANY - 3)).rows().stream()
                        .map(row -> row.runNo() + " " + row.mapIndex()))
                .containsExactly("1 " + (MANY - 3), "1 " + (MANY - 2), "1 " + (MANY - 1));
        assertThat(instances.list(some, by("-id"), new Page(2, 2_000)).rows().stream()
                        .map(row -> row.runNo() + " " + row.mapIndex()))
                .containsExactly("1 " + (MANY - 2_001), "1 " + (MANY - 2_002));
    }

    @Test
    void runs_of_a_stretch_of_time_are_sorted_by_another_order() {
        Ordered across = RunQueries.ORDERS.by(List.of("-id")).sorted();

        assertThat(runs.list(RunQueries.ofDag("small"), across, new Page(3, 1)).rows().stream()
                        .map(RunQueries.RunRow::runId))
                .containsExactly("r5", "r4", "r3");
    }

    @Test
    void what_fits_next_to_nothing_is_refused_where_it_would_be_looked_for_in_every_row(TestDatabase mine)
            throws SQLException {
        Wanted nowhere = new Wanted(TASK_INSTANCE.POOL.eq("nowhere"));
        assertThat(instances.list(nowhere, by("id"), new Page(10, 0)).rows()).isEmpty();
        String name = mine.settings().url().replaceFirst(".*/", "");
        execute(mine, "alter database \"" + name + "\" set cpu_tuple_cost = 10"); // as if they were millions
        try (Database dear = mine.open(1)) {
            InstanceQueries all = new InstanceQueries(dear.transactions());

            assertThatThrownBy(() -> all.list(nowhere, by("id"), new Page(10, 0)))
                    .isInstanceOf(TooLongListException.class)
                    .hasMessageContaining("millions of rows would be looked at");
            assertThat(all.list(Wanted.ALL, by("id"), new Page(10, 0)).rows()).hasSize(10);
        } finally {
            execute(mine, "alter database \"" + name + "\" reset cpu_tuple_cost");
        }
    }

    private static Ordered by(String order) {
        return InstanceQueries.ORDERS.by(List.of(order));
    }
}
