package dev.rondo.storage.s3;

import dev.rondo.storage.amazon.AmazonAccess;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/**
 * What all clients of one access have in common: who signs in, the region, and how often something is asked. They go
 * over the JDK's older HTTP client. No call has a time limit of the client's own, which would keep threads that a task
 * host finds left behind; its sockets have.
 */
final class ClientSettings implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(15);

    private static final int MAX_ATTEMPTS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** Where a bucket is asked for whose region nobody says; the client goes on to the right one. */
    private static final Region ANY = Region.US_EAST_1;

    private final ClientOverrideConfiguration asking;
    private final Region region;
    private final SignIn signIn;

    private ClientSettings(AmazonAccess access, ClientOverrideConfiguration asking) {
        this.asking = asking;
        this.region = region(access);
        this.signIn = SignIn.of(access, () -> sts(asking, region));
    }

    /**
     * What may pass is asked again, for some seconds in all.
     *
     * @throws SdkException when there are no such credentials
     */
    static ClientSettings repeating(AmazonAccess access) {
        StandardRetryStrategy strategy = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(MAX_ATTEMPTS)
                .backoffStrategy(BackoffStrategy.exponentialDelay(FIRST_PAUSE, LONGEST_PAUSE))
                .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(FIRST_PAUSE, LONGEST_PAUSE))
                .retryOnException(S3Errors::isHalfAnAnswer)
                .circuitBreakerEnabled(false) // a call that is slow to succeed is no reason to give up the next one
                .build();
        return new ClientSettings(
                access,
                ClientOverrideConfiguration.builder().retryStrategy(strategy).build());
    }

    /**
     * Everything is asked once.
     *
     * @throws SdkException when there are no such credentials
     */
    static ClientSettings once(AmazonAccess access) {
        return new ClientSettings(
                access,
                ClientOverrideConfiguration.builder()
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .build());
    }

    /** A client of buckets. */
    S3Client s3(AmazonAccess access) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(http())
                .overrideConfiguration(asking)
                .credentialsProvider(signIn.credentials())
                .region(region);
        access.endpoint()
                .map(URI::create)
                .ifPresentOrElse(
                        server -> builder.endpointOverride(server).forcePathStyle(true),
                        () -> builder.crossRegionAccessEnabled(true));
        return builder.build();
    }

    /** A client of who asks. */
    StsClientBuilder sts() {
        return sts(asking, region).credentialsProvider(signIn.credentials());
    }

    private static StsClientBuilder sts(ClientOverrideConfiguration asking, Region region) {
        return StsClient.builder()
                .httpClientBuilder(http())
                .overrideConfiguration(asking)
                .region(region);
    }

    private static UrlConnectionHttpClient.Builder http() {
        return UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(READ);
    }

    private static Region region(AmazonAccess access) {
        return access.region().map(Region::of).orElseGet(() -> said(access).orElse(ANY));
    }

    private static Optional<Region> said(AmazonAccess access) {
        // Only a machine that gives credentials is asked where it is: on others the question takes seconds.
        boolean onMachine = access.identity() instanceof AmazonAccess.Identity.DefaultChain
                && access.endpoint().isEmpty();
        AwsRegionProvider chain = onMachine
                ? new DefaultAwsRegionProviderChain()
                : new AwsRegionProviderChain(new SystemSettingsRegionProvider(), new AwsProfileRegionProvider());
        try {
            return Optional.ofNullable(chain.getRegion());
        } catch (SdkException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        signIn.close();
    }
}
