package dev.rondo.operators.gcs;

import dev.rondo.sdk.Action;
import dev.rondo.sdk.CheckReturnValue;
import dev.rondo.sdk.FailWithoutRetryException;
import dev.rondo.sdk.TaskContext;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.Buckets;
import dev.rondo.storage.Buckets.Listed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes objects, named or all with a prefix. What is not there (any more) is no error.
 *
 * @param bucketName the bucket
 * @param objects their names
 * @param prefix what the names begin with; null: only those named. An empty one would be the whole bucket, and is
 *     refused
 */
@CheckReturnValue
public record GcsDeleteObjectsOperator(
        String bucketName, List<String> objects, @Nullable String prefix, GoogleAccount account)
        implements Action<Void>, OnGoogle<GcsDeleteObjectsOperator> {

    public GcsDeleteObjectsOperator {
        objects = List.copyOf(objects);
    }

    /** Deletes these. */
    public static GcsDeleteObjectsOperator of(String bucketName, String... objects) {
        return new GcsDeleteObjectsOperator(bucketName, List.of(objects), null, GoogleAccount.DEFAULT);
    }

    /** With all whose names begin so. */
    public GcsDeleteObjectsOperator prefix(String text) {
        return new GcsDeleteObjectsOperator(bucketName, objects, text, account);
    }

    @Override
    public GcsDeleteObjectsOperator withAccount(GoogleAccount changed) {
        return new GcsDeleteObjectsOperator(bucketName, objects, prefix, changed);
    }

    @Override
    public @Nullable Void execute(TaskContext context) throws IOException {
        if (prefix == null ? objects.isEmpty() : prefix.isEmpty()) {
            throw new FailWithoutRetryException("nothing is named that is to be deleted in gs://" + bucketName
                    + "; name objects, or a prefix that is not empty");
        }
        Buckets buckets = Gcs.open(account, context).buckets();
        Bucket bucket = buckets.bucket(bucketName);
        List<BucketObject> there = new ArrayList<>();
        for (String name : objects) {
            bucket.find(name).ifPresent(there::add);
        }
        if (prefix != null) {
            there.addAll(buckets.list(bucketName, Listed.all(prefix)));
        }
        for (BucketObject each : there) {
            Deletions.delete(bucket, each);
        }
        context.log().log(System.Logger.Level.INFO, "deleted " + there.size() + " objects in gs://" + bucketName);
        return null;
    }
}
