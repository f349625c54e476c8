package dev.rondo.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class MigrationsTest {

    @RegisterExtension
    static final ServerForClass SERVER = new ServerForClass();

    @TempDir
    Path folder;

    private final JdbcSettings database = SERVER.createDatabase("migrated");

    @BeforeEach
    void one_step() throws IOException {
        step("V1__first.sql", "create table one (n int)");
    }

    @Test
    void an_empty_database_is_told_from_an_old_one() {
        assertThatThrownBy(() -> migrations().requireCurrent())
                .isInstanceOf(SchemaException.class)
                .hasMessage("the database has no schema of Rondo yet; run: rondo db migrate");
    }

    @Test
    void a_migrated_database_is_current_and_migrating_again_does_nothing() {
        int first = migrations().migrate();
        int second = migrations().migrate();

        assertThat(first).isEqualTo(1);
        assertThat(second).isZero();
        assertThatCode(() -> migrations().requireCurrent()).doesNotThrowAnyException();
    }

    @Test
    void two_that_migrate_at_once_take_each_step_once() throws Exception {
        step("V2__second.sql", "create table two (n int)");
        CompletableFuture<Integer> first =
                CompletableFuture.supplyAsync(() -> migrations().migrate());
        CompletableFuture<Integer> second =
                CompletableFuture.supplyAsync(() -> migrations().migrate());

        assertThat(first.get() + second.get()).isEqualTo(2);
    }

    @Test
    void a_database_that_is_behind_names_the_missing_step_and_the_remedy() throws IOException {
        migrations().migrate();
        step("V2__second.sql", "create table two (n int)");

        assertThatThrownBy(() -> migrations().requireCurrent())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("version 1")
                .hasMessageContaining("step 2 (second) of this release is missing; run: rondo db migrate");
    }

    @Test
    void a_database_that_is_ahead_asks_for_the_newer_release() throws IOException {
        step("V2__second.sql", "create table two (n int)");
        migrations().migrate();
        Files.delete(folder.resolve("V2__second.sql"));

        assertThatThrownBy(() -> migrations().requireCurrent())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("step 2 (second) is unknown to this release");
    }

    @Test
    void a_step_that_fails_changes_nothing_and_says_why() throws IOException {
        migrations().migrate();
        step("V2__second.sql", "create table two (n int); create table one (n int)");

        assertThatThrownBy(() -> migrations().migrate())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("could not be migrated")
                .hasMessageContaining("\"one\" already exists");
        step("V2__second.sql", "create table two (n int)");
        assertThat(migrations().migrate()).isEqualTo(1);
    }

    @Test
    void a_step_that_was_changed_after_it_was_taken_is_refused() throws IOException {
        migrations().migrate();
        step("V1__first.sql", "create table one (n bigint)");

        assertThatThrownBy(() -> migrations().migrate())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("checksum");
    }

    private Migrations migrations() {
        return Migrations.inFolder(folder, database);
    }

    private void step(String name, String sql) throws IOException {
        Files.writeString(folder.resolve(name), sql);
    }
}
