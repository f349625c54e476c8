package dev.rondo.metadata.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CodegenMainTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    private final Locale before = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @BeforeEach
    void a_table_with_a_partition() throws IOException {
        Files.createDirectory(folder.resolve("migrations"));
        migration("V1__things.sql", """
                create table thing (run_no bigint not null, at timestamptz not null) partition by range (run_no);
                create table thing_p0 partition of thing for values from (0) to (10);
                """);
    }

    @Test
    void tables_become_classes_with_instants_and_partitions_do_not() throws Exception {
        generate();

        assertThat(generated("tables/Thing.java")).content().contains("TableField<ThingRecord, Instant> AT");
        assertThat(generated("tables/ThingP0.java")).doesNotExist();
        assertThat(generated("tables/FlywaySchemaHistory.java")).doesNotExist();
    }

    @Test
    void the_same_migrations_are_not_generated_again() throws Exception {
        generate();
        Files.setLastModifiedTime(generated("tables/Thing.java"), LONG_AGO);

        generate();

        assertThat(Files.getLastModifiedTime(generated("tables/Thing.java"))).isEqualTo(LONG_AGO);
    }

    @Test
    void a_new_step_is_generated_and_what_a_step_drops_goes() throws Exception {
        generate();
        migration("V2__other.sql", "drop table thing; create table other (n int)");

        generate();

        assertThat(generated("tables/Other.java")).exists();
        assertThat(generated("tables/Thing.java")).doesNotExist();
    }

    private void generate() throws Exception {
        CodegenMain.main(new String[] {
            folder.resolve("migrations").toString(), folder.resolve("generated").toString(), "com.example"
        });
    }

    private Path generated(String name) {
        return folder.resolve("generated/com/example").resolve(name);
    }

    private void migration(String name, String sql) throws IOException {
        Files.writeString(folder.resolve("migrations").resolve(name), sql);
    }
}
