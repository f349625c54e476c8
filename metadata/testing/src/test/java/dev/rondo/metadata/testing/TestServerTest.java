package dev.rondo.metadata.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.metadata.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
@ExtendWith(PostgresExtension.class)
class TestServerTest {

    @Test
    void each_database_is_fresh_and_migrated_from_what_is_on_the_class_path() {
        try (TestServer server = TestServer.start();
                TestDatabase first = server.migratedDatabase();
                TestDatabase second = server.migratedDatabase()) {
            insert(first);

            assertThat(first.settings()).isNotEqualTo(second.settings());
            assertThat(rows(first)).isEqualTo(1);
            assertThat(rows(second)).isZero();
        }
    }

    @Test
    void a_closed_database_is_gone_even_if_somebody_is_connected() throws SQLException {
        try (TestServer server = TestServer.start()) {
            TestDatabase database = server.emptyDatabase();
            try (Connection connection = connect(database)) {
                database.close();

                assertThat(connection.isValid(1)).isFalse();
            }
            assertThatThrownBy(() -> connect(database)).hasMessageContaining("does not exist");
        }
    }

    @Test
    void several_servers_of_one_process_are_the_same_one_and_one_close_does_not_stop_it(TestDatabase ofTheExtension) {
        TestServer.start().close();

        assertThat(rows(ofTheExtension)).isZero();
    }

    private static void insert(TestDatabase database) {
        try (Database open = database.open(1)) {
            open.transactions()
                    .run(context ->
                            context.insertInto(DSL.table("thing")).values(1).execute());
        }
    }

    private static int rows(TestDatabase database) {
        try (Database open = database.open(1)) {
            return open.transactions().call(context -> context.fetchCount(DSL.table("thing")));
        }
    }

    private static Connection connect(TestDatabase database) throws SQLException {
        return DriverManager.getConnection(
                database.settings().url(),
                database.settings().user(),
                database.settings().password());
    }
}
