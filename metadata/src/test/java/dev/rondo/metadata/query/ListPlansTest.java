package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.Plans;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.testing.TestPause;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A page of a long list is read in its order from an index: sorting means to read the whole list for each page. */
@ExtendWith(PostgresExtension.class)
class ListPlansTest {

    private static final Page PAGE = new Page(100, 0);

    @Test
    void the_newest_of_what_grows_for_ever_are_read_without_sorting_the_rest(TestDatabase mine) throws SQLException {
        assertNothingIsSorted(mine, db -> {
            new AuditQueries(db).list(Wanted.ALL, AuditQueries.ORDERS.by(List.of("-when")), PAGE);
            new AssetQueries(db)
                    .events(Wanted.ALL, DagScope.ALL, AssetQueries.EVENT_ORDERS.by(List.of("-timestamp")), PAGE);
            new RunQueries(db).list(Wanted.ALL, RunQueries.ORDERS.by(List.of("-id")), PAGE);
            new RunQueries(db).list(Wanted.ALL, RunQueries.ORDERS.by(List.of("-run_after")), PAGE);
            new RunQueries(db).list(RunQueries.ofDag("dag"), RunQueries.ORDERS.by(List.of("-run_after")), PAGE);
        });
    }

    @Test
    void runs_of_all_dags_come_from_an_index_in_every_order(TestDatabase mine) throws SQLException {
        List<String> statements = recorded(
                mine,
                db -> upAndDown(RunQueries.ORDERS.keys())
                        .forEach(order ->
                                new RunQueries(db).list(Wanted.ALL, RunQueries.ORDERS.by(List.of(order)), PAGE)));

        assertInOrder(mine, statements);
    }

    @Test
    void instances_of_all_dags_come_from_an_index_by_their_number_or_a_moment(TestDatabase mine) throws SQLException {
        List<String> statements = recorded(
                mine,
                db -> upAndDown(Set.of("id", "start_date", "end_date", "run_after", "logical_date"))
                        .forEach(order -> new InstanceQueries(db)
                                .list(Wanted.ALL, InstanceQueries.ORDERS.by(List.of(order)), PAGE)));

        assertInOrder(mine, statements);
    }

    private static Stream<String> upAndDown(Set<String> keys) {
        return keys.stream().flatMap(key -> Stream.of(key, "-" + key));
    }

    /** Read from an index to the end of the page; no more is sorted than what is the same by the index. */
    private static void assertInOrder(TestDatabase mine, List<String> statements) throws SQLException {
        List<String> sorted = new ArrayList<>();
        try (Plans plans = new Plans(mine, "enable_seqscan", "enable_sort", "enable_hashjoin", "enable_mergejoin")) {
            for (String sql : statements) {
                // What is null comes from the same index, by itself.
                boolean ofNulls = sql.contains("\" is null order by");
                if (!ofNulls
                        && plans.of(sql).stream()
                                .anyMatch(
                                        line -> line.matches("\\W*(Sort  .*|Seq Scan on (dag_run|task_instance).*)"))) {
                    sorted.add(sql + "\n" + String.join("\n", plans.of(sql)));
                }
            }
        }

        assertThat(statements).isNotEmpty();
        assertThat(sorted).isEmpty();
    }

    @Test
    void what_went_wrong_is_found_and_counted_without_what_went_well(TestDatabase mine) throws SQLException {
        Wanted failed = InstanceQueries.inStates("failed");
        List<String> statements = recorded(
                mine,
                db -> new InstanceQueries(db).list(failed, InstanceQueries.ORDERS.by(List.of("-start_date")), PAGE));

        // A plan for any state cannot use an index of some; the server plans anew where that is better.
        String asked = statements.getFirst().replaceFirst("(\"?state\"?) (= \\?|in \\(\\?\\))", "$1 = 'failed'");
        try (Plans plans = new Plans(mine, "enable_seqscan", "enable_sort")) {
            assertThat(asked).contains("'failed'");
            assertThat(plans.of(asked))
                    .anyMatch(line -> line.matches(".*Index Cond: .*state = 'failed'::text.*"))
                    .noneMatch(line -> line.contains("Seq Scan on task_instance"));
        }
    }

