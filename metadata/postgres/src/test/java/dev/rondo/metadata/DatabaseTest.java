package dev.rondo.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.time.Duration;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class DatabaseTest {

    @RegisterExtension
    static final ServerForClass SERVER = new ServerForClass();

    @Test
    void the_session_is_in_utc_whatever_the_zone_of_the_jvm() {
        try (Database database = open(SERVER.settings())) {
            String zone = setting(database, "TimeZone");

            assertThat(zone).isEqualTo("UTC");
            assertThat(TimeZone.getDefault().getID()).isNotEqualTo("UTC");
        }
    }

    @Test
    void a_transaction_left_open_by_a_frozen_process_ends_by_itself() {
        try (Database database = open(SERVER.settings())) {
            assertThat(setting(database, "idle_in_transaction_session_timeout")).isEqualTo("5s");
        }
    }

    @Test
    void the_process_is_known_to_the_server_by_its_name() {
        try (Database database = open(SERVER.settings())) {
            assertThat(setting(database, "application_name")).isEqualTo("rondo-test");
        }
    }

    @Test
    void a_server_that_is_not_there_is_reported_with_its_address_and_without_the_password() {
        JdbcSettings nobody = new JdbcSettings("jdbc:postgresql://127.0.0.1:1/rondo", "rondo", "secret-password");
        DatabaseConfig config = DatabaseConfig.of("rondo-test", 1).withConnectTimeout(Duration.ofMillis(300));

        assertThatThrownBy(() -> Database.open(nobody, config, ServerForClass.PAUSE))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageContaining("refused")
                .hasMessageNotContaining("secret-password");
    }

    @Test
    void a_server_that_is_too_old_is_refused() {
        assertThatThrownBy(() -> ServerVersion.require(serverOfMajor(13)))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("PostgreSQL 13.9")
                .hasMessageContaining("14 or newer");
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void transactions_of_its_own_do_not_wait_for_the_pool_and_plan_a_statement_once() {
        DatabaseConfig single = DatabaseConfig.of("rondo-test", 1);
        try (Database database = Database.open(SERVER.settings(), single, ServerForClass.PAUSE)) {
            Transactions own = database.ofItsOwn();
            String inside = database.transactions().call(theOnlyOfThePool -> setting(own, "plan_cache_mode"));

            assertThat(inside).isEqualTo("force_generic_plan");
            assertThat(setting(own, "TimeZone")).isEqualTo("UTC");
            assertThat(setting(database, "plan_cache_mode")).isEqualTo("auto");
        }
    }

    @Test
    void a_connection_of_its_own_is_closed_with_the_database() {
        Database database = open(SERVER.settings());
        Transactions own = database.ofItsOwn();
        database.close();

        assertThatThrownBy(() -> setting(own, "TimeZone")).isInstanceOf(DatabaseUnavailableException.class);
    }

    private static Database open(JdbcSettings settings) {
        return Database.open(settings, DatabaseConfig.of("rondo-test", 2), ServerForClass.PAUSE);
    }

    private static String setting(Database database, String name) {
        return setting(database.transactions(), name);
    }

    private static String setting(Transactions transactions, String name) {
        return transactions.call(context -> context.select(DSL.function("current_setting", String.class, DSL.val(name)))
                .fetchSingle()
                .value1());
    }

    /** No server this old is at hand; the driver only reports what the server said of itself. */
    private static Connection serverOfMajor(int major) {
        ClassLoader loader = DatabaseTest.class.getClassLoader();
        Object metaData = Proxy.newProxyInstance(
                loader,
                new Class<?>[] {DatabaseMetaData.class},
                (_, method, _) -> method.getName().equals("getDatabaseMajorVersion") ? (Object) major : major + ".9");
        return (Connection) Proxy.newProxyInstance(loader, new Class<?>[] {Connection.class}, (_, _, _) -> metaData);
    }
}
