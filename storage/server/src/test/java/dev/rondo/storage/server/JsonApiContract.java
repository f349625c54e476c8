package dev.rondo.storage.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Rondo uses of Google Cloud Storage, as Google documents it. Each test has a bucket of its own. */
abstract class JsonApiContract {

    private static final BlobTargetOption IF_NONE = BlobTargetOption.doesNotExist();

    private Storage storage;
    private String bucket;

    /** Where the server listens. */
    abstract URI server();

    /** What it is known to do otherwise; the tests of that are left out. */
    abstract Set<Difference> differences();

    @BeforeEach
    void open() {
        storage = StorageOptions.http()
                .setHost(server().toString())
                .setCredentials(NoCredentials.getInstance())
                .setProjectId("test")
                .setRetrySettings(RetrySettings.newBuilder().setMaxAttempts(1).build())
                .build()
                .getService();
        bucket = "b" + UUID.randomUUID();
        storage.create(BucketInfo.of(bucket));
    }

    @AfterEach
    void close() throws Exception {
        storage.close();
    }

    private void needs(Difference without) {
        assumeFalse(differences().contains(without), () -> "this server is known for " + without);
    }

    private Blob put(String name, String content, BlobTargetOption... options) {
        return storage.create(BlobInfo.newBuilder(bucket, name).build(), content.getBytes(UTF_8), options);
    }

    private String text(String name, BlobSourceOption... options) {
        return new String(storage.readAllBytes(BlobId.of(bucket, name), options), UTF_8);
    }

    private List<String> names(BlobListOption... options) {
        return storage.list(bucket, options).streamAll().map(Blob::getName).toList();
    }

