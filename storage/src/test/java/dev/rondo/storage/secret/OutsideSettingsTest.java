package dev.rondo.storage.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.storage.secret.OutsideSettings.Found;
import dev.rondo.storage.secret.OutsideSettings.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutsideSettingsTest {

    @TempDir
    private Path temp;

    private Path folder;
    private final AtomicLong nanos = new AtomicLong();

    @BeforeEach
    void mount() throws IOException {
        folder = Files.createDirectory(temp.resolve("secrets"));
    }

    private OutsideSettings settings(Map<String, String> environment) {
        return OutsideSettings.of(
                new RememberedSecrets(new SecretFolder(folder), Duration.ofSeconds(60), nanos::get),
                "rondo",
                environment);
    }

    @Test
    void a_secret_comes_before_the_environment_and_says_where_it_is_from() throws IOException {
        Files.writeString(folder.resolve("rondo-variables-bucket"), "gs://ümlaut\r\n");
        Files.writeString(folder.resolve("rondo-connections-lake.eu"), "gcs://u:p@h");
        OutsideSettings settings = settings(Map.of(
                "RONDO_VAR_BUCKET", "b",
                "RONDO_VAR_DATA_SET", "d",
                "RONDO_CONN_LAKE_EU", "c"));

        assertThat(settings.variable("bucket"))
                .contains(new Found(Source.SECRET_BACKEND, "gs://ümlaut", "the folder of secrets " + folder));
        assertThat(settings.connection("lake.eu").map(Found::value)).contains("gcs://u:p@h");
        assertThat(settings.variable("data.set"))
                .contains(new Found(Source.ENVIRONMENT, "d", "the variable RONDO_VAR_DATA_SET of the environment"));
        assertThat(settings.variable("none")).isEmpty();
        assertThat(settings.variable("bucket").orElseThrow())
                .hasToString("Found[SECRET_BACKEND, the folder of secrets " + folder + "]");
    }

    @Test
    void one_line_feed_at_the_end_is_left_out_and_no_more() throws IOException {
        Files.writeString(folder.resolve("rondo-variables-key"), "-----BEGIN\nEND\n\n");

        assertThat(settings(Map.of()).variable("key").map(Found::value)).contains("-----BEGIN\nEND\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../../outside", "a/b", "\0", "a b"})
    void what_no_file_is_called_is_not_looked_for(String key) throws IOException {
        Files.writeString(temp.resolve("outside"), "theirs");
        Files.createDirectories(folder.resolve("rondo-variables-"));

        assertThat(settings(Map.of()).variable(key)).isEmpty();
    }

    @Test
    void a_folder_that_is_away_is_an_error_and_no_reason_to_look_elsewhere() throws IOException {
        OutsideSettings settings = settings(Map.of("RONDO_VAR_BUCKET", "b"));
        Files.delete(folder);

        assertThatThrownBy(() -> settings.variable("bucket"))
                .isInstanceOf(SecretBackendException.class)
                .hasMessage(
                        "the folder of secrets " + folder + " is not there; mount it, or change RONDO_SECRETS_BACKEND");
    }

    @Test
    void what_is_no_text_of_a_secret_is_refused_without_its_content() throws IOException {
        Files.write(folder.resolve("rondo-variables-latin"), new byte[] {'h', (byte) 0xfc});
        Files.write(folder.resolve("rondo-variables-large"), new byte[1024 * 1024 + 1]);
        Files.createDirectory(folder.resolve("rondo-variables-folder"));
        OutsideSettings settings = settings(Map.of());

        assertThatThrownBy(() -> settings.variable("latin")).hasMessageEndingWith("is not in UTF-8");
        assertThatThrownBy(() -> settings.variable("large"))
                .hasMessageEndingWith("has more than 1 MiB, which is no secret");
        assertThatThrownBy(() -> settings.variable("folder"))
                .hasMessageEndingWith("cannot be read (IOException); may the server's user read it?");
    }

    @Test
    void an_answer_is_remembered_for_its_time_also_that_there_is_none() throws IOException {
        Path file = Files.writeString(folder.resolve("rondo-variables-a"), "1");
        OutsideSettings settings = settings(Map.of());
        assertThat(settings.variable("a").map(Found::value)).contains("1");
        assertThat(settings.variable("b")).isEmpty();
        Files.writeString(file, "2");
        Files.writeString(folder.resolve("rondo-variables-b"), "3");

        nanos.addAndGet(Duration.ofSeconds(60).toNanos() - 1);
        assertThat(settings.variable("a").map(Found::value)).contains("1");
        assertThat(settings.variable("b")).isEmpty();

        nanos.incrementAndGet();
        assertThat(settings.variable("a").map(Found::value)).contains("2");
        assertThat(settings.variable("b").map(Found::value)).contains("3");
    }
}