    @Test
    void what_went_wrong_in_some_dags_is_found_without_a_look_at_others(TestDatabase mine) throws SQLException {
        DagSet some = new DagSet(DAG_RUN.DAG_ID, DSL.select(DSL.inline("dag")));
        Wanted failed = InstanceQueries.inStates("failed").and(new Wanted(DSL.noCondition(), List.of(some)));
        List<String> statements =
                recorded(mine, db -> new InstanceQueries(db).list(failed, InstanceQueries.ORDERS.by(List.of()), PAGE));
        List<String> ofPages =
                statements.stream().filter(sql -> sql.contains("\"page\"")).toList();

        assertThat(ofPages).hasSize(1);
        String asked = ofPages.getFirst().replaceFirst("(\"?state\"?) (= \\?|in \\(\\?\\))", "$1 = 'failed'");
        try (Plans plans = new Plans(mine, "enable_seqscan", "enable_sort", "enable_bitmapscan", "enable_hashjoin")) {
            assertThat(plans.of(asked))
                    .anyMatch(line -> line.matches(
                            ".*Index Only Scan using task_instance_p0_state_run_no_task_id_map_index_idx .*"));
        }
    }

    @Test
    void what_nothing_is_decided_of_is_found_among_all_that_is_over(TestDatabase mine) throws SQLException {
        List<String> statements = recorded(
                mine,
                db -> new InstanceQueries(db)
                        .list(
                                InstanceQueries.ANYWHERE.read(inState("none")),
                                InstanceQueries.ORDERS.by(List.of()),
                                PAGE));

        assertThat(statements).hasSize(1);
        try (Plans plans = new Plans(mine, "enable_seqscan", "enable_sort", "enable_bitmapscan")) {
            assertThat(plans.of(statements.getFirst()))
                    .anyMatch(
                            line -> line.matches(".*Index Scan using task_instance_p0_run_no_task_id_map_index_idx .*"))
                    .noneMatch(line -> line.contains("Seq Scan on task_instance"));
        }
    }

    private static Filters.Asked inState(String state) {
        return (Filters.Asked) Proxy.newProxyInstance(
                ListPlansTest.class.getClassLoader(),
                new Class<?>[] {Filters.Asked.class},
                (proxy, method, arguments) -> switch (method.getReturnType().getSimpleName()) {
                    case "List" -> arguments.length > 0 && "state".equals(arguments[0]) ? List.of(state) : List.of();
                    case "DagScope" -> DagScope.ALL;
                    default -> null;
                });
    }

    @Test
    void what_went_wrong_is_counted_without_a_look_at_its_runs(TestDatabase mine) throws SQLException {
        Wanted failed = InstanceQueries.inStates("failed");
        List<String> counts = prepared(
                        mine,
                        db -> new InstanceQueries(db)
                                .list(failed, InstanceQueries.ORDERS.by(List.of("-start_date")), new Page(0, 0)))
                .stream()
                .filter(sql -> sql.contains("count(*)"))
                .toList();

        assertThat(counts).hasSize(1);
        try (Plans plans = new Plans(mine)) {
            assertThat(plans.of(counts.getFirst())).isNotEmpty().noneMatch(line -> line.contains("dag_run"));
        }
    }

    @Test
    void the_instances_and_runs_of_a_dag_come_in_the_order_of_its_runs(TestDatabase mine) throws SQLException {
        List<String> statements = recorded(mine, db -> {
            new InstanceQueries(db)
                    .list(InstanceQueries.of("dag", null, null), InstanceQueries.ORDERS.by(List.of()), PAGE);
            new RunQueries(db).list(RunQueries.ofDag("dag"), RunQueries.ORDERS.by(List.of()), PAGE);
        });

        assertThat(statements).hasSize(2);
        assertInOrder(mine, statements);
        try (Plans plans = new Plans(mine, "enable_seqscan", "enable_sort", "enable_hashjoin", "enable_mergejoin")) {
            for (String sql : statements) {
                assertThat(plans.of(sql)).as(sql).anyMatch(line -> line.contains("dag_run_in_dag"));
            }
        }
    }

