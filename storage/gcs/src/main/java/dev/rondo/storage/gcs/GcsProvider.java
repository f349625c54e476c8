package dev.rondo.storage.gcs;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.StorageOptions;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketProvider;
import java.io.IOException;
import java.time.Duration;

/** Opens buckets of Google Cloud Storage, over HTTP and JSON. */
public final class GcsProvider implements BucketProvider {

    private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";

    private static final int CONNECT_MILLIS = 5_000;

    // Google answers a listing in tenths of a second; a bucket that is slower than this is told as unreachable.
    private static final int READ_MILLIS = 15_000;

    // The whole of a call with its repetitions: a bucket that is away is told within this, and asked again then.
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** Made by the loader of services. */
    public GcsProvider() {}

    @Override
    public Bucket open(String bucket, BucketAccess access) throws BucketException {
        StorageOptions.Builder options = StorageOptions.http()
                .setCredentials(credentials(access))
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setReadTimeout(READ_MILLIS)
                        .build())
                .setRetrySettings(RetrySettings.newBuilder()
                        .setMaxAttempts(6)
                        .setInitialRetryDelayDuration(Duration.ofMillis(100))
                        .setRetryDelayMultiplier(2)
                        .setMaxRetryDelayDuration(Duration.ofSeconds(2))
                        .setTotalTimeoutDuration(LONGEST)
                        .build());
        access.endpoint().ifPresent(options::setHost);
        // Needed by the client, used for nothing that is asked of a bucket.
        options.setProjectId("rondo");
        return new GcsBucket(bucket, options.build().getService());
    }

    private static Credentials credentials(BucketAccess access) throws BucketException {
        try {
            return SignIn.of(access, SCOPE);
        } catch (IOException e) {
            throw new BucketException(BucketException.Kind.FORBIDDEN, String.valueOf(e.getMessage()), null);
        }
    }
}
