package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.testing.TestKeys;
import dev.rondo.webserver.tls.Tls;
import dev.rondo.webserver.tls.TlsException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page and the API by TLS, with certificates that the tests make. */
@ExtendWith(PostgresExtension.class)
class TlsTest {

    @TempDir
    private Path folder;

    private static HttpRequest request(TestWebserver web) {
        return HttpRequest.newBuilder(
                        URI.create("https://localhost:" + web.server().port() + "/auth/session"))
                .header("X-Rondo-Page", "1")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"username\":\"ann\",\"password\":\"" + TestWebserver.PASSWORD + "\"}"))
                .build();
    }

    private void signsIn(TestDatabase mine, TestKeys keys, Tls tls) throws Exception {
        try (TestWebserver web = TestWebserver.encrypted(mine, folder, tls);
                HttpClient client =
                        HttpClient.newBuilder().sslContext(keys.trusting()).build()) {
            web.addUser("ann", "viewer");

            HttpResponse<String> answer = client.send(request(web), HttpResponse.BodyHandlers.ofString());

            assertThat(web.server().scheme()).isEqualTo("https");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            assertThat(answer.headers().firstValue("strict-transport-security")).contains("max-age=31536000");
            assertThat(answer.headers().firstValue("set-cookie").orElse("")).endsWith("; SameSite=Strict; Secure");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void a_certificate_and_its_key_in_pem_are_enough(String algorithm, TestDatabase mine) throws Exception {
        TestKeys keys = TestKeys.make(folder, algorithm);

        signsIn(mine, keys, Tls.ofPem(keys.certificate(), keys.key()));
    }

    @Test
    void a_key_store_will_do(TestDatabase mine) throws Exception {
        TestKeys keys = TestKeys.make(folder, "EC");

        signsIn(mine, keys, Tls.ofKeyStore(keys.store(), TestKeys.PASSWORD));
    }

    @Test
    void who_does_not_trust_the_certificate_sends_nothing(TestDatabase mine) throws Exception {
        TestKeys keys = TestKeys.make(folder, "EC");
        TestKeys others = TestKeys.make(folder, "EC");

        try (TestWebserver web = TestWebserver.encrypted(mine, folder, Tls.ofPem(keys.certificate(), keys.key()));
                HttpClient client =
                        HttpClient.newBuilder().sslContext(others.trusting()).build()) {
            assertThatThrownBy(() -> client.send(request(web), HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void without_tls_browsers_are_not_told_to_ask_by_it(TestDatabase mine) throws Exception {
        try (TestWebserver web = new TestWebserver(mine, folder)) {
            assertThat(web.server().scheme()).isEqualTo("http");
            assertThat(web.get("/api/v2/version").response().headers().firstValue("strict-transport-security"))
                    .isEmpty();
        }
    }

    @Test
    void what_cannot_be_used_says_what_and_why() throws Exception {
        TestKeys keys = TestKeys.make(folder, "EC");
        TestKeys others = TestKeys.make(folder, "EC");
        TestKeys rsa = TestKeys.make(folder, "RSA");
        Path none = folder.resolve("none");
        Path text = Files.writeString(folder.resolve("text"), "nothing of the kind");

        wrong(() -> Tls.ofPem(keys.certificate(), others.key()), "is not that of the first certificate in");
        wrong(() -> Tls.ofPem(keys.certificate(), rsa.key()), "of another kind than the certificate, which has EC");
        wrong(() -> Tls.ofPem(keys.certificate(), text), "has no key: there must be a line");
        wrong(
                () -> Tls.ofPem(keys.certificate(), keys.keyCalled("ENCRYPTED PRIVATE KEY")),
                "change it by `openssl pkcs8 -topk8 -nocrypt`");
        wrong(() -> Tls.ofPem(keys.certificate(), none), "the key " + none + " cannot be read");
        wrong(() -> Tls.ofPem(none, keys.key()), "the certificate " + none + " cannot be read");
        wrong(() -> Tls.ofPem(text, keys.key()), "certificate");
        wrong(() -> Tls.ofKeyStore(none, "x"), "there is no key store " + none);
        wrong(() -> Tls.ofKeyStore(keys.store(), "another"), "and the password its own");
        wrong(() -> Tls.ofKeyStore(text, "x"), "it must be PKCS #12 or JKS");
    }

    private static void wrong(ThrowingCallable reading, String said) {
        assertThatThrownBy(reading).isInstanceOf(TlsException.class).hasMessageContaining(said);
    }
}
