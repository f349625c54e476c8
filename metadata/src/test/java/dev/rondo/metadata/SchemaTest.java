package dev.rondo.metadata;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.POOL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.time.Instant;
import org.jooq.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class SchemaTest {

    @Test
    void the_bundled_migrations_make_the_current_schema(TestDatabase mine) {
        try (Database database = mine.open(1)) {
            assertThatCode(database::requireCurrentSchema).doesNotThrowAnyException();
            assertThat(database.migrate()).isZero();
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
