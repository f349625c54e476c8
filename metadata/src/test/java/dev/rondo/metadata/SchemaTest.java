package dev.rondo.metadata;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.POOL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class SchemaTest {

    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    @Test
    void the_bundled_migrations_make_the_current_schema(TestDatabase mine) {
        try (Database database = mine.open(1)) {
            assertThatCode(database::requireCurrentSchema).doesNotThrowAnyException();
            assertThat(database.migrate()).isZero();
        }
    }

    @Test
    void the_list_of_steps_names_every_step_in_order() throws IOException {
        List<String> listed = Files.readAllLines(MIGRATIONS.resolve("steps"));

        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".sql")))
                    .containsExactlyInAnyOrderElementsOf(listed);
        }
        assertThat(listed)
                .isSortedAccordingTo(
                        Comparator.comparingInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__")))));
    }

    /** Every database that took a step refuses it when its text is another one; so a step is followed, not mended. */
    @Test
    void a_step_stays_as_it_was_written() throws Exception {
        List<String> now = new ArrayList<>();
        for (String step : Files.readAllLines(MIGRATIONS.resolve("steps"))) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(MIGRATIONS.resolve(step)));
            now.add(HexFormat.of().formatHex(hash) + "  " + step);
        }

        assertThat(now)
                .as("a new step gets its line at the end of steps.sha256; no other line ever changes")
                .containsExactlyElementsOf(Files.readAllLines(Path.of("src/test/resources/steps.sha256")));
    }

    @Test
    void the_steps_of_a_migrated_database_are_known_without_flyway(TestDatabase mine) throws SQLException {
        JdbcSettings settings = mine.settings();

        try (Connection connection =
                DriverManager.getConnection(settings.url(), settings.user(), settings.password())) {
            assertThat(BundledSteps.onClassPath().areTakenIn(connection)).isTrue();
        }
    }

    @Test
    void the_generated_classes_fit_the_schema(TestDatabase mine) {
        try (Database database = mine.open(1)) {
            String pool = database.transactions()
                    .call(context -> context.selectFrom(POOL).fetchSingle().getName());

            assertThat(pool).isEqualTo("default_pool");
        }
    }

    @Test
    void a_moment_is_an_instant_and_comes_back_as_it_went() {
        DataType<Instant> type = DAG_RUN.RUN_AFTER.getDataType();

        assertThat(type.getType()).isEqualTo(Instant.class);
    }
}
