package dev.rondo.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.storage.secret.SecretAccess;
import dev.rondo.storage.secret.SecretBackend;
import dev.rondo.storage.secret.SecretBackendException;
import dev.rondo.storage.secret.SecretProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoogleSecretsTest {

    private SecretManagerServer server;
    private SecretBackend secrets;

    @BeforeEach
    void start() throws IOException {
        server = SecretManagerServer.start();
        secrets = open(Map.of("RONDO_SECRETS_ENDPOINT", server.url()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static SecretBackend open(Map<String, String> environment) {
        return ServiceLoader.load(SecretProvider.class)
                .findFirst()
                .orElseThrow()
                .open(SecretAccess.of("p", environment));
    }

    @Test
    void a_secret_is_read_in_its_newest_version_to_the_letter() {
        server.put("rondo-variables-bucket", "gs://ümlaut\n");

        assertThat(secrets.find("rondo-variables-bucket")).contains("gs://ümlaut\n");
        assertThat(secrets.find("rondo-variables-other")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "../x", "a/b", "a b", "ü", ""})
    void what_cannot_be_the_name_of_a_secret_is_not_asked_for(String name) {
        assertThat(secrets.find(name)).isEmpty();
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void one_refusal_for_want_of_time_is_asked_again() {
        server.put("s", "v");
        server.refuse(503, 1);

        assertThat(secrets.find("s")).contains("v");
        assertThat(server.asked()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "503, cannot give the secret s now (503)",
        "429, cannot give the secret s now (429)",
        "403, refuses the secret s (403); the account that RONDO_GCS_CREDENTIALS names needs the role roles/secretmanager.secretAccessor there",
        "401, refuses the secret s (401); the account that RONDO_GCS_CREDENTIALS names needs the role roles/secretmanager.secretAccessor there",
        "400, 'has no readable newest version of the secret s (400); enable it, or add a version'"
    })
    void a_refusal_names_the_backend_and_what_to_do(int status, String message) {
        server.put("s", "v");
        server.refuse(status, 2);

        assertThatThrownBy(() -> secrets.find("s"))
                .isInstanceOf(SecretBackendException.class)
                .hasMessage("Google Secret Manager (project p) " + message);
    }

    @Test
    void one_that_is_away_is_named() {
        server.close();

        assertThatThrownBy(() -> secrets.find("s"))
                .isInstanceOf(SecretBackendException.class)
                .hasMessage("Google Secret Manager (project p) does not answer (ConnectException); is " + server.url()
                        + " reachable, and may the server sign in there?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "[]", "{}", "{\"payload\":{}}", "{\"payload\":{\"data\":\"hunter2!\"}}"})
    void what_is_no_answer_is_not_quoted(String body) {
        server.answer("s", body);

        assertThatThrownBy(() -> secrets.find("s"))
                .isInstanceOf(SecretBackendException.class)
                .hasMessage("Google Secret Manager (project p) gave no secret for s but something else; is"
                        + " RONDO_SECRETS_ENDPOINT right?")
                .hasNoCause();
    }

    @Test
    void a_secret_that_was_damaged_on_its_way_is_refused() {
        server.answer("s", "{\"payload\":{\"data\":\"dg==\",\"dataCrc32c\":\"7\"}}");

        assertThatThrownBy(() -> secrets.find("s")).hasMessageContaining("damaged");
    }

    @Test
    void a_file_that_holds_no_service_account_is_told_before_anything_is_asked(@TempDir Path folder) {
        Path none = folder.resolve("none.json");

        assertThatThrownBy(() -> open(Map.of("RONDO_GCS_CREDENTIALS", none.toString())))
                .isInstanceOf(SecretBackendException.class)
                .hasMessageStartingWith("RONDO_GCS_CREDENTIALS names " + none);
    }
}
