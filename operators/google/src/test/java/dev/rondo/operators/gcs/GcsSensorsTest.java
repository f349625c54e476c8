package dev.rondo.operators.gcs;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.sdk.internal.BodyResult;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GcsSensorsTest {

    @RegisterExtension
    private final GcsExtension gcs = new GcsExtension();

    private static final BodyResult AGAIN = new BodyResult.LookAgain(ofSeconds(30), null);

    @Test
    void an_object_is_waited_for_and_told_where_it_is() throws Exception {
        GcsObjectSensor sensor = GcsObjectSensor.of("gs://" + gcs.bucket() + "/{{ ds }}/export.csv")
                .pokeInterval(ofSeconds(30));
        gcs.context().template("ds", "2026-01-01");
        assertThat(gcs.run(sensor)).isEqualTo(AGAIN);

        gcs.put("2026-01-01/export.csv", "1,2");

        assertThat(gcs.run(sensor)).isEqualTo(new BodyResult.Value("gs://" + gcs.bucket() + "/2026-01-01/export.csv"));
    }

    @Test
    void a_pattern_is_waited_for_and_the_first_in_the_alphabet_is_told() throws Exception {
        GcsObjectSensor sensor =
                GcsObjectSensor.of(gcs.bucket(), "in/*.csv").useGlob(true).pokeInterval(ofSeconds(30));
        gcs.put("in/deep/a.csv", "");
        gcs.put("in/a.txt", "");
        assertThat(gcs.run(sensor)).isEqualTo(AGAIN);

        gcs.put("in/c.csv", "");
        gcs.put("in/b.csv", "");

        assertThat(gcs.run(sensor)).isEqualTo(new BodyResult.Value("gs://" + gcs.bucket() + "/in/b.csv"));
    }

    @Test
    void objects_with_a_prefix_are_waited_for_and_named() throws Exception {
        GcsObjectsWithPrefixSensor sensor =
                GcsObjectsWithPrefixSensor.of(gcs.bucket(), "day/").pokeInterval(ofSeconds(30));
        gcs.put("days", "");
        assertThat(gcs.run(sensor)).isEqualTo(AGAIN);

        gcs.put("day/2", "");
        gcs.put("day/1", "");

        assertThat(gcs.run(sensor)).isEqualTo(new BodyResult.Value(List.of("day/1", "day/2")));
    }

    @Test
    void an_update_is_waited_for_that_comes_after_the_moment() throws Exception {
        Instant changedAt = gcs.put("model", "1").changedAt();
        GcsObjectUpdateSensor sensor =
                GcsObjectUpdateSensor.of(gcs.bucket(), "model").pokeInterval(ofSeconds(30));

        assertThat(gcs.run(sensor.updatedAfter(changedAt.toString()))).isEqualTo(AGAIN);
        assertThat(gcs.run(sensor.updatedAfter("2026-01-01"))).isEqualTo(new BodyResult.Value(changedAt));
        assertThat(gcs.run(sensor)).as("after the data interval").isEqualTo(new BodyResult.Value(changedAt));
    }

    @Test
    void a_bucket_that_is_not_there_is_waited_for_too() throws Exception {
        assertThat(gcs.run(GcsObjectsWithPrefixSensor.of("not-there", "a").pokeInterval(ofSeconds(30))))
                .isEqualTo(AGAIN);
        assertThat(gcs.context().logged()).singleElement().asString().contains("gs://not-there", "looking again later");
    }

    @Test
    void a_server_that_does_not_answer_is_asked_again_later() throws Exception {
        gcs.connectTo("http://127.0.0.1:1");

        assertThat(gcs.run(GcsObjectSensor.of("gs://b0b/a").pokeInterval(ofMinutes(2))))
                .isEqualTo(new BodyResult.LookAgain(ofMinutes(2), null));
    }

    @Test
    void names_that_no_object_can_have_fail_for_good_and_say_why() throws Exception {
        assertThat(gcs.run(GcsObjectSensor.of(gcs.bucket(), "a\nb")))
                .isInstanceOfSatisfying(
                        BodyResult.FailWithoutRetry.class,
                        failed -> assertThat(failed.message())
                                .isEqualTo("the object's name 'a?b' has control characters"));
        assertThat(gcs.run(GcsObjectSensor.of(gcs.bucket(), "é".repeat(600))))
                .isInstanceOfSatisfying(
                        BodyResult.FailWithoutRetry.class,
                        failed -> assertThat(failed.message()).contains("has 1200 bytes, not 1 to 1024"));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> GcsObjectSensor.of("gs:/bucket/a"))
                .withMessageContaining("write gs://bucket/object");
    }
}
