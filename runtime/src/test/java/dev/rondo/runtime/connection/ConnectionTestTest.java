package dev.rondo.runtime.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rondo.sdk.Connection;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionTestTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer web;
    private int answer = 200;
    private String said = "";

    @BeforeEach
    void open() throws IOException {
        web = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        web.createContext("/", this::answer);
        web.start();
    }

    @AfterEach
    void close() {
        web.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " "
                + exchange.getRequestHeaders().getFirst("X-Key") + " " + body);
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private int port() {
        return web.getAddress().getPort();
    }

    private Tested test(Connection connection) throws InterruptedException {
        return test(connection, Map.of());
    }

    private static Tested test(Connection connection, Map<String, String> environment) throws InterruptedException {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        return new ConnectionTest(environment, InstantSource.fixed(now)).run(connection);
    }

    private static Connection of(String type, @Nullable String host, @Nullable Integer port, String extra) {
        return new Connection("c", type, host, null, null, port, null, extra);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void a_web_server_is_asked_with_the_sign_in_and_the_headers_of_the_connection() throws Exception {
        Tested tested = test(new Connection(
                "c", "http", "127.0.0.1", "ann", "hunter2", port(), null, "{\"X-Key\":\"k\",\"timeout\":\"5\"}"));

        assertThat(tested).isEqualTo(new Tested(true, "GET http://127.0.0.1:" + port() + " was answered with 200"));
        String basic = Base64.getEncoder().encodeToString("ann:hunter2".getBytes(StandardCharsets.UTF_8));
        assertThat(asked).containsExactly("GET / Basic " + basic + " k ");
    }

    @ParameterizedTest
    @CsvSource({"204,true", "401,false", "500,false"})
    void the_status_of_a_web_server_decides(int status, boolean passes) throws Exception {
        answer = status;

        Tested tested = test(of("http", "http://127.0.0.1:" + port() + "/deep", null, "{}"));

        assertThat(tested)
                .isEqualTo(new Tested(passes, "GET http://127.0.0.1:" + port() + "/deep was answered with " + status));
    }

    @Test
    void a_web_server_that_is_not_there_is_a_finding() throws Exception {
        int port = closedPort();

        assertThat(test(of("http", "127.0.0.1", port, "{}")))
                .satisfies(tested -> assertThat(tested.passed()).isFalse())
                .extracting(Tested::message)
                .asString()
                .startsWith("GET http://127.0.0.1:" + port + " failed: ");
        assertThat(test(of("https", null, null, "{}")).message())
                .isEqualTo(
                        "no URL can be made of it: it has no host; give a host such as https://example.com, or a host"
                                + " and the protocol as the schema");
        assertThat(test(of("http", "two words", null, "{}")).message()).startsWith("no URL can be made of it: ");
    }

    @Test
    void of_other_types_the_port_is_looked_at_and_that_nobody_signed_in_is_said() throws Exception {
        int closed = closedPort();

        assertThat(test(of("redis", "127.0.0.1", port(), "{}")))
                .isEqualTo(new Tested(
                        true,
                        "127.0.0.1:" + port() + " takes connections; type 'redis' has no test of its own, so nobody has"
                                + " signed in"));
        assertThat(test(of("ssh", "127.0.0.1", closed, "{}")).message())
                .startsWith("127.0.0.1:" + closed + " cannot be reached: ");
        assertThat(test(of("ssh", "no-such-host.invalid", 22, "{}")))
                .isEqualTo(new Tested(
                        false, "no-such-host.invalid:22 cannot be reached: no address is known for this host"));
        assertThat(test(of("snowflake", null, null, "{}")))
                .isEqualTo(new Tested(
                        false,
                        "connections of type 'snowflake' cannot be tested here: without host and port there is nothing to"
                                + " reach; run a task that uses it"));
    }

    @Test
    void a_database_without_its_driver_is_told_which_jar_is_missing_and_whether_the_port_answers() throws Exception {
        Connection mart = new Connection("c", "mysql", "127.0.0.1", "u", "p", port(), "sales", "{}");

        assertThat(test(mart))
                .isEqualTo(new Tested(
                        false,
                        "the worker has no JDBC driver for jdbc:mysql://127.0.0.1:" + port()
                                + "/sales: put its jar into" + " lib of the worker's RONDO_HOME; 127.0.0.1:" + port()
                                + " itself takes connections"));
    }

    @Test
    void a_mail_server_greets() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            Thread greeting = Thread.ofVirtual().start(() -> greet(server, "220 mail.example.com ready"));

            Tested tested = test(of("smtp", "127.0.0.1", server.getLocalPort(), "{}"));

            assertThat(tested)
                    .isEqualTo(new Tested(
                            true,
                            "127.0.0.1:" + server.getLocalPort()
                                    + " greets as a mail server: 220 mail.example.com ready; nobody has signed in"));
            greeting.join();
        }
    }

    @Test
    void what_does_not_greet_as_a_mail_server_is_none() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            Thread greeting = Thread.ofVirtual().start(() -> greet(server, "SSH-2.0-OpenSSH"));

            assertThat(test(of("smtp", "127.0.0.1", server.getLocalPort(), "{}"))
                            .message())
                    .endsWith(" does not greet as a mail server does, but with: SSH-2.0-OpenSSH");
            greeting.join();
        }
    }

    private static void greet(ServerSocket server, String words) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write((words + "\r\n").getBytes(StandardCharsets.US_ASCII));
            var ignored = socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private JsonObject keyOf(KeyPair pair) {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        return JsonObject.of(Map.of(
                "type", new JsonString("service_account"),
                "client_email", new JsonString("robot@project.iam.example.com"),
                "token_uri", new JsonString("http://127.0.0.1:" + port() + "/token"),
                "private_key", new JsonString(pem)));
    }

    @Test
    void google_gives_a_token_for_the_key_of_a_service_account() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        String extra = JsonObject.of(Map.of("keyfile_dict", keyOf(pair))).toJson();
        said = "{\"access_token\":\"t\"}";

        Tested tested = test(of("google_cloud_platform", null, null, extra));

        assertThat(tested)
                .isEqualTo(new Tested(true, "a token for robot@project.iam.example.com was given by 127.0.0.1"));
        String assertion = asked.getFirst().substring(asked.getFirst().indexOf("assertion=") + 10);
        String[] parts = assertion.split("\\.");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(pair.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .contains("\"iat\":1767225600", "\"iss\":\"robot@project.iam.example.com\"");
    }

    @Test
    void a_token_that_google_refuses_or_a_key_that_is_not_whole_is_a_finding() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        answer = 400;
        said = "{\"error\":\"invalid_grant\"}";

        String refused = test(of(
                        "google_cloud_platform",
                        null,
                        null,
                        JsonObject.of(Map.of(
                                        "keyfile_dict",
                                        new JsonString(keyOf(pair).toJson())))
                                .toJson()))
                .message();
        String broken = test(of(
                        "google_cloud_platform",
                        null,
                        null,
                        "{\"keyfile_dict\":{\"type\":\"service_account\",\"private_key\":\"hunter2\"}}"))
                .message();

        assertThat(refused).isEqualTo("127.0.0.1 gave no token, but 400: {\"error\":\"invalid_grant\"}");
        assertThat(broken)
                .startsWith("the key in keyfile_dict is not whole: it needs client_email")
                .doesNotContain("hunter2");
    }

    @Test
    void without_a_key_the_machine_is_asked() throws Exception {
        said = "{\"access_token\":\"t\"}";
        Map<String, String> machine = Map.of("GCE_METADATA_HOST", "127.0.0.1:" + port());
        Map<String, String> none = Map.of("GCE_METADATA_HOST", "127.0.0.1:" + closedPort());

        assertThat(test(of("google_cloud_platform", null, null, "{}"), machine))
                .isEqualTo(new Tested(true, "a token for the account of the worker's machine was given by 127.0.0.1"));
        assertThat(test(of("google_cloud_platform", null, null, "{}"), none).message())
                .startsWith("the extra has no key (keyfile_dict, key_path), and the worker's machine gives none: ");
    }
}
