package dev.rondo.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BucketUriTest {

    @Test
    void a_place_is_a_bucket_and_what_names_there_begin_with() {
        assertThat(BucketUri.parse("gs://bucket")).isEqualTo(new BucketUri("bucket", ""));
        assertThat(BucketUri.parse("gs://bucket/")).isEqualTo(new BucketUri("bucket", ""));
        assertThat(BucketUri.parse("gs://my.bucket/a/b")).isEqualTo(new BucketUri("my.bucket", "a/b/"));
        assertThat(BucketUri.parse("gs://bucket/dags/")).hasToString("gs://bucket/dags");
        assertThat(BucketUri.parse("gs://bucket")).hasToString("gs://bucket");
    }

    @Test
    void what_is_no_place_is_refused_with_the_form_it_should_have() {
        for (String wrong :
                new String[] {"gs:", "gs://", "gs:/bucket/dags", "gs://Bucket", "gs://bucket//dags", "s3://b"}) {
            assertThatIllegalArgumentException()
                    .as(wrong)
                    .isThrownBy(() -> BucketUri.parse(wrong))
                    .withMessageContaining("gs://bucket/folder");
        }
    }
}
