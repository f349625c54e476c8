package dev.rondo.runtime.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rondo.sdk.data.DataPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What files do in every place that can be written. */
abstract class DataPathContract {

    /** An empty place, the same within a test. */
    abstract DataPath root();

    @Test
    void what_is_written_is_found_listed_and_read() throws IOException {
        DataPath file = root().resolve("landing/a b+ü.csv");

        file.writeString("one\ntwö\n");

        assertThat(file.exists()).isTrue();
        assertThat(file.size()).isEqualTo(9);
        assertThat(file.name()).isEqualTo("a b+ü.csv");
        assertThat(file.readString()).isEqualTo("one\ntwö\n");
        assertThat(file.readAllLines()).containsExactly("one", "twö");
        assertThat(root().list()).containsExactly(file);
        assertThat(file.sha256()).isEqualTo("5c8dfefadb1a32f52ffd9de670453f647f226bf1b25ed81b02e8452a7b3ddbf5");
    }

    @Test
    void what_is_not_there_is_told_by_its_whole_name() throws IOException {
        DataPath file = root().resolve("landing/none.csv");

        assertThat(file.exists()).isFalse();
        assertThat(file.find()).isEmpty();
        assertThat(root().resolve("landing").list()).isEmpty();
        assertThat(file.delete()).isFalse();
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(file::readAllBytes)
                .withMessageContaining(file.toString());
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(file::size);
    }

    @Test
    void a_folder_is_no_file() throws IOException {
        root().resolve("a/b").writeString("x");

        assertThat(root().resolve("a").exists()).isFalse();
        assertThat(root().exists()).isFalse();
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> root().resolve("a").readAllBytes());
    }

    @Test
    void a_file_is_replaced_as_a_whole() throws IOException {
        DataPath file = root().resolve("a");
        file.writeString("a long text");

        file.writeString("x");

        assertThat(file.readString()).isEqualTo("x");
    }

    @Test
    void a_write_that_fails_half_way_has_changed_nothing() throws IOException {
        DataPath there = root().resolve("there");
        there.writeString("before");

        for (DataPath file : new DataPath[] {there, root().resolve("new")}) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> file.write(out -> {
                        out.write("half".getBytes(UTF_8));
                        throw new IOException("the disk");
                    }))
                    .withMessage("the disk");
        }

        assertThat(there.readString()).isEqualTo("before");
        assertThat(root().list()).containsExactly(there);
    }

    @Test
    void of_two_who_write_a_new_file_the_second_is_told_and_changes_nothing() throws IOException {
        DataPath file = root().resolve("models/v000001");

        assertThat(file.writeNew(out -> out.write(1))).isTrue();
        assertThat(file.writeNew(out -> out.write(2))).isFalse();

        assertThat(file.readAllBytes()).containsExactly(1);
        assertThat(root().list()).containsExactly(file);
    }

    @Test
    void a_listing_has_what_lies_below_in_order_and_nothing_beside() throws IOException {
        for (String name : new String[] {"b/2", "b/10", "a", "b/1/x", "b2/1", "c"}) {
            root().resolve(name).writeString(name);
        }

        assertThat(root().resolve("b").list())
                .containsExactly(root().resolve("b/1/x"), root().resolve("b/10"), root().resolve("b/2"));
    }

    @Test
    void what_is_deleted_is_gone() throws IOException {
        DataPath file = root().resolve("a/b");
        file.writeString("x");

        assertThat(file.delete()).isTrue();

        assertThat(file.exists()).isFalse();
        assertThat(root().list()).isEmpty();
    }

    @Test
    void a_copy_has_the_bytes_and_large_files_are_whole() throws IOException {
        byte[] large = new byte[3 << 20];
        new Random(7).nextBytes(large);
        root().resolve("large").write(large);

        root().resolve("large").copyTo(root().resolve("copies/large"));

        try (InputStream in = root().resolve("copies/large").newInputStream()) {
            assertThat(in.readAllBytes()).isEqualTo(large);
        }
        assertThat(root().resolve("copies/large").sha256())
                .isEqualTo(root().resolve("large").sha256());
    }

    @Test
    void an_empty_file_is_one() throws IOException {
        root().resolve("empty").write(new byte[0]);

        assertThat(root().resolve("empty").readString()).isEmpty();
        assertThat(root().resolve("empty").size()).isZero();
    }

    @Test
    void bytes_that_are_no_text_are_no_text() throws IOException {
        root().resolve("a").write(new byte[] {(byte) 0xff});

        assertThatExceptionOfType(CharacterCodingException.class)
                .isThrownBy(() -> root().resolve("a").readString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a/../b", "a//b", "/a", "a\nb", "a\u0000", "./a", ""})
    void a_name_that_leads_elsewhere_or_is_none_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> root().resolve(name))
                .withMessageContaining("is no name of a file")
                .satisfies(
                        e -> assertThat(String.valueOf(e.getMessage()).chars()).noneMatch(Character::isISOControl));
    }

    @Test
    void a_name_has_at_most_1024_bytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> root().resolve("ü".repeat(600)))
                .withMessageContaining("more than 1024 bytes");
    }
}
