package dev.rondo.storage.s3;

import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.amazon.AmazonAccess;
import dev.rondo.storage.amazon.AmazonProbe;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/**
 * Lists one object of a bucket, where one is named; otherwise the buckets of a server that is not Amazon's; otherwise
 * asks Amazon who asks, which everybody may.
 */
final class S3Probe implements AmazonProbe {

    private final AmazonAccess access;
    private final Optional<String> bucket;
    private final ClientSettings settings;

    S3Probe(AmazonAccess access, Optional<String> bucket, ClientSettings settings) {
        this.access = access;
        this.bucket = bucket;
        this.settings = settings;
    }

    @Override
    public String ask() throws BucketException {
        if (bucket.isPresent()) {
            return listed(bucket.get());
        }
        if (access.identity() instanceof AmazonAccess.Identity.Anonymous) {
            throw new BucketException(
                    Kind.FORBIDDEN, "it asks without a key (signature_version unsigned)" + ifNamed(), null);
        }
        return access.endpoint().isPresent() ? buckets(access.endpoint().get()) : whoAsks();
    }

    private String listed(String name) throws BucketException {
        try (S3Client client = settings.s3(access)) {
            ListObjectsV2Response ignored =
                    client.listObjectsV2(request -> request.bucket(name).maxKeys(1));
            return "s3://" + name + " can be listed";
        } catch (SdkException e) {
            throw S3Errors.translated("list s3://" + name, e, Kind.MISSING);
        }
    }

    private String buckets(String server) throws BucketException {
        try (S3Client client = settings.s3(access)) {
            return server + " knows the key; buckets it may list: "
                    + client.listBuckets().buckets().size();
        } catch (SdkException e) {
            BucketException failed = S3Errors.translated("list the buckets of " + server, e, Kind.UNREACHABLE);
            throw S3Errors.isDenied(e)
                    ? new BucketException(failed.kind(), failed.getMessage() + ifNamed(), e)
                    : failed;
        }
    }

    private String whoAsks() throws BucketException {
        StsClientBuilder builder = settings.sts();
        access.role().flatMap(AmazonAccess.Role::endpoint).map(URI::create).ifPresent(builder::endpointOverride);
        try (StsClient client = builder.build()) {
            return "Amazon knows the key, as that of "
                    + client.getCallerIdentity().arn();
        } catch (SdkException e) {
            throw S3Errors.translated("ask Amazon who asks", e, Kind.UNREACHABLE);
        }
    }

    private static String ifNamed() {
        return "; name a bucket to have it listed: service_config {\"s3\": {\"bucket_name\": \"…\"}}";
    }

    @Override
    public void close() {
        settings.close();
    }
}
