package dev.rondo.operators.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.internal.BodyResult;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Buckets made and deleted; objects listed and deleted. */
class GcsBucketOperatorsTest {

    @RegisterExtension
    private final GcsExtension gcs = new GcsExtension();

    private static final BodyResult DONE = new BodyResult.Value(null);

    @Test
    void a_bucket_is_made_once_and_deleted_with_what_is_in_it() throws Exception {
        String name = "b" + UUID.randomUUID();
        GcsCreateBucketOperator create =
                GcsCreateBucketOperator.of(name).location("EU").labels(Map.of("team", "ml"));
        assertThat(gcs.run(create)).isEqualTo(DONE);
        gcs.put(name, "a", "kept");
        assertThat(gcs.run(create)).isEqualTo(DONE);
        assertThat(gcs.text(name, "a")).isEqualTo("kept");

        assertThat(gcs.run(GcsDeleteBucketOperator.of(name))).isEqualTo(DONE);
        assertThat(gcs.run(GcsDeleteBucketOperator.of(name))).isEqualTo(DONE);

        assertThat(gcs.context().logged())
                .extracting(line -> line.replace(name, "B"))
                .containsExactly(
                        "INFO made gs://B",
                        "INFO there is already a gs://B",
                        "INFO deleted gs://B",
                        "INFO there was no gs://B");
    }

    @Test
    void a_bucket_with_objects_is_left_unless_it_is_told() throws Exception {
        gcs.put("a", "kept");

        assertThat(gcs.run(GcsDeleteBucketOperator.of(gcs.bucket()).force(false)))
                .isInstanceOfSatisfying(
                        BodyResult.FailWithoutRetry.class,
                        failed -> assertThat(failed.message()).contains("has objects; delete them first"));

        assertThat(gcs.names(gcs.bucket())).containsExactly("a");
    }

    @Test
    void objects_are_listed_by_prefix_delimiter_and_pattern() throws Exception {
        for (String name : List.of("a/1.csv", "a/2.txt", "a/deep/3.csv", "b/4.csv", "c")) {
            gcs.put(name, "");
        }
        GcsListObjectsOperator all = GcsListObjectsOperator.of(gcs.bucket());

        assertThat(gcs.run(all))
                .isEqualTo(new BodyResult.Value(List.of("a/1.csv", "a/2.txt", "a/deep/3.csv", "b/4.csv", "c")));
        assertThat(gcs.run(GcsListObjectsOperator.of(gcs.bucket(), "b/", "a/").delimiter("/")))
                .isEqualTo(new BodyResult.Value(List.of("a/1.csv", "a/2.txt", "b/4.csv")));
        assertThat(gcs.run(all.matchGlob("*/*.csv"))).isEqualTo(new BodyResult.Value(List.of("a/1.csv", "b/4.csv")));
    }

    @Test
    void objects_are_deleted_by_name_and_prefix_and_what_is_gone_is_gone() throws Exception {
        for (String name : List.of("a/1", "a/2", "b", "c")) {
            gcs.put(name, "");
        }

        assertThat(gcs.run(
                        GcsDeleteObjectsOperator.of(gcs.bucket(), "b", "gone").prefix("a/")))
                .isEqualTo(DONE);

        assertThat(gcs.names(gcs.bucket())).containsExactly("c");
    }

    @Test
    void nothing_named_deletes_nothing() throws Exception {
        gcs.put("a", "");

        assertThat(gcs.run(GcsDeleteObjectsOperator.of(gcs.bucket()))).isInstanceOf(BodyResult.FailWithoutRetry.class);
        assertThat(gcs.run(GcsDeleteObjectsOperator.of(gcs.bucket()).prefix("")))
                .isInstanceOf(BodyResult.FailWithoutRetry.class);

        assertThat(gcs.names(gcs.bucket())).containsExactly("a");
    }
}
