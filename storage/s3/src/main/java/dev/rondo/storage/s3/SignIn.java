package dev.rondo.storage.s3;

import dev.rondo.storage.amazon.AmazonAccess;
import dev.rondo.storage.amazon.AmazonAccess.Identity;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Who signs in, and what is closed with them. */
final class SignIn implements AutoCloseable {

    private final AwsCredentialsProvider credentials;
    private final List<SdkAutoCloseable> opened;

    private SignIn(AwsCredentialsProvider credentials, List<SdkAutoCloseable> opened) {
        this.credentials = credentials;
        this.opened = opened;
    }

    /**
     * Who signs in for an access.
     *
     * @param sts makes a client that roles are asked for by
     */
    static SignIn of(AmazonAccess access, Supplier<StsClientBuilder> sts) {
        List<SdkAutoCloseable> opened = new ArrayList<>();
        AwsCredentialsProvider own = own(access.identity(), opened);
        AwsCredentialsProvider used =
                access.role().map(role -> acting(role, own, sts.get(), opened)).orElse(own);
        return new SignIn(used, opened);
    }

    private static AwsCredentialsProvider own(Identity identity, List<SdkAutoCloseable> opened) {
        return switch (identity) {
            case Identity.DefaultChain() ->
                closedLater(DefaultCredentialsProvider.builder().build(), opened);
            case Identity.Anonymous() -> AnonymousCredentialsProvider.create();
            case Identity.Profile(String name) -> closedLater(ProfileCredentialsProvider.create(name), opened);
            case Identity.Key key -> StaticCredentialsProvider.create(keyOf(key));
        };
    }

    private static AwsCredentials keyOf(Identity.Key key) {
        return key.sessionToken()
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(key.id(), key.secret(), token))
                .orElseGet(() -> AwsBasicCredentials.create(key.id(), key.secret()));
    }

    private static AwsCredentialsProvider acting(
            AmazonAccess.Role role, AwsCredentialsProvider own, StsClientBuilder sts, List<SdkAutoCloseable> opened) {
        StsClientBuilder builder = sts.credentialsProvider(own);
        role.endpoint().map(URI::create).ifPresent(builder::endpointOverride);
        StsClient client = closedLater(builder.build(), opened);
        AssumeRoleRequest.Builder request =
                AssumeRoleRequest.builder().roleArn(role.arn()).roleSessionName(role.sessionName());
        role.externalId().ifPresent(request::externalId);
        return closedLater(
                StsAssumeRoleCredentialsProvider.builder()
                        .stsClient(client)
                        .refreshRequest(request.build())
                        .build(),
                opened);
    }

    private static <T extends SdkAutoCloseable> T closedLater(T resource, List<SdkAutoCloseable> opened) {
        opened.add(resource);
        return resource;
    }

    AwsCredentialsProvider credentials() {
        return credentials;
    }

    @Override
    public void close() {
        opened.reversed().forEach(SdkAutoCloseable::close);
    }
}
