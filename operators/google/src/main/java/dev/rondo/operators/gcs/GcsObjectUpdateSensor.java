package dev.rondo.operators.gcs;

import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TunableSensor;
import dev.rondo.sdk.Waiting;
import dev.rondo.storage.BucketObject;
import java.io.IOException;
import java.time.Instant;
import java.time.ZonedDateTime;

/**
 * Waits until an object was written, or its metadata changed, after a moment. Its result is when that was, by the
 * bucket's clock.
 *
 * @param bucket the bucket
 * @param object name of the object
 * @param updatedAfter the moment, such as {@code {{ ts }}}; without an offset it is read in UTC. Empty: the end of the
 *     run's data interval, and of a run without one the moment it could begin
 */
public record GcsObjectUpdateSensor(
        String bucket, String object, String updatedAfter, GoogleAccount account, Waiting waiting)
        implements TunableSensor<Instant, GcsObjectUpdateSensor>, OnGoogle<GcsObjectUpdateSensor> {

    /** Waits for an update after the end of the run's data interval. */
    public static GcsObjectUpdateSensor of(String bucket, String object) {
        return new GcsObjectUpdateSensor(bucket, object, "", GoogleAccount.DEFAULT, Waiting.DEFAULT);
    }

    /** After this moment, Airflow's {@code ts_func}. */
    public GcsObjectUpdateSensor updatedAfter(String moment) {
        return new GcsObjectUpdateSensor(bucket, object, moment, account, waiting);
    }

    @Override
    public GcsObjectUpdateSensor withAccount(GoogleAccount changed) {
        return new GcsObjectUpdateSensor(bucket, object, updatedAfter, changed, waiting);
    }

    @Override
    public GcsObjectUpdateSensor withWaiting(Waiting changed) {
        return new GcsObjectUpdateSensor(bucket, object, updatedAfter, account, changed);
    }

    @Override
    public Instant execute(TaskContext context) throws IOException {
        return Looks.found(account, context, gcs -> {
            Instant after = updatedAfter.isBlank() ? end(context).toInstant() : Moments.parse(updatedAfter);
            return SharedLooks.OF_THIS_HOST
                    .find(gcs, context.now(), bucket, GcsUri.requireName(object))
                    .map(BucketObject::changedAt)
                    .filter(at -> at.isAfter(after));
        });
    }

    private static ZonedDateTime end(TaskContext context) {
        return context.findDataInterval().map(interval -> interval.end()).orElse(context.runAfter());
    }
}
