package dev.rondo.operators.gcs;

import dev.rondo.sdk.Action;
import dev.rondo.sdk.CheckReturnValue;
import dev.rondo.sdk.TaskContext;
import dev.rondo.storage.Buckets.NewBucket;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a bucket. One of that name which the credentials see is left as it is.
 *
 * @param bucketName its name, which nobody in the world has yet
 * @param storageClass such as {@code STANDARD}, {@code NEARLINE} or {@code COLDLINE}
 * @param location such as {@code US} or {@code europe-west1}
 * @param labels its labels
 */
@CheckReturnValue
public record GcsCreateBucketOperator(
        String bucketName, String storageClass, String location, Map<String, String> labels, GoogleAccount account)
        implements Action<Void>, OnGoogle<GcsCreateBucketOperator> {

    public GcsCreateBucketOperator {
        labels = Map.copyOf(labels);
    }

    /** Makes it in the United States, of the standard class. */
    public static GcsCreateBucketOperator of(String bucketName) {
        return new GcsCreateBucketOperator(bucketName, "STANDARD", "US", Map.of(), GoogleAccount.DEFAULT);
    }

    /** Of this class. */
    public GcsCreateBucketOperator storageClass(String name) {
        return new GcsCreateBucketOperator(bucketName, name, location, labels, account);
    }

    /** At this place. */
    public GcsCreateBucketOperator location(String place) {
        return new GcsCreateBucketOperator(bucketName, storageClass, place, labels, account);
    }

    /** With these labels. */
    public GcsCreateBucketOperator labels(Map<String, String> named) {
        return new GcsCreateBucketOperator(bucketName, storageClass, location, named, account);
    }

    @Override
    public GcsCreateBucketOperator withAccount(GoogleAccount changed) {
        return new GcsCreateBucketOperator(bucketName, storageClass, location, labels, changed);
    }

    @Override
    public @Nullable Void execute(TaskContext context) throws IOException {
        boolean made =
                Gcs.open(account, context).buckets().create(new NewBucket(bucketName, location, storageClass, labels));
        context.log().log(System.Logger.Level.INFO, (made ? "made gs://" : "there is already a gs://") + bucketName);
        return null;
    }
}
