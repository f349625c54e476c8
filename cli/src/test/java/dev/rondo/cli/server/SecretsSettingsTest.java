package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cli.CommandException;
import dev.rondo.storage.secret.OutsideSettings;
import dev.rondo.storage.secret.OutsideSettings.Found;
import dev.rondo.storage.secret.SecretAccess;
import dev.rondo.storage.secret.SecretBackend;
import dev.rondo.storage.secret.SecretBackendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsSettingsTest {

    @TempDir
    private Path folder;

    private static SecretBackend refusing(SecretAccess access) {
        throw new SecretBackendException("no credentials for " + access.project());
    }

    @Test
    void none_is_named_and_the_environment_is_asked_alone() {
        OutsideSettings settings = SecretsSettings.open(Map.of("RONDO_VAR_A", "1"), SecretsSettingsTest::refusing);

        assertThat(SecretsSettings.of(Map.of())).isEmpty();
        assertThat(settings.variable("a").map(Found::value)).contains("1");
    }

    @Test
    void a_folder_is_read_with_the_prefix_that_is_said() throws IOException {
        Files.writeString(folder.resolve("ml-variables-a"), "1");
        Map<String, String> environment =
                Map.of("RONDO_SECRETS_BACKEND", "files:" + folder, "RONDO_SECRETS_PREFIX", "ml");

        assertThat(SecretsSettings.open(environment, SecretsSettingsTest::refusing)
                        .variable("a")
                        .map(Found::value))
                .contains("1");
        assertThat(SecretsSettings.of(environment).map(SecretsSettings::remembered))
                .contains(Duration.ofMinutes(5));
    }

    @Test
    void google_is_asked_for_the_project_with_the_credentials_of_buckets() {
        Map<String, String> environment =
                Map.of("RONDO_SECRETS_BACKEND", "google:my-project", "RONDO_GCS_CREDENTIALS", "/etc/sa.json");

        SecretsSettings settings = SecretsSettings.of(environment).orElseThrow();

        assertThat(settings.kind()).isInstanceOfSatisfying(SecretsSettings.Kind.AtGoogle.class, google -> {
            assertThat(google.access().project()).isEqualTo("my-project");
            assertThat(google.access().account().credentials()).isEqualTo("/etc/sa.json");
            assertThat(google.access().account().endpoint()).isEqualTo(Optional.empty());
        });
        assertThatThrownBy(() -> SecretsSettings.open(environment, SecretsSettingsTest::refusing))
                .isInstanceOf(CommandException.class)
                .hasMessage("no credentials for my-project");
    }

    @ParameterizedTest
    @CsvSource({
        "RONDO_SECRETS_BACKEND, vault:x, 'must be files:FOLDER or google:PROJECT, was ''vault:x'''",
        "RONDO_SECRETS_BACKEND, files:, must be files:FOLDER",
        "RONDO_SECRETS_BACKEND, google:a/b, must be files:FOLDER",
        "RONDO_SECRETS_BACKEND, files:/no/such, 'names /no/such, which is no folder; mount the secrets there'",
        "RONDO_SECRETS_PREFIX, a/b, must have 1 to 100 letters",
        "RONDO_SECRETS_CACHE_SECONDS, x, must be a number from 0 to 3600",
        "RONDO_SECRETS_CACHE_SECONDS, 3601, must be a number from 0 to 3600"
    })
    void what_cannot_be_read_is_refused_with_what_it_must_be(String name, String value, String message) {
        Map<String, String> environment = name.equals("RONDO_SECRETS_BACKEND")
                ? Map.of(name, value)
                : Map.of("RONDO_SECRETS_BACKEND", "google:p", name, value);

        assertThatThrownBy(() -> SecretsSettings.of(environment))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith(name)
                .hasMessageContaining(message);
        assertThat(SettingChecks.problems(environment))
                .singleElement()
                .asString()
                .contains(message);
    }
}
