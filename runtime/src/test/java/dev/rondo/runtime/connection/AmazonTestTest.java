package dev.rondo.runtime.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.Connection;
import dev.rondo.storage.s3.testing.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections of type {@code aws}, tried with Amazon's client against a server that speaks as S3 does. */
class AmazonTestTest {

    private static final String SECRET = "secret-of-the-key";

    private S3Server server;

    @BeforeEach
    void start() throws IOException {
        server = new S3Server();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Tested test(@Nullable String key, String extra) throws InterruptedException {
        Connection connection =
                new Connection("mine", "aws", null, key, key == null ? null : SECRET, null, null, extra);
        Tested tested = new ConnectionTest(Map.of(), InstantSource.system()).run(connection);
        assertThat(tested.message()).doesNotContain(SECRET, "secret-of-role", "token-of-the-role");
        return tested;
    }

    private String endpoint() {
        return "\"endpoint_url\": \"" + server.uri() + "\"";
    }

    private static String bucket(String name) {
        return ", \"service_config\": {\"s3\": {\"bucket_name\": \"" + name + "\"}}";
    }

    @Test
    void the_bucket_that_is_named_is_listed() throws Exception {
        server.makeBucket("data");

        Tested tested = test(S3Server.KEY, "{" + endpoint() + bucket("data") + "}");

        assertThat(tested).isEqualTo(new Tested(true, "s3://data can be listed"));
        assertThat(server.asked()).containsExactly("GET /data " + S3Server.KEY);
    }

    @Test
    void a_server_of_buckets_is_asked_which_it_has() throws Exception {
        server.makeBucket("one");
        server.makeBucket("two");

        assertThat(test(S3Server.KEY, "{" + endpoint() + "}"))
                .isEqualTo(new Tested(true, server.uri() + " knows the key; buckets it may list: 2"));
    }

    @Test
    void amazon_itself_is_asked_who_asks_and_the_role_is_who_it_is() throws Exception {
        String extra = """
                {"region_name": "eu-central-1", "role_arn": "%s", "service_config": {"sts": {"endpoint_url": "%s"}}}
                """.formatted(S3Server.ROLE, server.uri());

        assertThat(test(S3Server.KEY, extra))
                .isEqualTo(new Tested(true, "Amazon knows the key, as that of " + S3Server.ROLE));
    }

    @Test
    void a_key_that_is_none_is_told_and_asked_for_once() throws Exception {
        server.makeBucket("data");
        String sts = """
                {"region_name": "eu-central-1", "role_arn": "%s", "service_config": {"sts": {"endpoint_url": "%s"}}}
                """.formatted(S3Server.ROLE, server.uri());

        assertThat(test("AKIAOTHER", "{" + endpoint() + bucket("data") + "}"))
                .isEqualTo(new Tested(
                        false,
                        "cannot list s3://data: 403 InvalidAccessKeyId: The AWS Access Key Id you provided does not"
                                + " exist"));
        assertThat(test("AKIAOTHER", sts).message())
                .startsWith("cannot ask Amazon who asks: 403 AccessDenied: not authorized to perform: sts:AssumeRole");
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void who_may_not_list_buckets_is_told_to_name_one() throws Exception {
        String role = """
                {"role_arn": "%s", "service_config": {"s3": {"endpoint_url": "%s"}, "sts": {"endpoint_url": "%s"}}}
                """.formatted(S3Server.ROLE, server.uri(), server.uri());

        assertThat(test(S3Server.KEY, role))
                .isEqualTo(new Tested(
                        false,
                        "cannot list the buckets of " + server.uri() + ": 403 AccessDenied: Access Denied; name a"
                                + " bucket to have it listed: service_config {\"s3\": {\"bucket_name\": \"…\"}}"));
        assertThat(test(null, "{" + endpoint() + ", \"config_kwargs\": {\"signature_version\": \"unsigned\"}}")
                        .message())
                .startsWith("it asks without a key (signature_version unsigned); name a bucket");
    }

    @Test
    void a_bucket_that_is_not_there_or_may_not_be_listed_is_told() throws Exception {
        server.makeBucket("closed");
        String unsigned = ", \"config_kwargs\": {\"signature_version\": \"unsigned\"}";

        assertThat(test(S3Server.KEY, "{" + endpoint() + bucket("none") + "}"))
                .isEqualTo(new Tested(
                        false, "cannot list s3://none: 404 NoSuchBucket: The specified bucket does not exist"));
        assertThat(test(null, "{" + endpoint() + bucket("closed") + unsigned + "}"))
                .isEqualTo(new Tested(false, "cannot list s3://closed: 403 AccessDenied: Access Denied"));
    }

    @Test
    void a_host_that_is_not_known_and_a_port_that_is_closed_are_told() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }

        assertThat(test(S3Server.KEY, "{\"endpoint_url\": \"http://no-such-host.invalid\"}"))
                .isEqualTo(new Tested(
                        false,
                        "cannot list the buckets of http://no-such-host.invalid: no address is known for the host"
                                + " no-such-host.invalid"));
        assertThat(test(S3Server.KEY, "{\"endpoint_url\": \"http://127.0.0.1:" + closed + "\"}")
                        .message())
                .startsWith("cannot list the buckets of http://127.0.0.1:" + closed + ": ")
                .contains("Connection refused");
    }

    @Test
    void what_the_connection_says_and_cannot_be_is_told() throws Exception {
        assertThat(test(S3Server.KEY, "{\"endpoint_url\": \"minio:9000\"}"))
                .isEqualTo(new Tested(
                        false,
                        "connection 'mine': endpoint_url 'minio:9000' is no address; write it as https://HOST:PORT"));
        assertThat(test(null, "{" + endpoint() + ", \"profile_name\": \"no-such-profile\"}")
                        .message())
                .contains("no-such-profile");
    }
}
