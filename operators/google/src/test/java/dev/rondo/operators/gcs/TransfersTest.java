package dev.rondo.operators.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.sdk.internal.BodyResult;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.Buckets.Settings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files into buckets and back: whole, checked, and going on where a try before has stopped. */
class TransfersTest {

    private static final int PART = 1_000;

    @RegisterExtension
    private final GcsExtension gcs = new GcsExtension();

    @TempDir
    private Path folder;

    private Path file(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(folder.resolve(name), bytes);
    }

    private Upload upload() {
        return new Upload(gcs.buckets(), gcs.bucket(), gcs.context(), PART);
    }

    private BodyResult download(String name, Path file) throws Exception {
        return gcs.run(GcsToLocalFilesystemOperator.of(gcs.bucket(), name, file.toString()));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void a_file_goes_up_and_comes_down() throws Exception {
        Path file = file("a.csv", 50_000);
        gcs.context().template("ds", "2026-01-01");

        assertThat(gcs.run(LocalFilesystemToGcsOperator.of(file.toString(), gcs.bucket(), "{{ ds }}/a.csv")
                        .mimeType("text/csv")))
                .isEqualTo(new BodyResult.Value(List.of("gs://" + gcs.bucket() + "/2026-01-01/a.csv")));
        Path back = folder.resolve("deep/er/b.csv");
        assertThat(download("2026-01-01/a.csv", back)).isEqualTo(new BodyResult.Value(back.toString()));

        assertThat(back).hasSameBinaryContentAs(file);
        assertThat(gcs.names(gcs.bucket())).containsExactly("2026-01-01/a.csv");
    }

    @Test
    void several_files_go_into_a_folder_by_their_names() throws Exception {
        for (String name : List.of("a.csv", "b.csv", "c.txt")) {
            Path ignored = file(name, 10);
        }

        assertThat(gcs.run(LocalFilesystemToGcsOperator.of(folder + "/*.csv", gcs.bucket(), "in")))
                .isEqualTo(new BodyResult.Value(
                        List.of("gs://" + gcs.bucket() + "/in/a.csv", "gs://" + gcs.bucket() + "/in/b.csv")));
        assertThat(gcs.names(gcs.bucket())).containsExactly("in/a.csv", "in/b.csv");
    }

    @Test
    void a_packed_file_is_smaller_in_the_bucket() throws Exception {
        Path zeros = Files.write(folder.resolve("zeros"), new byte[100_000]);

        BodyResult ignored = gcs.run(LocalFilesystemToGcsOperator.of(zeros.toString(), gcs.bucket(), "zeros.gz")
                .gzip(true));

        assertThat(gcs.buckets()
                        .bucket(gcs.bucket())
                        .find("zeros.gz")
                        .orElseThrow()
                        .sizeBytes())
                .isLessThan(1_000);
    }

    @Test
    void a_file_that_is_missing_is_named() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> gcs.run(LocalFilesystemToGcsOperator.of("/not/there", gcs.bucket(), "a")))
                .withMessageContaining("there is no file /not/there");
        assertThatExceptionOfType(FileNotFoundException.class)
                .isThrownBy(() -> download("gone", folder.resolve("x")))
                .withMessage("there is no gs://" + gcs.bucket() + "/gone");
    }

    @Test
    void a_large_file_goes_up_in_parts_that_nobody_sees_afterwards() throws Exception {
        Path file = file("large", 40 * PART + 7); // more than are composed at once

        BucketObject there = upload().bring(file, "large", Settings.bytes());

        assertThat(there.sizeBytes()).isEqualTo(40 * PART + 7);
        assertThat(gcs.names(gcs.bucket())).containsExactly("large");
        BodyResult ignored = download("large", folder.resolve("back"));
        assertThat(folder.resolve("back")).hasSameBinaryContentAs(file);
    }

    @Test
    void an_object_keeps_its_old_bytes_until_the_new_ones_are_whole() throws Exception {
        BucketObject before = gcs.put("large", "old");
        Path file = file("large", 5 * PART);
        gcs.context().cancel();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> upload().bring(file, "large", Settings.bytes()))
                .withMessageContaining("the next try goes on from here");

        assertThat(gcs.buckets().bucket(gcs.bucket()).find("large")).contains(before);
    }

    @Test
    void a_try_goes_on_with_the_parts_of_the_one_before_unless_the_file_has_changed() throws Exception {
        Path file = file("large", 5 * PART);
        Crc.Hashed hashed = Crc.of(file, PART, gcs.context());
        String parts = "large.parts/5000-" + String.format("%08x", hashed.crc32c()) + "/";
        byte[] bytes = Files.readAllBytes(file);
        for (int i : List.of(0, 1, 3)) {
            Object ignored = gcs.buckets()
                    .bucket(gcs.bucket())
                    .write(parts + "000" + i, Arrays.copyOfRange(bytes, i * PART, (i + 1) * PART), 0);
        }
        gcs.put(parts + "0002", "half of a part that somebody else wrote");

        BucketObject there = upload().bring(file, "large", Settings.bytes());

        assertThat(gcs.context().logged()).contains("INFO large went up in 5 parts, of which 3 were there");
        assertThat(there.crc32c()).isEqualTo(hashed.crc32c());
        assertThat(gcs.names(gcs.bucket())).containsExactly("large");
    }

    @Test
    void what_is_there_with_the_same_bytes_is_not_written_again() throws Exception {
        Path file = file("a", 3 * PART);
        BucketObject first = upload().bring(file, "a", Settings.bytes());

        assertThat(upload().bring(file, "a", Settings.bytes())).isEqualTo(first);
    }

    @Test
    void a_download_goes_on_behind_the_bytes_that_are_there() throws Exception {
        Path file = file("sent", 50_000);
        BucketObject object = new Upload(gcs.buckets(), gcs.bucket(), gcs.context(), Upload.PART_BYTES)
                .bring(file, "a", Settings.bytes());
        byte[] half = Arrays.copyOf(Files.readAllBytes(file), 20_000);
        Files.write(folder.resolve(".a." + object.generation() + ".part"), half);
        Files.write(folder.resolve(".a.1.part"), half); // of a generation that is gone

        BodyResult ignored = download("a", folder.resolve("a"));

        assertThat(folder.resolve("a")).hasSameBinaryContentAs(file);
        assertThat(gcs.context().logged())
                .contains("INFO going on at byte 20000 of 50000 of gs://" + gcs.bucket() + "/a");
        assertThat(files()).containsExactly("a", "sent");
    }

    @Test
    void bytes_of_a_try_before_that_are_damaged_are_read_anew() throws Exception {
        Path file = file("sent", 50_000);
        BucketObject object = new Upload(gcs.buckets(), gcs.bucket(), gcs.context(), Upload.PART_BYTES)
                .bring(file, "a", Settings.bytes());
        Files.write(folder.resolve(".a." + object.generation() + ".part"), new byte[30_000]);

        BodyResult ignored = download("a", folder.resolve("a"));

        assertThat(folder.resolve("a")).hasSameBinaryContentAs(file);
    }

    @Test
    void a_file_keeps_its_old_bytes_until_the_new_ones_are_whole() throws Exception {
        gcs.put("a", "new");
        Path file = Files.writeString(folder.resolve("a"), "old");
        gcs.context().cancel();

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> download("a", file));

        assertThat(file).hasContent("old");
    }
}
