package dev.rondo.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.amazon.AmazonAccess;
import dev.rondo.storage.amazon.AmazonAccess.Identity;
import dev.rondo.storage.amazon.AmazonBucket;
import dev.rondo.storage.s3.testing.S3Server;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3SignInTest {

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private AmazonAccess acting(String role, String key) {
        String uri = server.server().uri().toString();
        return new AmazonAccess(
                new Identity.Key(key, "secret-of-the-key", Optional.empty()),
                Optional.of("eu-central-1"),
                Optional.of(uri),
                Optional.of(new AmazonAccess.Role(role, "rondo", Optional.of("ext"), Optional.of(uri))));
    }

    @Test
    void a_role_is_assumed_with_the_key_and_asks_from_then_on() throws IOException {
        String name = server.newBucket();

        try (AmazonBucket bucket = TestServer.open(name, acting(S3Server.ROLE, S3Server.KEY))) {
            assertThat(bucket.list("")).isEmpty();
            assertThat(bucket.list("")).isEmpty();
        }

        assertThat(server.server().asked())
                .containsExactly(
                        "POST / " + S3Server.KEY, "GET /" + name + " ASIAROLEKEY", "GET /" + name + " ASIAROLEKEY");
    }

    @Test
    void a_role_that_is_not_given_is_told() throws IOException {
        try (AmazonBucket bucket =
                TestServer.open(server.newBucket(), acting("arn:aws:iam::1:role/other", S3Server.KEY))) {
            assertThatExceptionOfType(BucketException.class)
                    .isThrownBy(() -> bucket.list(""))
                    .withMessageContaining("not authorized to perform: sts:AssumeRole")
                    .withMessageNotContaining("secret-of-the-key")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN));
        }
    }

    @Test
    void a_key_that_is_none_is_told_without_its_secret() throws IOException {
        Identity.Key key = new Identity.Key("AKIAOTHER", "secret-of-the-key", Optional.empty());
        assertThat(key.toString()).doesNotContain("secret-of-the-key", "AKIAOTHER");

        try (AmazonBucket bucket = TestServer.open(
                server.newBucket(), TestServer.access(server.server().uri(), key))) {
            assertThatExceptionOfType(BucketException.class)
                    .isThrownBy(() -> bucket.find("a"))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN));
            assertThatExceptionOfType(BucketException.class)
                    .isThrownBy(() -> bucket.list(""))
                    .withMessageContaining("403 InvalidAccessKeyId")
                    .withMessageNotContaining("secret-of-the-key");
        }
    }

    @Test
    void what_is_public_needs_no_key() throws IOException {
        server.server().makeBucket("public-data");

        try (AmazonBucket bucket =
                TestServer.open("public-data", TestServer.access(server.server().uri(), new Identity.Anonymous()))) {
            assertThat(bucket.list("")).isEmpty();
        }

        assertThat(server.server().asked()).containsExactly("GET /public-data ");
    }

    @Test
    void a_profile_that_is_not_there_is_told() throws IOException {
        try (AmazonBucket bucket = TestServer.open(
                server.newBucket(),
                TestServer.access(server.server().uri(), new Identity.Profile("no-such-profile")))) {
            assertThatExceptionOfType(BucketException.class)
                    .isThrownBy(() -> bucket.list(""))
                    .withMessageContaining("no-such-profile")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN));
        }
    }
}
