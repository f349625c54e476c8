package dev.rondo.operators.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.operators.gcs.GcsSynchronizeBucketsOperator.Synchronized;
import dev.rondo.sdk.internal.BodyResult;
import dev.rondo.storage.BucketObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Objects from bucket to bucket. */
class GcsToGcsTest {

    @RegisterExtension
    private final GcsExtension gcs = new GcsExtension();

    private String from = "";
    private String to = "";

    @BeforeEach
    void twoBuckets() throws IOException {
        from = gcs.bucket();
        to = gcs.newBucket();
        for (String name : List.of("in/1.csv", "in/2.txt", "in/deep/3.csv", "other")) {
            gcs.put(name, name);
        }
    }

    private GcsToGcsOperator copy(String... sources) {
        return GcsToGcsOperator.of(from, to, sources);
    }

    @Test
    void one_object_is_copied_by_its_name_another_or_into_a_folder() throws Exception {
        assertThat(gcs.run(copy("in/1.csv"))).isEqualTo(new BodyResult.Value(List.of("gs://" + to + "/in/1.csv")));
        BodyResult renamed = gcs.run(copy("in/1.csv").destinationObject("one"));
        BodyResult placed = gcs.run(copy("in/1.csv").destinationObject("out/"));

        assertThat(List.of(renamed, placed))
                .containsExactly(
                        new BodyResult.Value(List.of("gs://" + to + "/one")),
                        new BodyResult.Value(List.of("gs://" + to + "/out/1.csv")));
        assertThat(gcs.names(to)).containsExactly("in/1.csv", "one", "out/1.csv");
        assertThat(gcs.text(to, "one")).isEqualTo("in/1.csv");
        assertThat(gcs.names(from)).hasSize(4);
    }

    @Test
    void a_folder_and_a_wildcard_are_copied_with_what_is_below() throws Exception {
        BodyResult folder = gcs.run(copy("in/").destinationObject("all/"));
        BodyResult matching = gcs.run(copy("in/*.csv").destinationObject("csv/"));
        BodyResult glob = gcs.run(copy("in/").matchGlob("in/*.csv").destinationObject("flat/"));

        assertThat(List.of(folder, matching, glob)).allMatch(BodyResult.Value.class::isInstance);
        assertThat(gcs.names(to))
                .containsExactly(
                        "all/1.csv", "all/2.txt", "all/deep/3.csv", "csv/1.csv", "csv/deep/3.csv", "flat/1.csv");
    }

    @Test
    void a_move_deletes_what_it_copied_and_goes_on_after_a_try_that_failed() throws Exception {
        gcs.put(to, "in/1.csv", "in/1.csv"); // copied by the try before, and not deleted yet

        assertThat(gcs.run(copy("in/*.csv").moveObject(true))).isInstanceOf(BodyResult.Value.class);

        assertThat(gcs.names(to)).containsExactly("in/1.csv", "in/deep/3.csv");
        assertThat(gcs.names(from)).containsExactly("in/2.txt", "other");
    }

    @Test
    void a_move_to_itself_loses_nothing() throws Exception {
        BodyResult ignored = gcs.run(GcsToGcsOperator.of(from, from, "in/").moveObject(true));

        assertThat(gcs.names(from)).hasSize(4);
    }

    @Test
    void others_are_left_where_nothing_is_replaced_and_their_sources_stay() throws Exception {
        BucketObject other = gcs.put(to, "other", "of somebody else");

        BodyResult ignored = gcs.run(copy("other").replace(false).moveObject(true));

        assertThat(gcs.buckets().bucket(to).find("other")).contains(other);
        assertThat(gcs.names(from)).contains("other");
    }

    @Test
    void times_choose_and_nothing_is_a_warning_or_fails() throws Exception {
        assertThat(gcs.run(copy("in/").maximumModifiedTime("2020-01-01"))).isEqualTo(new BodyResult.Value(List.of()));
        assertThat(gcs.context().logged()).anyMatch(line -> line.startsWith("WARNING nothing matches"));
        assertThatExceptionOfType(FileNotFoundException.class)
                .isThrownBy(() -> gcs.run(copy("gone").sourceObjectRequired(true)))
                .withMessage("nothing matches gs://" + from + "/gone");

        assertThat(gcs.run(copy("in/").lastModifiedTime("2020-01-01"))).isInstanceOf(BodyResult.Value.class);
        assertThat(gcs.names(to)).hasSize(3);
    }

    @Test
    void two_wildcards_are_refused() throws Exception {
        assertThat(gcs.run(copy("*/*"))).isInstanceOf(BodyResult.FailWithoutRetry.class);
    }

    @Test
    void a_bucket_is_made_to_have_what_another_has() throws Exception {
        gcs.put(to, "in/1.csv", "in/1.csv");
        gcs.put(to, "other", "changed");
        gcs.put(to, "extra", "");
        GcsSynchronizeBucketsOperator sync = GcsSynchronizeBucketsOperator.of(from, to);

        assertThat(gcs.run(sync)).isEqualTo(new BodyResult.Value(new Synchronized(2, 1, 1, 0)));
        assertThat(gcs.text(to, "other")).isEqualTo("changed");
        assertThat(gcs.run(sync.allowOverwrite(true).deleteExtraFiles(true)))
                .isEqualTo(new BodyResult.Value(new Synchronized(1, 3, 0, 1)));

        assertThat(gcs.names(to)).isEqualTo(gcs.names(from));
        assertThat(gcs.text(to, "other")).isEqualTo("other");
    }

    @Test
    void a_folder_is_made_to_have_what_another_has_without_those_below() throws Exception {
        assertThat(gcs.run(GcsSynchronizeBucketsOperator.of(from, to)
                        .sourceObject("in")
                        .destinationObject("out/")
                        .recursive(false)))
                .isEqualTo(new BodyResult.Value(new Synchronized(2, 0, 0, 0)));
        assertThat(gcs.names(to)).containsExactly("out/1.csv", "out/2.txt");
        assertThat(gcs.run(GcsSynchronizeBucketsOperator.of(from, from).destinationObject("in")))
                .isInstanceOf(BodyResult.FailWithoutRetry.class);
    }
}