    @Test
    void of_a_page_far_in_nothing_is_skipped_but_entries_of_an_index(TestDatabase mine) throws SQLException {
        Page far = new Page(100, 5_000);
        List<String> statements = recorded(mine, db -> {
            new RunQueries(db).list(Wanted.ALL, RunQueries.ORDERS.by(List.of("-id")), far);
            new InstanceQueries(db).list(Wanted.ALL, InstanceQueries.ORDERS.by(List.of("id")), far);
        });

        assertThat(statements).hasSize(2);
        try (Plans plans = new Plans(mine, "enable_seqscan", "enable_sort", "enable_bitmapscan")) {
            assertThat(plans.of(statements.getFirst()))
                    .anyMatch(line -> line.contains("Index Only Scan Backward using dag_run_pkey"));
            assertThat(plans.of(statements.getLast()))
                    .anyMatch(line -> line.contains("Index Only Scan using task_instance_p0_pkey"));
        }
    }

    @Test
    void of_a_page_far_in_among_those_of_some_dags_no_run_of_another_is_looked_at(TestDatabase mine)
            throws SQLException {
        Wanted some = new Wanted(DSL.noCondition(), List.of(new DagSet(DAG_RUN.DAG_ID, DSL.select(DSL.inline("dag")))));
        List<String> pages = recorded(
                        mine,
                        db -> new InstanceQueries(db)
                                .list(some, InstanceQueries.ORDERS.by(List.of("id")), new Page(100, 5_000)))
                .stream()
                .filter(sql -> sql.contains("\"page\""))
                .toList();

        assertThat(pages).hasSize(1);
        try (Plans plans = new Plans(mine, "enable_seqscan", "enable_bitmapscan", "enable_hashjoin")) {
            assertThat(plans.of(pages.getFirst()))
                    .anyMatch(line -> line.contains("Index Only Scan using dag_run_in_dag"))
                    .anyMatch(line -> line.contains("Index Only Scan using task_instance_p0_pkey"));
        }
    }

    @Test
    void what_is_sorted_is_found_by_its_filter_and_not_along_the_order(TestDatabase mine) throws SQLException {
        Wanted ofDay = new Wanted(DAG_RUN.RUN_AFTER.between(Instant.EPOCH, Instant.EPOCH.plusSeconds(86_400)));
        List<String> statements = recorded(
                mine,
                db -> new RunQueries(db)
                        .list(ofDay, RunQueries.ORDERS.by(List.of("id")).sorted(), PAGE));

        assertThat(statements).hasSize(1);
        try (Plans plans = new Plans(mine, "enable_seqscan", "enable_bitmapscan", "enable_sort")) {
            assertThat(plans.of(statements.getFirst()))
                    .anyMatch(line -> line.matches(".*Index Cond: .*run_after >= .*run_after <= .*"))
                    .anyMatch(line -> line.matches("\\W*Sort Key: \\w+\\.run_no"));
        }
    }

    @Test
    void the_last_run_of_each_dag_is_told_from_an_index_alone_and_once(TestDatabase mine) throws SQLException {
        List<String> statements = prepared(
                        mine,
                        db -> new DagQueries(db)
                                .list(DagQueries.dags("ann").read(lastFailed()), DagQueries.ORDERS.by(List.of()), PAGE))
                .stream()
                .filter(sql -> sql.contains("last_run"))
                .toList();

        assertThat(statements).hasSize(1);
        try (Plans plans = new Plans(mine, "enable_seqscan", "enable_bitmapscan", "enable_sort")) {
            assertThat(plans.of(statements.getFirst()))
                    .anyMatch(line -> line.contains("Index Only Scan using dag_run_of_dag"));
        }
    }

    private static Filters.Asked lastFailed() {
        return (Filters.Asked) Proxy.newProxyInstance(
                ListPlansTest.class.getClassLoader(),
                new Class<?>[] {Filters.Asked.class},
                (proxy, method, arguments) -> switch (method.getReturnType().getSimpleName()) {
                    case "List" -> List.of();
                    case "DagScope" -> DagScope.ALL;
                    default -> arguments[0].equals("last_dag_run_state") ? "failed" : null;
                });
    }

