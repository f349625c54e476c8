package dev.rondo.storage.amazon;

import java.util.Optional;

/**
 * Who asks Amazon, and where.
 *
 * @param region such as {@code eu-central-1}; empty: that of the environment
 * @param endpoint another server than Amazon's, such as {@code http://127.0.0.1:9000}; buckets are in its paths then
 * @param role whom to act as
 */
public record AmazonAccess(Identity identity, Optional<String> region, Optional<String> endpoint, Optional<Role> role) {

    /** Whatever the machine has, in the region that it says. */
    public static final AmazonAccess OF_ENVIRONMENT =
            new AmazonAccess(new Identity.DefaultChain(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Whose credentials they are. */
    public sealed interface Identity {

        /** Amazon's default chain: variables, a file, single sign-on, or the role of the pod or machine. */
        record DefaultChain() implements Identity {}

        /** Nobody's, for what is public. */
        record Anonymous() implements Identity {}

        /** Those of a profile in the files of Amazon's own tools. */
        record Profile(String name) implements Identity {}

        /**
         * A key.
         *
         * @param sessionToken of a key that is for some hours
         */
        record Key(String id, String secret, Optional<String> sessionToken) implements Identity {
            @Override
            public String toString() {
                return "Key[***]";
            }
        }
    }

    /**
     * A role to act as.
     *
     * @param sessionName what Amazon's records call who does so
     * @param externalId what the role's owner asks for
     * @param endpoint another server than Amazon's that gives roles
     */
    public record Role(String arn, String sessionName, Optional<String> externalId, Optional<String> endpoint) {}
}
