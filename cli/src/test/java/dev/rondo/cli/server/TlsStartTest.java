package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.Shell;
import dev.rondo.metadata.testing.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standalone that speaks TLS with a certificate that no public authority signed, and commands that ask it. */
class TlsStartTest {

    @TempDir
    private Path home;

    @Test
    void commands_reach_it_that_are_told_its_authority_and_others_are_told_how() throws Exception {
        TestKeys keys = TestKeys.make(Files.createDirectory(home.resolve("keys")), "EC");
        TestKeys others = TestKeys.make(Files.createDirectory(home.resolve("others")), "EC");
        Path none = home.resolve("none.pem");
        Path empty = Files.writeString(home.resolve("empty.pem"), "");
        Map<String, String> tls = Map.of(
                "RONDO_TLS_CERT", keys.certificate().toString(),
                "RONDO_TLS_KEY", keys.key().toString());

        try (StandaloneInTest server = StandaloneInTest.start(home, tls)) {
            Shell.Result trusted = dags(keys.certificate());
            Shell.Result wrong = dags(others.certificate());
            Shell.Result jdk = shell(Map.of()).rondo("dags", "list");

            assertThat(server.url()).startsWith("https://127.0.0.1:");
            assertThat(trusted.code()).as(trusted.err()).isZero();
            assertThat(wrong.code()).isEqualTo(69);
            assertThat(wrong.err())
                    .startsWith("rondo: no TLS with the server at " + server.url() + " (")
                    .contains("name that authority's file in RONDO_TLS_CA")
                    .hasLineCount(1);
            assertThat(jdk.err()).contains("name that authority's file in RONDO_TLS_CA");
            assertThat(dags(none).err()).isEqualTo("rondo: RONDO_TLS_CA: there is no file " + none + "\n");
            assertThat(dags(none).code()).isEqualTo(78);
            assertThat(dags(empty).err()).startsWith("rondo: RONDO_TLS_CA: " + empty + " holds no certificate");
            Shell.Result info =
                    shell(Map.of("RONDO_TLS_CA", keys.certificate().toString())).rondo("info");
            assertThat(info.out()).contains("healthy");
        }
    }

    private Shell.Result dags(Path authority) {
        return shell(Map.of("RONDO_TLS_CA", authority.toString())).rondo("dags", "list");
    }

    private Shell shell(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("RONDO_HOME", home.toString());
        return new Shell(environment);
    }
}
