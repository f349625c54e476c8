package dev.rondo.scheduler.dagprocessor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketNotices;
import dev.rondo.storage.BucketUri;
import dev.rondo.storage.testing.MemoryBucket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NoticeWatchTest {

    private static final String PLACE = "gs://bucket/dags";

    private final MemoryBucket bucket = new MemoryBucket();
    private final Queue<List<BucketNotices.Notice>> published = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private long now;
    private boolean away;
    private final BucketBundle bundle = new BucketBundle(PLACE, BucketUri.parse(PLACE), bucket, () -> now);
    private final NoticeWatch watch = new NoticeWatch(
            new BucketNotices() {
                @Override
                public List<Notice> take() throws BucketException {
                    if (away) {
                        throw new BucketException(Kind.UNREACHABLE, "as the test wants it", null);
                    }
                    List<Notice> next = published.poll();
                    return next == null ? List.of() : next;
                }

                @Override
                public void close() {}
            },
            List.of(bundle),
            pauses::add);

    @AfterEach
    void close() {
        bundle.close();
    }

    private void publish(String bucketName, String object) throws InterruptedException {
        published.add(List.of(new BucketNotices.Notice(bucketName, object)));
        assertThat(watch.look()).isTrue();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private List<String> listed() {
        return bundle.list().files().stream().map(DagBundle.Found::name).toList();
    }

    @Test
    void what_a_notice_says_is_listed_at_once() throws Exception {
        bucket.put("dags/a.jar", "a".getBytes(UTF_8));
        assertThat(listed()).containsExactly("a.jar");
        pass(Duration.ofMillis(300));
        bucket.put("dags/b.jar", "b".getBytes(UTF_8));
        assertThat(listed()).as("two seconds have not passed").containsExactly("a.jar");

        publish("bucket", "dags/b.jar");

        bundle.awaitChange(Duration.ofDays(1));
        assertThat(listed()).containsExactly("a.jar", "b.jar");
    }

    @Test
    void notices_of_elsewhere_list_nothing() throws Exception {
        bucket.put("dags/a.jar", "a".getBytes(UTF_8));
        assertThat(listed()).hasSize(1);
        pass(Duration.ofMillis(300));

        publish("other", "dags/b.jar");
        publish("bucket", "data/b.jar");

        assertThat(listed()).hasSize(1);
        assertThat(bucket.lists()).isEqualTo(1);
    }

    @Test
    void many_notices_list_four_times_a_second_at_most() throws Exception {
        bucket.put("dags/a.jar", "a".getBytes(UTF_8));
        assertThat(listed()).hasSize(1);

        for (int i = 0; i < 100; i++) {
            pass(Duration.ofMillis(10));
            publish("bucket", "dags/a.jar");
            assertThat(listed()).hasSize(1);
        }

        assertThat(bucket.lists()).isEqualTo(1 + 4);
    }

    @Test
    void what_comes_while_the_place_is_listed_is_listed_anew() throws Exception {
        bucket.put("dags/a.jar", "a".getBytes(UTF_8));
        bucket.hold();
        Thread pass = Thread.ofVirtual().start(() -> {
            DagBundle.Listing ignored = bundle.list();
        });
        while (pass.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait(); // for the bucket's answer
        }
        publish("bucket", "dags/b.jar");
        bucket.answer();
        pass.join();
        bucket.put("dags/b.jar", "b".getBytes(UTF_8));

        pass(Duration.ofMillis(250));

        assertThat(listed()).containsExactly("a.jar", "b.jar");
    }

    @Test
    void who_is_away_is_asked_again_ever_more_seldom_and_the_place_is_listed_as_ever() throws Exception {
        bucket.put("dags/a.jar", "a".getBytes(UTF_8));
        away = true;
        for (int i = 0; i < 8; i++) {
            assertThat(watch.look()).isFalse();
        }
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
        assertThat(listed()).containsExactly("a.jar");
        bucket.put("dags/b.jar", "b".getBytes(UTF_8));
        pass(Duration.ofSeconds(2));
        assertThat(listed()).containsExactly("a.jar", "b.jar");

        away = false;
        assertThat(watch.look()).isTrue();
        away = true;
        assertThat(watch.look()).isFalse();
        assertThat(pauses.getLast()).isEqualTo(Duration.ofSeconds(1));
    }
}
