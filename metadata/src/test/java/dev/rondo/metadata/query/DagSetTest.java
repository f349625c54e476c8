package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.select;

import dev.rondo.metadata.Database;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Few DAGs are named one by one, so that the plan knows how many they are; many stay a query. */
@ExtendWith(PostgresExtension.class)
class DagSetTest {

    @Test
    void few_dags_are_named_and_many_are_not(TestDatabase mine) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        mine.settings().url(),
                        mine.settings().user(),
                        mine.settings().password());
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into jar values ('h', 1, now());
                    insert into dag_version (dag_id, version_number, graph_hash, jar_hash, graph, bundle_name, file_name, created_at)
                        values ('d', 1, 'g', 'h', '{}', 'b', 'f', now());
                    insert into dag (dag_id, version_id, bundle_name, file_name, is_paused, is_active, owners, timezone,
                            max_active_runs, max_active_tasks, run_strategy, last_parsed_at, seen_at, created_at)
                        select 'd' || n, v.version_id, 'b', 'f', true, true, '', 'UTC', 1, 1, 'parallel', now(), now(), now()
                        from dag_version v cross join generate_series(1000, 1250) n;
                    """);
        }
        try (Database database = mine.open(1)) {
            DagSet few = like("%d120_%");
            DagSet many = like("%d%");

            database.transactions().run(db -> {
                assertThat(few.named(db))
                        .hasToString(DAG_RUN.DAG_ID
                                .in(
                                        "d1200", "d1201", "d1202", "d1203", "d1204", "d1205", "d1206", "d1207", "d1208",
                                        "d1209")
                                .toString());
                assertThat(many.named(db)).isEqualTo(many.condition());
                assertThat(like("nothing").named(db))
                        .hasToString(DAG_RUN.DAG_ID.in(List.of()).toString());
            });
        }
    }

    private static DagSet like(String pattern) {
        return new DagSet(DAG_RUN.DAG_ID, select(DAG.DAG_ID).from(DAG).where(DAG.DAG_ID.like(pattern)));
    }
}
