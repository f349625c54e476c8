package dev.rondo.storage.s3;

import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.amazon.AmazonAccess;
import dev.rondo.storage.amazon.AmazonBucket;
import dev.rondo.storage.amazon.AmazonProbe;
import dev.rondo.storage.amazon.AmazonProvider;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens what is asked of Amazon by its own client. */
public final class S3Provider implements AmazonProvider {

    /** Made by the loader of services. */
    public S3Provider() {}

    @Override
    public AmazonBucket open(String bucket, AmazonAccess access) throws BucketException {
        return opened(() -> {
            ClientSettings settings = ClientSettings.repeating(access);
            S3Client client = settings.s3(access);
            return new S3Bucket(bucket, client, () -> {
                client.close();
                settings.close();
            });
        });
    }

    @Override
    public AmazonProbe probe(AmazonAccess access, Optional<String> bucket) throws BucketException {
        return opened(() -> new S3Probe(access, bucket, ClientSettings.once(access)));
    }

    private static <T> T opened(Supplier<T> opening) throws BucketException {
        try {
            return opening.get();
        } catch (SdkException | IllegalArgumentException e) {
            throw new BucketException(Kind.FORBIDDEN, String.valueOf(e.getMessage()), null);
        }
    }
}
