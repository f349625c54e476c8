package dev.rondo.storage.gcs;

import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketNotices;
import dev.rondo.storage.BucketNoticesProvider;
import java.io.IOException;
import java.net.URI;

/** Opens subscriptions of Google's Pub/Sub. */
public final class PubSubProvider implements BucketNoticesProvider {

    private static final String GOOGLE = "https://pubsub.googleapis.com";
    private static final String SCOPE = "https://www.googleapis.com/auth/pubsub";

    /** Made by the loader of services. */
    public PubSubProvider() {}

    @Override
    public BucketNotices open(String subscription, BucketAccess access) throws BucketException {
        try {
            return new PubSubNotices(
                    subscription, URI.create(access.endpoint().orElse(GOOGLE)), SignIn.of(access, SCOPE));
        } catch (IOException e) {
            throw new BucketException(Kind.FORBIDDEN, String.valueOf(e.getMessage()), null);
        }
    }
}
