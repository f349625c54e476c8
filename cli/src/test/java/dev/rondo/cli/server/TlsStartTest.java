package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.Shell;
import dev.rondo.metadata.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
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

    @Test
    void a_profile_keeps_the_authority_of_its_server() throws Exception {
        TestKeys keys = TestKeys.make(Files.createDirectory(home.resolve("keys")), "EC");
        TestKeys others = TestKeys.make(Files.createDirectory(home.resolve("others")), "EC");
        Path mine = Files.copy(keys.certificate(), home.resolve("mine.pem"));
        Path empty = Files.writeString(home.resolve("empty.pem"), "");
        Map<String, String> tls = Map.of(
                "RONDO_TLS_CERT", keys.certificate().toString(),
                "RONDO_TLS_KEY", keys.key().toString());

        try (StandaloneInTest server = StandaloneInTest.start(home, tls)) {
            // A machine that knows nothing of the home, with the file of another server in its environment.
            Shell elsewhere = new Shell(Map.of(
                    "HOME", home.resolve("me").toString(),
                    "RONDO_HOME", home.resolve("none").toString(),
                    "RONDO_TLS_CA", others.certificate().toString()));

            Shell.Result untold = login(elsewhere, server.url());
            Shell.Result none = login(
                    elsewhere,
                    server.url(),
                    "--ca-file",
                    home.resolve("none.pem").toString());
            Shell.Result wrong = login(elsewhere, server.url(), "--ca-file", empty.toString());
            Shell.Result in = login(elsewhere, server.url(), "--ca-file", mine.toString());

            assertThat(untold.code()).isEqualTo(69);
            assertThat(untold.err()).contains("`rondo login --ca-file`");
            assertThat(none.code()).isEqualTo(66);
            assertThat(none.err()).isEqualTo("rondo: --ca-file: there is no file " + home.resolve("none.pem") + "\n");
            assertThat(wrong.code()).isEqualTo(2);
            assertThat(wrong.err()).startsWith("rondo: --ca-file: " + empty + " holds no certificate");
            assertThat(in.code()).as(in.err()).isZero();
            assertThat(elsewhere.done("dags", "list")).contains("no DAGs");
            assertThat(elsewhere.done("info")).contains("healthy");
            assertThat(login(elsewhere, server.url()).code())
                    .as("signed in again")
                    .isZero();

            Files.delete(mine);
            Shell.Result gone = elsewhere.rondo("dags", "list");

            assertThat(gone.code()).isEqualTo(78);
            assertThat(gone.err())
                    .isEqualTo("rondo: profile 'default': there is no file " + mine
                            + "; sign in again with the right one: rondo login --profile default --ca-file FILE\n");
        }
    }

    private Shell.Result login(Shell shell, String url, String... more) throws IOException {
        String[] words = Stream.concat(Stream.of("login", url, "-u", "admin", "--password-stdin"), Stream.of(more))
                .toArray(String[]::new);
        return shell.given(Files.readString(home.resolve("admin-password")), words);
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