    private static void fails(int status, ThrowingCallable call) {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.getCode()).isEqualTo(status));
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    @Test
    void a_bucket_is_made_once_found_and_deleted_when_it_is_empty() {
        fails(409, () -> storage.create(BucketInfo.of(bucket)));
        assertThat(storage.get(bucket).getName()).isEqualTo(bucket);

        assertThat(storage.delete(bucket)).isTrue();

        assertThat(storage.get(bucket)).isNull();
        fails(404, () -> names());
        fails(404, () -> put("a", "1"));
    }

    @Test
    void a_bucket_with_objects_is_not_deleted() {
        needs(Difference.OTHER_STATUS_OF_FULL_BUCKET);
        put("a", "1");

        fails(409, () -> storage.delete(bucket));
    }

    @Test
    void what_is_put_is_read_with_its_size_hashes_and_settings() {
        Blob put = storage.create(
                BlobInfo.newBuilder(bucket, "dir/a b+ü%.txt")
                        .setContentType("text/plain")
                        .setMetadata(Map.of("k", "v"))
                        .build(),
                "hello".getBytes(UTF_8));

        Blob found = storage.get(bucket, "dir/a b+ü%.txt");

        assertThat(text("dir/a b+ü%.txt")).isEqualTo("hello");
        assertThat(found.getGeneration()).isEqualTo(put.getGeneration()).isPositive();
        assertThat(found.getSize()).isEqualTo(5);
        assertThat(found.getCrc32c()).isEqualTo("mnG7TA==");
        assertThat(found.getMd5()).isEqualTo("XUFAKrxLKna5cZ2REBfFkg==");
        assertThat(found.getContentType()).isEqualTo("text/plain");
        assertThat(found.getMetadata()).containsEntry("k", "v");
    }

    @Test
    void what_is_not_there_is_not_found() {
        assertThat(storage.get(bucket, "none")).isNull();
        assertThat(storage.delete(bucket, "none")).isFalse();
        fails(404, () -> text("none"));
    }

    @Test
    void an_object_is_made_only_where_none_is() {
        put("a", "1", IF_NONE);

        fails(412, () -> put("a", "2", IF_NONE));

        assertThat(text("a")).isEqualTo("1");
    }

    @Test
    void an_object_is_replaced_only_where_its_generation_is_the_one_named() {
        long first = put("a", "1").getGeneration();
        long second = put("a", "2", BlobTargetOption.generationMatch(first)).getGeneration();

        fails(412, () -> put("a", "3", BlobTargetOption.generationMatch(first)));

        assertThat(second).isGreaterThan(first);
        assertThat(text("a")).isEqualTo("2");
    }

    @Test
    void an_object_is_deleted_only_where_its_generation_is_the_one_named() {
        needs(Difference.NO_CONDITIONAL_DELETE);
        Blob first = put("a", "1");
        put("a", "2");

        fails(
                412,
                () -> storage.delete(BlobId.of(bucket, "a"), BlobSourceOption.generationMatch(first.getGeneration())));

        assertThat(text("a")).isEqualTo("2");
    }

    @Test
    void a_read_names_the_generation_it_wants_or_does_not() {
        needs(Difference.NO_CONDITIONAL_READ);
        long first = put("a", "1").getGeneration();
        long second = put("a", "2").getGeneration();
        BlobId live = BlobId.of(bucket, "a");

        assertThat(text("a", BlobSourceOption.generationMatch(second))).isEqualTo("2");
        fails(412, () -> text("a", BlobSourceOption.generationMatch(first)));
        fails(304, () -> text("a", BlobSourceOption.generationNotMatch(second)));
        assertThat(storage.get(live, BlobGetOption.generationNotMatch(first)).getGeneration())
                .isEqualTo(second);
        fails(404, () -> storage.readAllBytes(BlobId.of(bucket, "a", first)));
    }

    @Test
    void a_patch_raises_the_metageneration_which_is_a_condition_of_its_own() {
        needs(Difference.NO_METAGENERATION);
        Blob first = put("a", "1");
        Blob patched = storage.update(BlobInfo.newBuilder(first.getBlobId())
                .setMetadata(Map.of("k", "v"))
                .build());

        assertThat(patched.getMetageneration()).isEqualTo(2);
        assertThat(patched.getGeneration()).isEqualTo(first.getGeneration());
        assertThat(patched.getContentType()).isEqualTo("application/octet-stream");
        fails(
                412,
                () -> storage.update(
                        patched.toBuilder().setContentType("text/plain").build(),
                        BlobTargetOption.metagenerationMatch(1)));
        fails(412, () -> put("a", "2", BlobTargetOption.metagenerationMatch(1)));
        fails(412, () -> put("a", "2", BlobTargetOption.metagenerationNotMatch(2)));
        fails(412, () -> storage.delete(BlobId.of(bucket, "a"), BlobSourceOption.metagenerationNotMatch(2)));
        fails(412, () -> text("a", BlobSourceOption.metagenerationMatch(1)));
        fails(304, () -> text("a", BlobSourceOption.metagenerationNotMatch(2)));
        assertThat(storage.delete(BlobId.of(bucket, "a"), BlobSourceOption.metagenerationMatch(2)))
                .isTrue();
    }

    @Test
    void a_listing_is_in_the_order_of_bytes_by_prefix_and_in_pages() {
        for (String name : List.of("b/2", "b/1", "a", "b/10", "c", "B")) {
            put(name, name);
        }

        assertThat(names()).containsExactly("B", "a", "b/1", "b/10", "b/2", "c");
        assertThat(names(BlobListOption.prefix("b/1"), BlobListOption.pageSize(1)))
                .containsExactly("b/1", "b/10");
        assertThat(names(BlobListOption.pageSize(2))).containsExactly("B", "a", "b/1", "b/10", "b/2", "c");
        assertThat(names(BlobListOption.startOffset("b/10"), BlobListOption.endOffset("c")))
                .containsExactly("b/10", "b/2");
        assertThat(names(BlobListOption.prefix("none"))).isEmpty();
    }

    @Test
    void a_delimiter_folds_what_lies_below_also_over_pages() {
        for (String name : List.of("a/1", "a/2", "b", "c/1", "c/2/3", "d")) {
            put(name, name);
        }

        assertThat(names(BlobListOption.currentDirectory())).containsExactlyInAnyOrder("a/", "b", "c/", "d");
        assertThat(names(BlobListOption.currentDirectory(), BlobListOption.pageSize(1)))
                .containsExactlyInAnyOrder("a/", "b", "c/", "d");
        assertThat(names(BlobListOption.currentDirectory(), BlobListOption.prefix("c/")))
                .containsExactlyInAnyOrder("c/1", "c/2/");
    }

    @Test
    void a_glob_stays_within_a_folder_unless_it_is_told_otherwise() {
        needs(Difference.NO_GLOB);
        for (String name : List.of("a.jar", "a.txt", "t/b.jar", "t/u/c.jar")) {
            put(name, name);
        }

        assertThat(names(BlobListOption.matchGlob("*.jar"))).containsExactly("a.jar");
        assertThat(names(BlobListOption.matchGlob("**.jar"))).containsExactly("a.jar", "t/b.jar", "t/u/c.jar");
        assertThat(names(BlobListOption.matchGlob("t/[a-c].{jar,txt}"))).containsExactly("t/b.jar");
        assertThat(names(BlobListOption.matchGlob("?.*"))).containsExactly("a.jar", "a.txt");
    }

    @Test
    void versions_are_kept_where_the_bucket_says_so() {
        storage.update(BucketInfo.newBuilder(bucket).setVersioningEnabled(true).build());
        long first = put("a", "1").getGeneration();
        long second = put("a", "2").getGeneration();

        storage.delete(bucket, "a");

        assertThat(storage.get(bucket, "a")).isNull();
        assertThat(names()).isEmpty();
        assertThat(storage.list(bucket, BlobListOption.versions(true))
                        .streamAll()
                        .map(Blob::getGeneration))
                .containsExactly(first, second);
        assertThat(storage.readAllBytes(BlobId.of(bucket, "a", first))).isEqualTo("1".getBytes(UTF_8));
        assertThat(storage.delete(BlobId.of(bucket, "a", first))).isTrue();
        assertThat(storage.list(bucket, BlobListOption.versions(true))
                        .streamAll()
                        .map(Blob::getGeneration))
                .containsExactly(second);
    }

    @Test
    void a_range_is_read_and_a_seek_goes_on_from_there() throws IOException {
        byte[] content = bytes(300_000);
        storage.create(BlobInfo.newBuilder(bucket, "a").build(), content);

        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (ReadChannel reader = storage.reader(bucket, "a")) {
            reader.seek(100_000);
            reader.limit(200_000);
            Channels.newInputStream(reader).transferTo(read);
        }

        assertThat(read.toByteArray()).isEqualTo(Arrays.copyOfRange(content, 100_000, 200_000));
    }

    @Test
    void a_large_object_goes_up_in_pieces_and_is_seen_when_it_is_whole() throws IOException {
        byte[] content = bytes(3 * 262_144 + 17);

        try (WriteChannel writer =
                storage.writer(BlobInfo.newBuilder(bucket, "a").build())) {
            writer.setChunkSize(262_144);
            writer.write(ByteBuffer.wrap(content, 0, 2 * 262_144));
            assertThat(storage.get(bucket, "a")).isNull();
            writer.write(ByteBuffer.wrap(content, 2 * 262_144, 262_144 + 17));
        }

        assertThat(storage.readAllBytes(bucket, "a")).isEqualTo(content);
    }

    @Test
    void an_upload_in_pieces_goes_on_where_another_client_left_it() throws IOException {
        byte[] content = bytes(2 * 262_144);
        WriteChannel first = storage.writer(BlobInfo.newBuilder(bucket, "a").build());
        first.setChunkSize(262_144);
        first.write(ByteBuffer.wrap(content, 0, 262_144));

        try (WriteChannel second = first.capture().restore()) {
            second.write(ByteBuffer.wrap(content, 262_144, 262_144));
        }

        assertThat(storage.readAllBytes(bucket, "a")).isEqualTo(content);
    }

    @Test
    void an_upload_in_pieces_keeps_its_condition_to_the_end() throws IOException {
        WriteChannel writer =
                storage.writer(BlobInfo.newBuilder(bucket, "a").build(), Storage.BlobWriteOption.doesNotExist());
        writer.setChunkSize(262_144);
        writer.write(ByteBuffer.wrap(bytes(262_144 + 1)));
        put("a", "of another");

        fails(412, writer::close);

        assertThat(text("a")).isEqualTo("of another");
    }

    @Test
    void an_empty_object_is_an_object() throws IOException {
        put("empty", "");
        storage.writer(BlobInfo.newBuilder(bucket, "in-pieces").build()).close();

        assertThat(storage.readAllBytes(bucket, "empty")).isEmpty();
        assertThat(storage.readAllBytes(bucket, "in-pieces")).isEmpty();
        assertThat(storage.get(bucket, "empty").getCrc32c()).isEqualTo("AAAAAA==");
    }

    @Test
    void bytes_with_another_hash_than_the_writer_says_are_refused() throws IOException {
        WriteChannel writer = storage.writer(
                BlobInfo.newBuilder(bucket, "a").setCrc32c("AAAAAA==").build(), Storage.BlobWriteOption.crc32cMatch());
        writer.write(ByteBuffer.wrap("hello".getBytes(UTF_8)));

        fails(400, writer::close);

        assertThat(storage.get(bucket, "a")).isNull();
    }

    @Test
    void a_stream_goes_up_without_its_length() throws IOException {
        byte[] content = bytes(100_000);

        storage.createFrom(BlobInfo.newBuilder(bucket, "a").build(), InputStream.nullInputStream());
        storage.createFrom(BlobInfo.newBuilder(bucket, "a").build(), new ByteArrayInputStream(content));

        assertThat(storage.readAllBytes(bucket, "a")).isEqualTo(content);
    }

    @Test
    void composed_objects_are_one_in_order() {
        put("p1", "one ");
        put("p2", "two");

        storage.compose(Storage.ComposeRequest.newBuilder()
                .addSource("p1", "p2")
                .setTarget(BlobInfo.newBuilder(bucket, "all").build())
                .setTargetOptions(IF_NONE)
                .build());

        assertThat(text("all")).isEqualTo("one two");
    }

    @Test
    void what_is_composed_is_there() {
        needs(Difference.OTHER_STATUS_OF_MISSING_SOURCE);
        put("p1", "one ");

        fails(404, () -> storage.compose(Storage.ComposeRequest.of(bucket, List.of("p1", "none"), "all")));
    }

    @Test
    void a_composed_object_says_of_how_many_and_has_no_md5() {
        needs(Difference.COMPOSED_LIKE_OTHERS);
        put("p1", "one ");
        put("p2", "two");

        Blob made = storage.compose(Storage.ComposeRequest.of(bucket, List.of("p1", "p2"), "all"));

        assertThat(made.getComponentCount()).isEqualTo(2);
        assertThat(made.getMd5()).isNull();
        assertThat(made.getCrc32c()).isEqualTo(put("whole", "one two").getCrc32c());
    }

    @Test
    void a_copy_has_the_bytes_and_the_settings() {
        storage.create(
                BlobInfo.newBuilder(bucket, "a").setContentType("text/plain").build(), "1".getBytes(UTF_8));

        storage.copy(Storage.CopyRequest.of(bucket, "a", "copies/b")).getResult();

        assertThat(text("copies/b")).isEqualTo("1");
        assertThat(storage.get(bucket, "copies/b").getContentType()).isEqualTo("text/plain");
    }

    @Test
    void a_copy_has_the_condition_of_its_target() {
        needs(Difference.NO_CONDITIONAL_COPY);
        put("a", "1");
        put("copies/b", "2");

        fails(
                412,
                () -> storage.copy(Storage.CopyRequest.newBuilder()
                                .setSource(bucket, "a")
                                .setTarget(BlobId.of(bucket, "copies/b"), IF_NONE)
                                .build())
                        .getResult());
    }

    @Test
    void a_batch_deletes_what_is_there_and_says_what_is_not() {
        put("a", "1");
        put("b", "2");

        List<Boolean> deleted =
                storage.delete(BlobId.of(bucket, "a"), BlobId.of(bucket, "none"), BlobId.of(bucket, "b"));

        assertThat(deleted).containsExactly(true, false, true);
        assertThat(names()).isEmpty();
    }
}
