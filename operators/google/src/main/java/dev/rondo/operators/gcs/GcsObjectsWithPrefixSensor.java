package dev.rondo.operators.gcs;

import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TunableSensor;
import dev.rondo.sdk.Waiting;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.Buckets.Listed;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Waits for objects whose names begin so; Airflow's {@code GCSObjectsWithPrefixExistenceSensor}. Its result is their
 * names, in order.
 *
 * @param bucket the bucket
 * @param prefix what their names begin with
 */
public record GcsObjectsWithPrefixSensor(String bucket, String prefix, GoogleAccount account, Waiting waiting)
        implements TunableSensor<List<String>, GcsObjectsWithPrefixSensor>, OnGoogle<GcsObjectsWithPrefixSensor> {

    /** Waits for one or more of them. */
    public static GcsObjectsWithPrefixSensor of(String bucket, String prefix) {
        return new GcsObjectsWithPrefixSensor(bucket, prefix, GoogleAccount.DEFAULT, Waiting.DEFAULT);
    }

    @Override
    public GcsObjectsWithPrefixSensor withAccount(GoogleAccount changed) {
        return new GcsObjectsWithPrefixSensor(bucket, prefix, changed, waiting);
    }

    @Override
    public GcsObjectsWithPrefixSensor withWaiting(Waiting changed) {
        return new GcsObjectsWithPrefixSensor(bucket, prefix, account, changed);
    }

    @Override
    public List<String> execute(TaskContext context) throws IOException {
        return Looks.found(account, context, this::look);
    }

    private Optional<List<String>> look(Gcs.Opened gcs) throws IOException {
        List<String> names = gcs.buckets().list(bucket, Listed.all(prefix)).stream()
                .map(BucketObject::name)
                .toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }
}
