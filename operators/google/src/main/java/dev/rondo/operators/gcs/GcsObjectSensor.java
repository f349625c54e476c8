package dev.rondo.operators.gcs;

import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TunableSensor;
import dev.rondo.sdk.Waiting;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.Buckets.Listed;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Waits for an object in a bucket; Airflow's {@code GCSObjectExistenceSensor}. Its result is where the object is, such
 * as {@code gs://bucket/object}; of several that match, the first in the alphabet.
 *
 * <p>An object is there when it is whole. A look may be told what was so a second ago: see {@link SharedLooks}.
 *
 * @param bucket the bucket
 * @param object name of the object; a pattern if {@code useGlob}
 * @param useGlob whether {@code *} stands for any characters of a name up to the next {@code /}, {@code **} for any
 *     characters, {@code ?} for one, {@code [ab]} for one of them and <code>{a,b}</code> for either
 */
public record GcsObjectSensor(String bucket, String object, boolean useGlob, GoogleAccount account, Waiting waiting)
        implements TunableSensor<String, GcsObjectSensor>, OnGoogle<GcsObjectSensor> {

    /**
     * Waits for an object that is written as {@code gs://bucket/object}.
     *
     * @throws IllegalArgumentException when it is written otherwise
     */
    public static GcsObjectSensor of(String uri) {
        GcsUri object = GcsUri.parse(uri);
        return of(object.bucket(), object.object());
    }

    /** Waits for an object of this name. */
    public static GcsObjectSensor of(String bucket, String object) {
        return new GcsObjectSensor(bucket, object, false, GoogleAccount.DEFAULT, Waiting.DEFAULT);
    }

    /** With the name taken as a pattern. Default: false. */
    public GcsObjectSensor useGlob(boolean pattern) {
        return new GcsObjectSensor(bucket, object, pattern, account, waiting);
    }

    @Override
    public GcsObjectSensor withAccount(GoogleAccount changed) {
        return new GcsObjectSensor(bucket, object, useGlob, changed, waiting);
    }

    @Override
    public GcsObjectSensor withWaiting(Waiting changed) {
        return new GcsObjectSensor(bucket, object, useGlob, account, changed);
    }

    @Override
    public String execute(TaskContext context) throws IOException {
        return Looks.found(
                account, context, gcs -> look(gcs, context.now()).map(there -> GcsUri.of(bucket, there.name())));
    }

    private Optional<BucketObject> look(Gcs.Opened gcs, Instant now) throws IOException {
        if (!useGlob) {
            return SharedLooks.OF_THIS_HOST.find(gcs, now, bucket, GcsUri.requireName(object));
        }
        return gcs.buckets().list(bucket, new Listed("", "", Optional.of(object), "", 1)).stream()
                .findFirst();
    }
}