    @Test
    void the_slots_that_are_taken_are_summed_without_what_has_ended(TestDatabase mine) throws SQLException {
        List<String> sums =
                prepared(mine, db -> new PoolQueries(db).list(Wanted.ALL, PoolQueries.ORDERS.by(List.of()), PAGE))
                        .stream()
                        .filter(sql -> sql.contains("sum("))
                        .toList();

        assertThat(sums).hasSize(3);
        try (Plans plans = new Plans(mine, "enable_seqscan")) {
            for (String sql : sums) {
                assertThat(plans.of(sql))
                        .as(sql)
                        .anyMatch(line -> line.matches(".* (using|on) task_instance_p0_(pool|worker_id|next_at)_.*"))
                        .noneMatch(line -> line.contains("Seq Scan"));
            }
        }
    }

    @Test
    void a_page_by_cursor_is_read_from_where_it_begins(TestDatabase mine) throws SQLException {
        Ordered byRunAfter = RunQueries.ORDERS.by(List.of("-run_after"));
        Ordered byNumber = InstanceQueries.ORDERS.by(List.of("-id"));
        List<String> statements = recorded(mine, db -> {
            for (boolean before : List.of(false, true)) {
                new RunQueries(db)
                        .list(
                                Wanted.ALL,
                                byRunAfter,
                                new Cursor(before, "-run_after", List.of("2026-01-01T00:00:00Z", "7")),
                                PAGE);
                new InstanceQueries(db)
                        .list(Wanted.ALL, byNumber, new Cursor(before, "-id", List.of("7", "a", "0")), PAGE);
            }
        });

        assertThat(statements).hasSize(4);
        try (Plans plans = new Plans(mine, "enable_seqscan", "enable_sort")) {
            for (String sql : statements) {
                assertThat(plans.of(sql))
                        .as(sql)
                        .anyMatch(line -> line.contains("Index Cond") && line.matches(".*(run_after|run_no) [<>]=.*"))
                        .noneMatch(line -> line.contains("Seq Scan"));
            }
        }
    }

    @Test
    void that_nulls_come_last_of_a_column_without_any_would_be_noticed(TestDatabase mine) throws SQLException {
        try (Plans plans = new Plans(mine, "enable_seqscan", "enable_sort")) {
            assertThat(plans.of("select * from command order by command_id desc nulls last limit 100"))
                    .anyMatch(line -> line.contains("Sort"));
        }
    }

    private static void assertNothingIsSorted(TestDatabase mine, Consumer<Transactions> lists) throws SQLException {
        List<String> statements = recorded(mine, lists);

        assertThat(statements).hasSize(5);
        try (Plans plans = new Plans(mine, "enable_seqscan", "enable_sort")) {
            for (String sql : statements) {
                assertThat(plans.of(sql))
                        .as(sql)
                        .isNotEmpty()
                        .noneMatch(line -> line.contains("Sort") || line.contains("Seq Scan"));
            }
        }
    }

    /** The statements that read a page; those that count are left out. */
    private static List<String> recorded(TestDatabase mine, Consumer<Transactions> lists) throws SQLException {
        return prepared(mine, lists).stream()
                .filter(sql -> sql.contains("fetch next") && !sql.contains("count(*)"))
                .toList();
    }

    private static List<String> prepared(TestDatabase mine, Consumer<Transactions> lists) throws SQLException {
        List<String> statements = new ArrayList<>();
        try (Connection real = DriverManager.getConnection(
                mine.settings().url(), mine.settings().user(), mine.settings().password())) {
            Connection recording = Plans.recording(real, statements);
            lists.accept(new Transactions(always(recording), TestPause::pause, new SplittableRandom(1)));
        }
        return statements;
    }

    private static DataSource always(Connection connection) {
        return (DataSource) Proxy.newProxyInstance(
                ListPlansTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> Proxy.newProxyInstance(
                        ListPlansTest.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (same, called, values) ->
                                called.getName().equals("close") ? null : called.invoke(connection, values)));
    }
}
