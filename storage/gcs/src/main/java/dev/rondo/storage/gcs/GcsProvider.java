package dev.rondo.storage.gcs;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketProvider;
import dev.rondo.storage.Buckets;
import dev.rondo.storage.BucketsProvider;
import dev.rondo.storage.GoogleAccess;
import java.io.IOException;
import java.time.Duration;

/** Opens buckets of Google Cloud Storage, over HTTP and JSON. */
public final class GcsProvider implements BucketProvider, BucketsProvider {

    private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";

    // Buckets are made and deleted with this.
    private static final String FULL_SCOPE = "https://www.googleapis.com/auth/devstorage.full_control";

    private static final int CONNECT_MILLIS = 5_000;

    // Google answers a listing in tenths of a second; a bucket that is slower than this is told as unreachable.
    private static final int READ_MILLIS = 15_000;

    // The whole of a call with its repetitions: a bucket that is away is told within this, and asked again then.
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** Made by the loader of services. */
    public GcsProvider() {}

    @Override
    public Bucket open(String bucket, BucketAccess access) throws BucketException {
        Storage storage = storage(GoogleAccess.of(access), SCOPE);
        return new GcsBucket(bucket, storage, () -> close(storage, "gs://" + bucket));
    }

    @Override
    public Buckets open(GoogleAccess access) throws BucketException {
        Storage storage = storage(access, FULL_SCOPE);
        return new GcsBuckets(storage, () -> close(storage, "buckets"));
    }

    private static Storage storage(GoogleAccess access, String scope) throws BucketException {
        Credentials credentials = credentials(access, scope);
        StorageOptions.Builder options = StorageOptions.http()
                .setCredentials(credentials)
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
        // Needed by the client; what is asked of a bucket that is there does not use it.
        options.setProjectId(access.project().orElseGet(() -> projectOf(credentials)));
        return options.build().getService();
    }

    private static String projectOf(Credentials credentials) {
        String known = credentials instanceof ServiceAccountCredentials account ? account.getProjectId() : null;
        return known == null ? "rondo" : known;
    }

    private static Credentials credentials(GoogleAccess access, String scope) throws BucketException {
        try {
            return SignIn.of(access, scope);
        } catch (IOException e) {
            throw new BucketException(BucketException.Kind.FORBIDDEN, String.valueOf(e.getMessage()), null);
        }
    }

    private static void close(Storage storage, String what) {
        try {
            storage.close();
        } catch (Exception e) {
            throw new IllegalStateException("the client of " + what + " does not close", e);
        }
    }
}
