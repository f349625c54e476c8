package dev.rondo.operators.gcs;

import dev.rondo.sdk.Action;
import dev.rondo.sdk.CheckReturnValue;
import dev.rondo.sdk.FailWithoutRetryException;
import dev.rondo.sdk.TaskContext;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.Buckets;
import dev.rondo.storage.Buckets.Listed;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Deletes a bucket; one that is not there is no error.
 *
 * @param bucketName the bucket
 * @param force whether the objects in it are deleted first; otherwise a bucket with objects fails the try
 */
@CheckReturnValue
public record GcsDeleteBucketOperator(String bucketName, boolean force, GoogleAccount account)
        implements Action<Void>, OnGoogle<GcsDeleteBucketOperator> {

    /** Deletes it with all that is in it, as in Airflow. */
    public static GcsDeleteBucketOperator of(String bucketName) {
        return new GcsDeleteBucketOperator(bucketName, true, GoogleAccount.DEFAULT);
    }

    /** With or without the objects in it. Default: true. */
    public GcsDeleteBucketOperator force(boolean withObjects) {
        return new GcsDeleteBucketOperator(bucketName, withObjects, account);
    }

    @Override
    public GcsDeleteBucketOperator withAccount(GoogleAccount changed) {
        return new GcsDeleteBucketOperator(bucketName, force, changed);
    }

    @Override
    public @Nullable Void execute(TaskContext context) throws IOException {
        Buckets buckets = Gcs.open(account, context).buckets();
        if (force) {
            empty(buckets);
        }
        switch (buckets.delete(bucketName)) {
            case DELETED -> context.log().log(System.Logger.Level.INFO, "deleted gs://" + bucketName);
            case NOT_THERE -> context.log().log(System.Logger.Level.INFO, "there was no gs://" + bucketName);
            case NOT_EMPTY ->
                throw new FailWithoutRetryException("gs://" + bucketName + " has objects"
                        + (force ? " again: somebody writes there" : "; delete them first, or set force"));
        }
        return null;
    }

    private void empty(Buckets buckets) throws IOException {
        try {
            for (BucketObject each : buckets.list(bucketName, Listed.all(""))) {
                Deletions.delete(buckets.bucket(bucketName), each);
            }
        } catch (BucketException e) {
            if (e.kind() != Kind.MISSING) {
                throw e;
            }
        }
    }
}
