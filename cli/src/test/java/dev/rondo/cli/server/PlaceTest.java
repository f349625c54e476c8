package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.cli.CommandException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {

    private static Place of(String text) {
        return Place.of("--storage", text, Map.of());
    }

    @Test
    void a_path_and_a_file_url_name_a_folder() {
        assertThat(of("/srv/rondo")).isEqualTo(new Place.Folder(Path.of("/srv/rondo")));
        assertThat(of("/srv/./rondo/")).isEqualTo(new Place.Folder(Path.of("/srv/rondo")));
        assertThat(of("file:/srv/rondo")).isEqualTo(new Place.Folder(Path.of("/srv/rondo")));
        assertThat(of("file:///srv/my%20rondo")).isEqualTo(new Place.Folder(Path.of("/srv/my rondo")));
        assertThat(of("rondo")).isEqualTo(new Place.Folder(Path.of("rondo").toAbsolutePath()));
    }

    @Test
    void a_gs_url_names_a_place_in_a_bucket() {
        assertThat(of("gs://bucket/kept")).hasToString("gs://bucket/kept").isInstanceOf(Place.InBucket.class);
        assertThat(of("gs://bucket")).hasToString("gs://bucket");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:rondo", "file://host/rondo", "gs:bucket", "gs://B", "s3://bucket/kept", "https://x/y"})
    void what_is_no_place_is_told_with_the_option(String text) {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> of(text))
                .withMessageStartingWith("--storage: '" + text + "'");
    }
}
