package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.testing.Shell;
import dev.rondo.metadata.testing.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsSettingsTest {

    @TempDir
    private Path folder;

    @Test
    void plain_http_where_nobody_says_otherwise() {
        assertThat(TlsSettings.of(Map.of())).isEmpty();
        assertThat(TlsSettings.of(Map.of("RONDO_TLS_CERT", " ", "RONDO_TLS_KEY", "")))
                .isEmpty();
    }

    @Test
    void a_certificate_with_its_key_or_a_key_store_with_its_password() throws Exception {
        TestKeys keys = TestKeys.make(folder, "EC");
        Path password = Files.writeString(folder.resolve("password"), TestKeys.PASSWORD + "\n");

        assertThat(TlsSettings.of(Map.of(
                        "RONDO_TLS_CERT", keys.certificate().toString(),
                        "RONDO_TLS_KEY", keys.key().toString())))
                .isPresent();
        assertThat(TlsSettings.of(Map.of(
                        "RONDO_TLS_KEYSTORE",
                        keys.store().toString(),
                        "RONDO_TLS_KEYSTORE_PASSWORD",
                        TestKeys.PASSWORD)))
                .isPresent();
        assertThat(TlsSettings.of(Map.of(
                        "RONDO_TLS_KEYSTORE", keys.store().toString(),
                        "RONDO_TLS_KEYSTORE_PASSWORD_FILE", password.toString())))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "RONDO_TLS_CERT=a, RONDO_TLS_CERT and RONDO_TLS_KEY belong together; RONDO_TLS_KEY is not set",
        "RONDO_TLS_KEY=a, RONDO_TLS_CERT and RONDO_TLS_KEY belong together; RONDO_TLS_CERT is not set",
        "RONDO_TLS_CERT=a RONDO_TLS_KEY=b RONDO_TLS_KEYSTORE=c, 'set RONDO_TLS_KEYSTORE, or'",
        "RONDO_TLS_KEYSTORE=c, RONDO_TLS_KEYSTORE needs its password",
        "RONDO_TLS_KEYSTORE=c RONDO_TLS_KEYSTORE_PASSWORD_FILE=/none, cannot read the key store's password from /none",
        "RONDO_TLS_KEYSTORE=/none RONDO_TLS_KEYSTORE_PASSWORD=x, there is no key store /none"
    })
    void what_is_wrong_is_said_by_its_setting(String said, String why) {
        assertThatThrownBy(() -> TlsSettings.of(environment(said)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(why);
    }

    private static Map<String, String> environment(String said) {
        return Pattern.compile(" ")
                .splitAsStream(said)
                .map(each -> each.split("=", /* limit= */ 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    @Test
    void lint_tells_it_before_a_server_starts() {
        Shell.Result lint =
                new Shell(Map.of("RONDO_HOME", folder.toString(), "RONDO_TLS_KEY", "a")).rondo("config", "lint");

        assertThat(lint.code()).isNotZero();
        assertThat(lint.out() + lint.err()).contains("RONDO_TLS_CERT and RONDO_TLS_KEY belong together");
    }
}
