package dev.rondo.metadata.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.metadata.Database;
import dev.rondo.metadata.TableCopies;
import dev.rondo.metadata.blob.BlobStore;
import dev.rondo.metadata.blob.FileBlobStore;
import dev.rondo.metadata.blob.ForwardingBlobStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An environment that goes into a file, its database emptied, and back. */
@ExtendWith(PostgresExtension.class)
class EnvironmentExportTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] JAR = "the bytes of a jar".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private final TestDatabase test;
    private final Database database;
    private FileBlobStore store;
    private Path file = Path.of("");

    EnvironmentExportTest(TestDatabase test) {
        this.test = test;
        this.database = test.open(2);
        this.store = new FileBlobStore(Path.of(""));
    }

    @BeforeEach
    void fill() throws Exception {
        store = new FileBlobStore(folder.resolve("store"));
        file = folder.resolve("rondo.zip");
        empty();
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(JAR));
        store.put(hash, new ByteArrayInputStream(JAR));
        change("insert into jar values ('" + hash + "', 18, now())");
        change("insert into dag_version (dag_id, version_number, graph_hash, jar_hash, graph, bundle_name, file_name,"
                + " created_at) values ('census', 1, 'h', '" + hash
                + "', '{\"a\": \"tab\\tand\\nline ä\"}', 'b', 'f', now())");
        change("insert into dag (dag_id, version_id, bundle_name, file_name, is_paused, is_active, owners, timezone,"
                + " max_active_runs, max_active_tasks, run_strategy, last_parsed_at, seen_at, created_at)"
                + " select 'census', version_id, 'b', 'f', true, true, 'o', 'UTC', 1, 1, 'x', now(), now(), now()"
                + " from dag_version");
        change("select setval('dag_run_run_no_seq', 345678)");
        change("insert into dag_run (dag_id, run_id, run_after, run_type, state, version_id, conf, queued_at,"
                + " triggered_by) select 'census', 'r', now(), 'manual', 'success', version_id, '{}', now(), 'test'"
                + " from dag_version");
        change("select ensure_partitions(1000, 100000)");
        change("insert into task_instance (run_no, task_id, map_index, state, pool, pool_slots, priority, queue)"
                + " select run_no, 't', n, 'success', 'default_pool', 1, 1, 'default' from dag_run,"
                + " generate_series(0, 2999) n");
        change("insert into xcom (run_no, task_id, map_index, key, blob_hash, size_bytes, created_at)"
                + " select run_no, 't', 0, 'return_value', '" + "0".repeat(64) + "', 1, now() from dag_run");
        change("update pool set slots = 7");
        change("insert into pool (name, slots) values ('training', 2)");
        change("insert into variable values ('v', 'sealed:1:AAAA', null)");
        change("insert into variable values ('w', 'sealed:1:AQAAAAcB', null)");
        change("insert into retired_key (key_id) values (7)");
        change("insert into app_user (username, password_hash, role, created_at) values ('ann', 'hash', 'op', now())");
        change(
                "insert into command (idempotency_key, actor, source, kind, body, created_at, done_at)"
                        + " values ('done', 'ann', 'cli', 'k', '{}', now(), now()), ('open', 'ann', 'cli', 'k', '{}', now(), null)");
        change("insert into job values ('j', 'scheduler', 'here', 1, null, '1', now(), now(), null)");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        test.settings().url(),
                        test.settings().user(),
                        test.settings().password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** As a new database is, with its partitions. */
    private void empty() throws SQLException {
        try (TableCopies copies = TableCopies.toRead(test.settings())) {
            for (TableCopies.Table table : copies.tables()) {
                // The audit record is kept, but from who says so.
                change("set rondo.retention = 'on'; truncate " + table.name() + " restart identity cascade");
            }
        }
        change("truncate job");
        change("insert into pool (name, slots, description) values ('default_pool', 128, 'Default pool')");
        change("alter sequence dag_run_run_no_seq restart");
        change("select ensure_partitions(1, 100000)");
    }

    /** What each table copies. */
    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (TableCopies copies = TableCopies.toRead(test.settings())) {
            for (TableCopies.Table table : copies.tables()) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                copies.write(table, out);
                content.put(table.name(), out.toString(StandardCharsets.UTF_8));
            }
            content.put("sequences", copies.sequences().toString());
        }
        return content;
    }

    private EnvironmentExport export() {
        return new EnvironmentExport(database, store);
    }

    @Test
    void what_went_out_comes_back_as_it_was() throws Exception {
        Map<String, String> before = content();
        EnvironmentExport.Summary written = export().write(file, "1.2", NOW);
        empty();
        FileBlobStore other = new FileBlobStore(folder.resolve("other"));

        EnvironmentExport.Summary read = new EnvironmentExport(database, other).read(file);

        assertThat(content()).isEqualTo(before);
        assertThat(read.rows())
                .isEqualTo(written.rows())
                .containsEntry("task_instance", 3_000L)
                .containsEntry("pool", 2L)
                .containsEntry("command", 1L)
                .doesNotContainKeys("job", "flyway_schema_history");
        assertThat(written.missing()).containsExactly("0".repeat(64));
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(JAR));
        try (InputStream jar = other.find(hash).orElseThrow().content()) {
            assertThat(jar.readAllBytes()).isEqualTo(JAR);
        }
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(parts()).isEmpty();
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(each -> each.toString().endsWith(".part")).toList();
        }
    }

    @Test
    void of_two_that_write_one_file_at_once_each_is_whole() throws Exception {
        BlobStore meanwhile = new Interrupted(() -> export().write(file, "second", NOW));
        Map<String, String> before = content();

        new EnvironmentExport(database, meanwhile).write(file, "first", NOW);

        empty();
        export().read(file);
        assertThat(content()).isEqualTo(before);
        assertThat(parts()).isEmpty();
    }

    private interface Step {
        void run() throws IOException;
    }

    /** The store of the test, at whose first question something else is done. */
    private final class Interrupted extends ForwardingBlobStore {
        private final Step step;
        private boolean isDone;

        Interrupted(Step step) {
            super(store);
            this.step = step;
        }

        @Override
        public Optional<Blob> find(String hash) throws IOException {
            if (!isDone) {
                isDone = true;
                step.run();
            }
            return super.find(hash);
        }
    }

    @Test
    void a_jar_that_no_version_has_any_more_is_not_missed() throws Exception {
        change("insert into jar values ('" + "f".repeat(64) + "', 18, now())");

        assertThat(export().write(file, "1.2", NOW).missing()).containsExactly("0".repeat(64));
    }

    @Test
    void a_file_that_is_cut_off_anywhere_is_refused_and_leaves_nothing() throws Exception {
        export().write(file, "1.2", NOW);
        byte[] whole = Files.readAllBytes(file);
        empty();
        Map<String, String> before = content();
        FileBlobStore other = new FileBlobStore(folder.resolve("other"));

        for (int length :
                new int[] {10, 400, whole.length / 3, whole.length / 2, whole.length * 9 / 10, whole.length - 1}) {
            Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> new EnvironmentExport(database, other).read(cut))
                    .as("%s of %s bytes", length, whole.length)
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("cut.zip");
        }

        assertThat(content()).isEqualTo(before);
        assertThat(folder.resolve("other"))
                .satisfiesAnyOf(
                        none -> assertThat(none).doesNotExist(),
                        empty -> assertThat(empty).isEmptyDirectory());
    }

    /** The file with another content of one of its parts. */
    private Path altered(String part, String content) throws IOException {
        Path altered = folder.resolve("altered.zip");
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(altered))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                if (entry.getName().equals(part)) {
                    out.write(content.getBytes(StandardCharsets.UTF_8));
                } else {
                    in.transferTo(out);
                }
            }
        }
        return altered;
    }

    @Test
    void what_was_altered_is_of_another_release_or_is_something_else_is_refused() throws Exception {
        export().write(file, "1.2", NOW);
        empty();
        Map<String, String> before = content();

        assertRefused(altered("tables/app_user", "eve\thash\tadmin\n"), "was altered: its checksum is another");
        assertRefused(
                altered("rondo.json", "{\"format\":2,\"release\":\"9.9\"}"), "has format 2", "import it with 9.9");
        assertRefused(
                altered("rondo.json", "{\"format\":1,\"schema\":\"999\",\"release\":\"9.9\"}"),
                "has schema version 999",
                "import it with 9.9");
        assertRefused(altered("rondo.json", "nonsense"), "no export of Rondo");
        try (OutputStream out = Files.newOutputStream(folder.resolve("jar.zip"));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
        }
        assertRefused(folder.resolve("jar.zip"), "no export of Rondo; `rondo db export` makes one");
        assertRefused(Files.writeString(folder.resolve("text.zip"), "text"), "no export of Rondo");
        assertThat(content()).isEqualTo(before);
    }

    private void assertRefused(Path refused, String... words) {
        assertThatThrownBy(() -> export().read(refused))
                .isInstanceOf(ExportException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void a_database_with_something_in_it_stays_as_it_is() throws Exception {
        export().write(file, "1.2", NOW);
        Map<String, String> before = content();

        assertRefused(file, "the database is not empty: table ", "has rows");

        assertThat(content()).isEqualTo(before);
    }

    @Test
    void a_file_that_cannot_be_written_to_its_end_is_not_there() throws Exception {
        Path inNone = folder.resolve("none").resolve("rondo.zip");

        assertThatThrownBy(() -> export().write(inNone, "1.2", NOW)).isInstanceOf(IOException.class);

        assertThat(folder.resolve("none")).doesNotExist();
    }
}
