package dev.rondo.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketNotices;
import dev.rondo.storage.BucketNotices.Notice;
import dev.rondo.storage.server.testing.FaultyProxy;
import dev.rondo.storage.server.testing.FaultyProxy.Fault;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PubSubNoticesTest {

    private PubSubServer server;
    private FaultyProxy proxy;
    private BucketNotices notices;

    @BeforeEach
    void start() throws IOException {
        server = new PubSubServer();
        proxy = new FaultyProxy(URI.create(server.url()));
        notices = open(PubSubServer.NAME);
    }

    @AfterEach
    void stop() {
        notices.close();
        proxy.close();
        server.close();
    }

    private BucketNotices open(String subscription) throws BucketException {
        return new PubSubProvider()
                .open(subscription, BucketAccess.anonymous(proxy.uri().toString()));
    }

    @Test
    void what_was_published_is_taken_once() throws BucketException {
        server.changed("bucket", "dags/a.jar");
        server.changed("other", "b");

        assertThat(notices.take()).containsExactly(new Notice("bucket", "dags/a.jar"), new Notice("other", "b"));
        assertThat(notices.take()).isEmpty();
        assertThat(server.waiting()).isZero();
    }

    @Test
    void what_is_none_of_a_bucket_is_taken_and_not_told() throws BucketException {
        server.publish(Map.of("data", "aGVsbG8="));
        server.publish(Map.of("attributes", Map.of("bucketId", "bucket")));

        assertThat(notices.take()).isEmpty();
        assertThat(server.waiting()).isZero();
    }

    @Test
    void many_are_taken_by_hundreds() throws BucketException {
        for (int i = 0; i < 130; i++) {
            server.changed("bucket", "dags/" + i);
        }

        assertThat(notices.take()).hasSize(100);
        assertThat(notices.take()).hasSize(30);
    }

    @ParameterizedTest
    @CsvSource({
        "LOST, UNREACHABLE, does not answer",
        "TOO_MANY, UNREACHABLE, (429)",
        "UNAVAILABLE, UNREACHABLE, (503)",
        "FORBIDDEN, FORBIDDEN, roles/pubsub.subscriber",
        "HALF, UNREACHABLE, projects/p/subscriptions/dags"
    })
    void what_fails_is_told_and_comes_again(Fault fault, Kind kind, String why) throws BucketException {
        server.changed("bucket", "a");
        proxy.next(fault);

        assertThatExceptionOfType(BucketException.class)
                .isThrownBy(notices::take)
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));

        assertThat(notices.take()).containsExactly(new Notice("bucket", "a"));
    }

    @Test
    void a_notice_whose_receipt_is_lost_comes_twice() throws BucketException {
        server.changed("bucket", "a");
        proxy.next(Fault.NONE, Fault.LOST);
        assertThatExceptionOfType(BucketException.class).isThrownBy(notices::take);

        assertThat(notices.take()).containsExactly(new Notice("bucket", "a"));
    }

    @Test
    void a_subscription_that_is_not_there_is_told() throws BucketException {
        try (BucketNotices none = open("projects/p/subscriptions/none")) {
            assertThatExceptionOfType(BucketException.class)
                    .isThrownBy(none::take)
                    .withMessage("the subscription projects/p/subscriptions/none is not there (404)");
        }
    }
}
