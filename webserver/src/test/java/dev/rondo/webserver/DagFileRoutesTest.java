package dev.rondo.webserver;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.DAG_FILE;
import static dev.rondo.metadata.jooq.Tables.IMPORT_ERROR;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DAG files that are uploaded: what is good is there whole, and of what is not nothing is. */
@ExtendWith(PostgresExtension.class)
class DagFileRoutesTest {

    private static final String FILES = "/api/v2/dagFiles/";

    private TestWebserver web;
    private Path dags;

    @BeforeEach
    void start(TestDatabase mine, @TempDir Path folder) {
        web = new TestWebserver(mine, folder);
        dags = folder.resolve("dags");
        web.database().transactions().run(db -> {
            AuditTrail.forget(db);
            db.deleteFrom(COMMAND).execute();
            db.deleteFrom(DAG_FILE).execute();
            db.deleteFrom(IMPORT_ERROR).execute();
        });
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private TestWebserver.Answer upload(String name, byte[] bytes) throws Exception {
        return upload(name, HttpRequest.BodyPublishers.ofByteArray(bytes), Map.of());
    }

    private TestWebserver.Answer upload(String name, HttpRequest.BodyPublisher body, Map<String, String> headers)
            throws Exception {
        return web.sendBytes("PUT", FILES + name, web.token("op"), body, headers);
    }

    private static byte[] jar(String... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(entry.getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private List<String> there() throws IOException {
        if (!Files.isDirectory(dags)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(dags)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private void assertRefused(TestWebserver.Answer answer, int status, String code) throws IOException {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.at("/code").asText()).isEqualTo(code);
        assertThat(there()).isEmpty();
    }

    @Test
    void a_jar_is_there_whole_and_its_hash_is_told() throws Exception {
        byte[] bytes = jar("a/B.class", "META-INF/MANIFEST.MF");

        var answer = upload("census-1.0+x.jar", bytes);

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.at("/sha256").asText()).isEqualTo(HexFormat.of().formatHex(sha256(bytes)));
        assertThat(answer.at("/bytes").asLong()).isEqualTo(bytes.length);
        assertThat(answer.at("/replaced").asBoolean()).isFalse();
        assertThat(there()).containsExactly("census-1.0+x.jar");
        assertThat(dags.resolve("census-1.0+x.jar")).hasBinaryContent(bytes);
    }

    @Test
    void a_file_replaces_the_one_of_its_name_and_a_link_itself() throws Exception {
        Files.createDirectories(dags);
        Path elsewhere = Files.writeString(dags.resolveSibling("elsewhere"), "safe");
        Files.createSymbolicLink(dags.resolve("Linked.java"), elsewhere);

        assertThat(upload("Linked.java", "class Linked {}".getBytes(UTF_8))
                        .at("/replaced")
                        .asBoolean())
                .isTrue();

        assertThat(elsewhere).hasContent("safe");
        assertThat(dags.resolve("Linked.java")).isRegularFile().hasContent("class Linked {}");
    }

    @Test
    void an_upload_is_in_the_event_log() throws Exception {
        upload("Census.java", "class Census {}".getBytes(UTF_8));

        var log = web.get("/api/v2/eventLogs");
        assertThat(log.values("event_logs", "event"))
                .hasSize(1)
                .first()
                .asString()
                .contains("UploadDagFile");
        assertThat(log.response().body()).contains("Census.java", "\"op\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..%2Fx.jar",
                "%2Fetc%2Fx.jar",
                "a%2Fb.jar",
                "a%5Cb.jar",
                ".hidden.jar",
                "..jar",
                "x.war",
                "x.jar.part",
                "x.JAR%00.jar",
                "x%0A.jar",
                "-x.jar",
                "%C3%BC.jar",
                "%20.jar",
                "jar"
            })
    void a_name_that_is_none_is_refused(String name) throws Exception {
        var answer = upload(name, jar("a"));

        // What the server itself refuses in a path has no code of ours.
        assertThat(answer.status()).as(answer.response().body()).isIn(400, 404, 422);
        assertThat(there()).isEmpty();
        assertThat(dags.resolveSibling("x.jar")).doesNotExist();
    }

    @Test
    void a_name_that_is_too_long_is_refused() throws Exception {
        assertThat(upload("a".repeat(300) + ".jar", jar("a")).status()).isEqualTo(422);
    }

    @Test
    void what_is_no_jar_is_refused() throws Exception {
        byte[] whole = jar("a", "b", "c");

        assertRefused(upload("x.jar", "hello".getBytes(UTF_8)), 422, "NOT_A_JAR");
        assertRefused(upload("x.jar", new byte[0]), 422, "NOT_A_JAR");
        assertRefused(upload("x.jar", Arrays.copyOf(whole, whole.length - 30)), 422, "NOT_A_JAR");
        assertRefused(upload("X.java", new byte[] {(byte) 0xff, (byte) 0xfe}), 422, "NOT_A_SOURCE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/etc/passwd", "a\\b", "C:/x", ".."})
    void an_entry_that_would_lie_outside_is_refused(String entry) throws Exception {
        assertRefused(upload("x.jar", jar("good", entry)), 422, "JAR_ENTRY_OUTSIDE");
    }

    @Test
    void a_jar_that_would_fill_the_disk_is_refused() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            byte[] zeros = new byte[1 << 20];
            zip.putNextEntry(new ZipEntry("bomb"));
            for (int i = 0; i <= 1024; i++) {
                zip.write(zeros);
            }
        }

        assertRefused(upload("x.jar", bytes.toByteArray()), 422, "JAR_TOO_LARGE");
    }

    @Test
    void a_source_that_is_too_large_is_refused_while_it_is_sent() throws Exception {
        assertRefused(upload("X.java", " ".repeat((1 << 20) + 1).getBytes(UTF_8)), 413, "BODY_TOO_LARGE");
    }

    @Test
    void bytes_that_changed_on_their_way_are_refused() throws Exception {
        byte[] sent = "class X {}".getBytes(UTF_8);
        String right = Base64.getEncoder().encodeToString(sha256(sent));
        String other = Base64.getEncoder().encodeToString(sha256("class Y {}".getBytes(UTF_8)));
        var body = HttpRequest.BodyPublishers.ofByteArray(sent);

        assertRefused(
                upload("X.java", body, Map.of("Content-Digest", "sha-256=:" + other + ":")), 422, "DIGEST_DIFFERS");
        assertRefused(upload("X.java", body, Map.of("Content-Digest", "md5=:abc:")), 422, "INVALID_PARAMETER");
        assertThat(upload("X.java", body, Map.of("Content-Digest", "md5=:abc:, sha-256=:" + right + ":"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void what_is_cut_short_does_not_take_effect() throws Exception {
        byte[] some = new byte[100_000];
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(some), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the line is cut");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("the line is cut");
            }
        });

        assertThatThrownBy(() -> upload("x.jar", HttpRequest.BodyPublishers.ofInputStream(() -> broken), Map.of()))
                .isInstanceOf(IOException.class);

        assertThat(upload("Next.java", "class Next {}".getBytes(UTF_8)).status())
                .isEqualTo(200);
        assertThat(there()).doesNotContain("x.jar").contains("Next.java");
    }

    @Test
    void who_may_not_deploy_may_look() throws Exception {
        var refused = web.send("PUT", FILES + "X.java", web.token("user"), "class X {}", Map.of());

        assertRefused(refused, 403, "ROLE_TOO_LOW");
        assertThat(web.send("GET", FILES + "X.java", web.token("viewer"), null, Map.of())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void what_became_of_a_file_is_told() throws Exception {
        String hash = "a".repeat(64);
        web.database().transactions().run(db -> {
            db.insertInto(DAG_FILE)
                    .set(DAG_FILE.BUNDLE_NAME, "dags-folder")
                    .set(DAG_FILE.FILE_NAME, "Bad.java")
                    .set(DAG_FILE.HASH, hash + "-args")
                    .set(DAG_FILE.SIZE_BYTES, 1L)
                    .set(DAG_FILE.SEEN_AT, TestWebserver.NOW)
                    .set(DAG_FILE.PARSED_AT, TestWebserver.NOW.plusSeconds(3))
                    .execute();
            db.insertInto(DAG_FILE)
                    .set(DAG_FILE.BUNDLE_NAME, "gs://bucket/dags")
                    .set(DAG_FILE.FILE_NAME, "Bad.java")
                    .set(DAG_FILE.HASH, "b".repeat(64))
                    .set(DAG_FILE.SIZE_BYTES, 1L)
                    .set(DAG_FILE.SEEN_AT, TestWebserver.NOW)
                    .set(DAG_FILE.PARSED_AT, TestWebserver.NOW.plusSeconds(3))
                    .execute();
            db.insertInto(IMPORT_ERROR)
                    .set(IMPORT_ERROR.BUNDLE_NAME, "dags-folder")
                    .set(IMPORT_ERROR.FILE_NAME, "Bad.java")
                    .set(IMPORT_ERROR.CREATED_AT, TestWebserver.NOW)
                    .set(IMPORT_ERROR.CODE, "COMPILATION_FAILED")
                    .set(IMPORT_ERROR.MESSAGE, "';' expected")
                    .set(IMPORT_ERROR.LINE, 7)
                    .set(IMPORT_ERROR.STACK_TRACE, "")
                    .set(IMPORT_ERROR.PROBLEMS, "[]")
                    .execute();
        });

        var bad = web.get(FILES + "Bad.java");
        var inBucket = web.get(FILES + "Bad.java?bundle_name=gs://bucket/dags");
        var unknown = web.get(FILES + "Unknown.java");

        assertThat(bad.at("/sha256").asText()).isEqualTo(hash);
        assertThat(bad.at("/import_error/message").asText()).isEqualTo("';' expected");
        assertThat(bad.at("/import_error/line").asInt()).isEqualTo(7);
        assertThat(bad.at("/seen_at").asText()).isEqualTo(TestWebserver.NOW.toString());
        assertThat(bad.at("/active_at").isNull()).as("it is not in force").isTrue();
        assertThat(inBucket.at("/sha256").asText()).isEqualTo("b".repeat(64));
        assertThat(inBucket.at("/active_at").asText())
                .isEqualTo(TestWebserver.NOW.plusSeconds(3).toString());
        assertThat(inBucket.at("/import_error").isNull()).isTrue();
        assertThat(unknown.at("/seen_at").isNull()).isTrue();
        assertThat(unknown.at("/sha256").isNull()).isTrue();
        assertThat(unknown.at("/dag_ids").size()).isZero();
        assertThat(unknown.at("/takes_uploads").asBoolean()).isTrue();
    }
}
