package dev.rondo.runtime.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.sdk.data.DataPath;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.testing.MemoryBucket;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class BucketPlaceTest extends DataPathContract {

    private final MemoryBucket bucket = new MemoryBucket();
    private int opened;
    private int closed;
    private final BucketPlace<BucketObject> place = new BucketPlace<>("gs://bucket/", () -> {
        opened++;
        return new BucketPlace.Opened<>(bucket, () -> closed++);
    });

    @Override
    DataPath root() {
        return new PlacedPath(place, "data");
    }

    @Test
    void a_file_is_the_object_of_its_name() throws IOException {
        DataPath file = root().resolve("a/b.txt");

        file.writeString("x");

        assertThat(bucket.find("data/a/b.txt")).isPresent();
        assertThat(file).hasToString("gs://bucket/data/a/b.txt");
    }

    @Test
    void what_consoles_make_for_an_empty_folder_is_no_file() throws IOException {
        bucket.put("data/folder/", new byte[0]);

        assertThat(root().list()).isEmpty();
    }

    @Test
    void the_bucket_is_opened_once_when_it_is_asked_and_closed_with_the_place() throws IOException {
        DataPath file = root().resolve("a");
        assertThat(opened).isZero();

        file.writeString("x");
        assertThat(file.readString()).isEqualTo("x");
        place.close();

        assertThat(opened).isEqualTo(1);
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void errors_are_those_of_files_and_name_the_object() throws IOException {
        DataPath file = root().resolve("a");
        file.writeString("x");

        bucket.failWith(Kind.FORBIDDEN);
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(file::readString)
                .withMessageContaining("gs://bucket/data/a");
        bucket.failWith(Kind.MISSING);
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> file.writeString("y"));
        bucket.failWith(Kind.UNREACHABLE);
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(file::delete)
                .withMessageContaining("as the test wants it");
    }

    @Test
    void half_of_an_object_is_an_error() throws IOException {
        DataPath file = root().resolve("a");
        file.writeString("whole");
        bucket.damage();

        assertThatExceptionOfType(IOException.class).isThrownBy(file::readString);
    }

    @Test
    void an_object_that_somebody_replaces_meanwhile_is_replaced_by_the_last_word() throws IOException {
        DataPath file = root().resolve("a");
        file.writeString("before");

        file.write(out -> {
            bucket.put("data/a", "theirs".getBytes(UTF_8));
            out.write("ours".getBytes(UTF_8));
        });

        assertThat(file.readString()).isEqualTo("ours");
    }
}
