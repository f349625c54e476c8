package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.cli.CommandException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataPlaceTest {

    @TempDir
    private Path home;

    private DataPlace of(Map<String, String> settings) {
        return DataPlace.of(withHome(settings));
    }

    private Map<String, String> withHome(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("RONDO_HOME", home.toString());
        return environment;
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/data, /srv/data",
        "file:/srv/data/, /srv/data",
        "gs://bucket/data, gs://bucket/data",
        "s3://bucket, s3://bucket",
        "s3://my.bucket-1/team/data/, s3://my.bucket-1/team/data",
        "s3://bucket/a b/ü, s3://bucket/a b/ü"
    })
    void it_is_what_the_setting_names(String named, String place) {
        assertThat(of(Map.of("RONDO_DATA", named)).place()).isEqualTo(place);
    }

    @Test
    void without_the_setting_it_is_beside_a_bucket_of_jars_or_in_the_home() {
        assertThat(of(Map.of("RONDO_STORAGE", "gs://bucket/kept", "RONDO_GCS_ENDPOINT", "http://127.0.0.1:1"))
                        .hostOptions())
                .containsExactly("-Drondo.data=gs://bucket/kept/data", "-Drondo.data.endpoint=http://127.0.0.1:1");
        assertThat(of(Map.of("RONDO_STORAGE", "/srv/kept")).hostOptions())
                .containsExactly("-Drondo.data=" + home.resolve("data"));
    }

    @Test
    void a_place_in_amazons_bucket_is_told_to_hosts_without_googles_server() {
        assertThat(of(Map.of("RONDO_DATA", "s3://bucket/data", "RONDO_GCS_ENDPOINT", "http://127.0.0.1:1"))
                        .hostOptions())
                .containsExactly("-Drondo.data=s3://bucket/data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3:bucket",
                "s3://",
                "s3://B",
                "s3://a_b/x",
                "s3://bucket//x",
                "s3://bucket/../x",
                "s3://bucket/."
            })
    void what_is_no_place_in_a_bucket_is_told_and_by_the_doctor_too(String text) {
        Map<String, String> environment = Map.of("RONDO_DATA", text);
        String said =
                "RONDO_DATA: '" + text + "' is no place in a bucket; write it as s3://bucket or s3://bucket/folder";

        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> of(environment))
                .withMessage(said);
        assertThat(SettingChecks.problems(environment)).containsExactly(said);
    }
}
