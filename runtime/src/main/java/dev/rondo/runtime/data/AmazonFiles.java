package dev.rondo.runtime.data;

import dev.rondo.sdk.Connection;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.ClientJars;
import dev.rondo.storage.ClientJars.Cloud;
import dev.rondo.storage.amazon.AmazonAccess;
import dev.rondo.storage.amazon.AmazonBucket;
import dev.rondo.storage.amazon.AmazonObject;
import dev.rondo.storage.amazon.AmazonProvider;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;

/** Opens buckets of Amazon's by what Amazon's jars offer, which nobody loads before. */
final class AmazonFiles {

    private AmazonFiles() {}

    /**
     * Opens one; it asks as the connection says, or with what Amazon's own settings and the machine give.
     *
     * @throws AccessDeniedException when there are no such credentials, or the connection cannot be used
     */
    static BucketPlace.Opened<AmazonObject> open(String bucket, Optional<Connection> connection) throws IOException {
        try {
            AmazonAccess access = connection.map(AmazonConnection::access).orElse(AmazonAccess.OF_ENVIRONMENT);
            AmazonBucket opened = ClientJars.ofThisProcess(Cloud.AMAZON)
                    .open(AmazonProvider.class, AmazonBucket.class, provider -> provider.open(bucket, access));
            return new BucketPlace.Opened<>(opened, opened);
        } catch (BucketException | IllegalArgumentException e) {
            throw new AccessDeniedException("s3://" + bucket, null, e.getMessage());
        }
    }
}
