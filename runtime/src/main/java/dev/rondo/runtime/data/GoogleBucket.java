package dev.rondo.runtime.data;

import dev.rondo.sdk.Connection;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.Buckets;
import dev.rondo.storage.BucketsProvider;
import dev.rondo.storage.ClientJars;
import dev.rondo.storage.GoogleAccess;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Map;
import java.util.Optional;

/** Opens buckets of Google's by what Google's jars offer, which nobody loads before. */
final class GoogleBucket {

    private GoogleBucket() {}

    /**
     * Opens one; it asks as the connection says, or the variables of the environment.
     *
     * @throws AccessDeniedException when there are no such credentials
     */
    static BucketPlace.Opened<BucketObject> open(
            String bucket, Optional<Connection> connection, Map<String, String> environment) throws IOException {
        GoogleAccess access =
                connection.map(it -> GoogleAccess.of(it::findExtra)).orElseGet(() -> GoogleAccess.of(environment));
        try {
            Buckets buckets = ClientJars.ofThisProcess(ClientJars.Cloud.GOOGLE)
                    .open(BucketsProvider.class, Buckets.class, provider -> provider.open(access));
            return new BucketPlace.Opened<>(buckets.bucket(bucket), buckets);
        } catch (BucketException e) {
            throw new AccessDeniedException("gs://" + bucket, null, e.getMessage());
        }
    }
}
