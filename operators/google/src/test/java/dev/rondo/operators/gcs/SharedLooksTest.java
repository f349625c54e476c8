package dev.rondo.operators.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.GoogleAccess;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sensors that look into one folder share what they ask. */
class SharedLooksTest {

    private static final List<String> ALONE = Collections.nCopies(4, "object");

    private final CountedBuckets buckets = new CountedBuckets();
    private final GoogleAccess access = GoogleAccess.of(BucketAccess.anonymous("http://127.0.0.1:1"));
    private final SharedLooks looks = new SharedLooks();
    private Instant now = Instant.parse("2026-11-27T12:00:00Z");

    private Optional<BucketObject> look(String name) throws IOException {
        return looks.find(new Gcs.Opened(access, buckets), now, "bucket", name);
    }

    private List<String> found(String folder, int from, int to) throws IOException {
        return IntStream.range(from, to)
                .mapToObj(i -> folder + i)
                .filter(name -> {
                    try {
                        return look(name).isPresent();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    private void put(String name) throws IOException {
        BucketObject ignored = buckets.memory().write(name, new byte[0], 0);
    }

    @Test
    void a_few_look_for_their_objects() throws IOException {
        put("a/2");

        assertThat(found("a/", 0, 4)).containsExactly("a/2");

        assertThat(buckets.takeAsked()).isEqualTo(ALONE);
    }

    @Test
    void many_are_answered_by_one_listing() throws IOException {
        put("a/2");
        put("a/500");

        assertThat(found("a/", 0, 1_000)).containsExactly("a/2", "a/500");

        assertThat(buckets.takeAsked())
                .startsWith("object", "object", "object", "object", "list a/")
                .hasSize(5);
    }

    @Test
    void a_listing_is_good_for_a_second_and_then_made_at_once() throws IOException {
        assertThat(found("a/", 0, 10)).isEmpty();
        put("a/7");
        assertThat(look("a/7")).as("within the second").isEmpty();
        assertThat(buckets.takeAsked()).hasSize(5);

        now = now.plusSeconds(1);

        assertThat(look("a/7")).isPresent();
        assertThat(buckets.takeAsked()).containsExactly("list a/");
    }

    @Test
    void a_clock_that_is_put_back_makes_no_listing_good_for_longer() throws IOException {
        assertThat(found("a/", 0, 10)).isEmpty();
        put("a/7");

        now = now.minusSeconds(3_600);

        assertThat(look("a/7")).isPresent();
    }

    @Test
    void folders_and_accounts_have_their_own() throws IOException {
        GoogleAccess other = access.impersonating(List.of("somebody@else"));
        assertThat(found("a/", 0, 4)).isEmpty();
        assertThat(found("b/", 0, 4)).isEmpty();
        assertThat(looks.find(new Gcs.Opened(other, buckets), now, "bucket", "a/9"))
                .isEmpty();

        assertThat(buckets.takeAsked()).hasSize(9).containsOnly("object");
    }

    @Test
    void what_lies_beyond_the_first_page_of_a_large_folder_is_looked_for() throws IOException {
        for (int i = 0; i < 1_001; i++) {
            put("a/" + (1_000 + i));
        }
        assertThat(found("a/", 0, 5)).isEmpty();
        assertThat(buckets.takeAsked()).contains("list a/");

        assertThat(look("a/1999")).isPresent();
        assertThat(buckets.takeAsked()).isEmpty();
        assertThat(look("a/2000")).isPresent();
        assertThat(buckets.takeAsked()).containsExactly("object");
    }
}
