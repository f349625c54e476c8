package dev.rondo.scheduler.dagprocessor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketUri;
import dev.rondo.storage.testing.MemoryBucket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketBundleTest extends DagBundleContract {

    private static final String PLACE = "gs://bucket/dags";

    @TempDir
    private Path folder;

    private final MemoryBucket bucket = new MemoryBucket();
    private long now;
    private final BucketBundle bundle = new BucketBundle(PLACE, BucketUri.parse(PLACE), bucket, () -> now);

    @AfterEach
    void close() {
        bundle.close();
    }

    @Override
    DagBundle bundle() {
        return bundle;
    }

    @Override
    void put(String name, byte[] content) {
        bucket.put("dags/" + name, content);
    }

    private void put(String name) {
        put(name, name.getBytes(UTF_8));
    }

    @Override
    void remove(String name) {
        bucket.remove("dags/" + name);
    }

    @Override
    void pass() {
        pass(Duration.ofSeconds(2));
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private DagBundle.Listing listAnew() {
        pass();
        return bundle.list();
    }

    private DagBundle.Copied copy(DagBundle.Found file) throws IOException {
        return bundle.copy(file, folder.resolve("copy"));
    }

    private DagBundle.Copied.Unusable told(DagBundle.Listing listing) throws IOException {
        assertThat(listing.files()).extracting(DagBundle.Found::name).containsExactly(PLACE);
        return (DagBundle.Copied.Unusable) copy(listing.files().getFirst());
    }

    @Test
    void the_bucket_is_asked_every_two_seconds_however_often_the_processor_looks() {
        put("a.jar");

        bundle.list();
        bundle.list();
        pass(Duration.ofMillis(1999));
        bundle.list();
        assertThat(bucket.lists()).isEqualTo(1);

        pass(Duration.ofMillis(1));
        bundle.list();
        assertThat(bucket.lists()).isEqualTo(2);
    }

    @Test
    void what_lies_elsewhere_in_the_bucket_is_none_of_it() {
        put("a.jar");
        bucket.put("plugins/b.jar", new byte[1]);
        bucket.put("dags2/c.jar", new byte[1]);

        assertThat(bundle.list().files()).extracting(DagBundle.Found::name).containsExactly("a.jar");
    }

    @Test
    void an_object_that_is_replaced_between_listing_and_reading_is_listed_anew_at_once() throws IOException {
        put("a.jar");
        DagBundle.Found seen = bundle.list().files().getFirst();
        put("a.jar", new byte[] {1});

        assertThat(copy(seen)).isEqualTo(new DagBundle.Copied.NotYet());

        DagBundle.Found now = bundle.list().files().getFirst();
        assertThat(now).isNotEqualTo(seen);
        assertThat(copy(now)).isEqualTo(new DagBundle.Copied.Whole());
        assertThat(folder.resolve("copy")).hasBinaryContent(new byte[] {1});
    }

    @Test
    void half_of_a_jar_is_no_copy() {
        put("a.jar");
        bucket.damage();
        DagBundle.Found seen = bundle.list().files().getFirst();

        assertThatExceptionOfType(BucketException.class).isThrownBy(() -> copy(seen));
    }

    @ParameterizedTest
    @CsvSource({"UNREACHABLE, BUCKET_UNREACHABLE", "FORBIDDEN, BUCKET_FORBIDDEN", "MISSING, BUCKET_MISSING"})
    void a_bucket_that_cannot_be_listed_is_told_and_nothing_is_concluded(Kind kind, String code) throws IOException {
        put("a.jar");
        bundle.list();
        bucket.failWith(kind);

        DagBundle.Listing listing = listAnew();

        assertThat(told(listing).code()).isEqualTo(code);
        assertThat(listing.lacking().test("a.jar")).isFalse();
        bucket.recover();
        DagBundle.Listing again = listAnew();
        assertThat(again.files()).extracting(DagBundle.Found::name).containsExactly("a.jar");
        assertThat(again.lacking().test(PLACE)).as("the error goes").isTrue();
    }

    @Test
    void a_bucket_that_lists_slowly_is_told_and_waited_for_and_asked_no_second_time() throws Exception {
        put("a.jar");
        try (BucketBundle slow =
                new BucketBundle(PLACE, BucketUri.parse(PLACE), bucket, () -> now, Duration.ofNanos(1))) {
            bucket.hold();

            DagBundle.Listing listing = slow.list();
            pass();
            DagBundle.Listing later = slow.list();

            assertThat(listing.files()).extracting(DagBundle.Found::name).containsExactly(PLACE);
            assertThat(slow.copy(listing.files().getFirst(), folder.resolve("copy")))
                    .isInstanceOfSatisfying(DagBundle.Copied.Unusable.class, told -> {
                        assertThat(told.code()).isEqualTo("BUCKET_SLOW");
                        assertThat(told.message()).contains(PLACE).contains("stay as they are");
                    });
            assertThat(listing.lacking().test("a.jar")).isFalse();
            assertThat(later).isEqualTo(listing);
            bucket.answer();
            DagBundle.Listing answered = listing;
            while (!answered.lacking().test(PLACE)) {
                pass();
                answered = slow.list();
            }
            assertThat(answered.files()).extracting(DagBundle.Found::name).containsExactly("a.jar");
            assertThat(bucket.lists()).isEqualTo(1);
        }
    }

    @Test
    void an_object_that_is_replaced_twenty_times_while_it_is_read_is_one_of_them_at_last() throws IOException {
        put("a.jar");
        for (int i = 1; i <= 20; i++) {
            DagBundle.Found seen = bundle.list().files().getFirst();
            put("a.jar", new byte[i]);
            assertThat(copy(seen)).isEqualTo(new DagBundle.Copied.NotYet());
            assertThat(folder.resolve("copy")).doesNotExist();
        }

        assertThat(copy(bundle.list().files().getFirst())).isEqualTo(new DagBundle.Copied.Whole());

        assertThat(folder.resolve("copy")).hasBinaryContent(new byte[20]);
    }

    @Test
    void an_object_of_five_gigabytes_is_refused_by_its_size_and_not_read() throws IOException {
        bucket.put("dags/a.jar", new byte[1], 5_000_000_000L);

        DagBundle.Copied copied = copy(bundle.list().files().getFirst());

        assertThat(copied).isInstanceOfSatisfying(DagBundle.Copied.Unusable.class, refused -> {
            assertThat(refused.code()).isEqualTo("FILE_TOO_LARGE");
            assertThat(refused.message()).contains("a.jar has 4768 MiB", "at most 1024");
        });
        assertThat(bucket.reads()).isZero();
    }

    @Test
    void the_bucket_s_clock_has_no_say() {
        bucket.setTime(Instant.parse("2099-01-01T00:00:00Z"));
        put("a.jar");
        DagBundle.Found before = bundle.list().files().getFirst();
        bucket.setTime(Instant.parse("1999-01-01T00:00:00Z"));
        put("a.jar", new byte[] {1});

        DagBundle.Found after = listAnew().files().getFirst();

        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void an_object_that_may_not_be_read_is_tried_again() {
        put("a.jar");
        DagBundle.Found seen = bundle.list().files().getFirst();
        bucket.failWith(Kind.FORBIDDEN);

        assertThatExceptionOfType(BucketException.class).isThrownBy(() -> copy(seen));
    }

    @Test
    void a_bucket_that_was_emptied_is_believed_after_five_minutes() throws IOException {
        put("a.jar");
        put("b.jar");
        bundle.list();
        remove("a.jar");
        remove("b.jar");

        DagBundle.Listing emptied = listAnew();
        assertThat(told(emptied).code()).isEqualTo("BUCKET_EMPTY");
        assertThat(emptied.lacking().test("a.jar")).isFalse();
        pass(Duration.ofMinutes(5).minusMillis(1));
        assertThat(bundle.list().lacking().test("a.jar")).isFalse();

        DagBundle.Listing believed = listAnew();
        assertThat(believed.files()).isEmpty();
        assertThat(believed.lacking().test("a.jar")).isTrue();
    }

    @Test
    void a_bucket_that_is_filled_again_in_time_has_lost_nothing_and_begins_anew() {
        put("a.jar");
        bundle.list();
        remove("a.jar");
        listAnew();
        pass(Duration.ofMinutes(4));
        put("a.jar");
        listAnew();
        remove("a.jar");
        listAnew();
        pass(Duration.ofMinutes(4));

        assertThat(bundle.list().lacking().test("a.jar")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb.jar", "../b.jar", "a//b.jar", "a\u0000.jar"})
    void a_name_that_is_no_files_is_told_and_not_read(String name) throws IOException {
        put(name);

        DagBundle.Copied copied = copy(bundle.list().files().getFirst());

        assertThat(copied).isInstanceOfSatisfying(DagBundle.Copied.Unusable.class, unusable -> {
            assertThat(unusable.code()).isEqualTo("NAME_UNUSABLE");
            assertThat(unusable.message().chars()).noneMatch(Character::isISOControl);
        });
        assertThat(bucket.reads()).isZero();
    }

    @Test
    void a_name_of_a_thousand_bytes_is_one_as_long_as_its_last_part_is_a_files() throws IOException {
        put("a/".repeat(490) + "b.jar");
        put("c".repeat(252) + ".jar");

        List<DagBundle.Found> files = bundle.list().files();

        assertThat(copy(files.getFirst())).isEqualTo(new DagBundle.Copied.Whole());
        assertThat(copy(files.getLast())).isInstanceOf(DagBundle.Copied.Unusable.class);
    }

    @Test
    void who_waits_is_told_when_the_place_is_closed() {
        bundle.close();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> bundle.awaitChange(Duration.ofMinutes(1)));
    }
}
