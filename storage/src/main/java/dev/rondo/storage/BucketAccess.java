package dev.rondo.storage;

import java.util.Map;
import java.util.Optional;

/**
 * How buckets are reached.
 *
 * @param endpoint another server than Google's, such as {@code http://127.0.0.1:4443}
 * @param credentials {@code default}, {@code anonymous}, or the path of a service account's file
 * @param impersonated the service account to act as
 */
public record BucketAccess(Optional<String> endpoint, String credentials, Optional<String> impersonated) {

    /** As the variables {@code RONDO_GCS_…} say. */
    public static BucketAccess of(Map<String, String> environment) {
        Optional<String> endpoint = said(environment, "RONDO_GCS_ENDPOINT");
        return new BucketAccess(
                endpoint,
                said(environment, "RONDO_GCS_CREDENTIALS").orElse(endpoint.isPresent() ? "anonymous" : "default"),
                said(environment, "RONDO_GCS_IMPERSONATE"));
    }

    /**
     * How another service of Google's is reached: by whoever asks for buckets, or where the variable says, without
     * sign-in.
     *
     * @param endpoint name of the variable that names another server
     */
    public static BucketAccess of(Map<String, String> environment, String endpoint) {
        return said(environment, endpoint)
                .map(BucketAccess::anonymous)
                .orElseGet(() -> new BucketAccess(
                        Optional.empty(),
                        said(environment, "RONDO_GCS_CREDENTIALS").orElse("default"),
                        said(environment, "RONDO_GCS_IMPERSONATE")));
    }

    /** Of a server that asks nobody who they are. */
    public static BucketAccess anonymous(String endpoint) {
        return new BucketAccess(Optional.of(endpoint), "anonymous", Optional.empty());
    }

    private static Optional<String> said(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }
}
