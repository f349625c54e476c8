package dev.rondo.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TryDataTest {

    @TempDir
    private Path folder;

    private TryData at(String place) {
        return new TryData(new DataRoot(place, Map.of(), pause -> {}), id -> Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "gs://bucket/data, landing/a.csv, gs://bucket/data/landing/a.csv",
        "gs://bucket, a, gs://bucket/a",
        "s3://bucket/data, a/b, s3://bucket/data/a/b",
        "/srv/data, S3://other/x, s3://other/x",
        "/srv/data, a/b, /srv/data/a/b",
        "/srv/data, a/, /srv/data/a",
        "/srv/data, '', /srv/data",
        "gs://bucket/data, /tmp/x, /tmp/x",
        "/srv/data, gs://other/x/, gs://other/x",
        "/srv/data, file:/tmp/a%20b, /tmp/a b",
        "/srv/data, https://host:8080/x.csv?a=b, https://host:8080/x.csv?a=b",
        "/srv/data, scheduled__2026-01-01T00:00:00+00:00, /srv/data/scheduled__2026-01-01T00:00:00+00:00"
    })
    void a_name_is_below_the_data_place_and_a_whole_one_where_it_says(String place, String name, String shown) {
        assertThat(at(place).path(name)).hasToString(shown);
        assertThat(at(place).path(at(place).path(name).toString()))
                .as("can be given to another task")
                .hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/x",
                "gs:///x",
                "s3:///x",
                "s3://bucket//a",
                "gs://bucket/../x",
                "gs://bucket/a//b",
                "/a/../b",
                "../x",
                "http://"
            })
    void what_is_no_name_is_refused_with_what_to_write(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> at("/srv/data").path(name))
                .withMessageContaining(name);
    }

    @Test
    void a_connection_that_is_named_must_be_there() {
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> at("/srv/data").path("gs://bucket/x", "mine"))
                .withMessageContaining("no connection 'mine'");
    }

    @Test
    void an_installation_that_names_no_place_says_how_to() {
        assertThatIllegalArgumentException().isThrownBy(() -> at("").path("x")).withMessageContaining("RONDO_DATA");
    }

    @Test
    void the_same_place_is_opened_once() throws IOException {
        TryData data = at(folder.toString());

        data.path("a").writeString("x");

        assertThat(data.path("a")).isEqualTo(data.path(folder.resolve("a").toString()));
        assertThat(data.path("a").readString()).isEqualTo("x");
    }
}
