package dev.rondo.storage.secret;

import dev.rondo.storage.BucketAccess;
import java.util.Map;
import java.util.Optional;

/**
 * How a secret manager is reached.
 *
 * @param project whose secrets
 * @param account another server than Google's, and who signs in, as for buckets
 */
public record SecretAccess(String project, BucketAccess account) {

    /** As the variables {@code RONDO_SECRETS_ENDPOINT} and {@code RONDO_GCS_…} say. */
    public static SecretAccess of(String project, Map<String, String> environment) {
        Optional<String> endpoint =
                Optional.ofNullable(environment.get("RONDO_SECRETS_ENDPOINT")).filter(text -> !text.isBlank());
        return new SecretAccess(
                project,
                endpoint.map(BucketAccess::anonymous)
                        .orElseGet(() -> new BucketAccess(
                                Optional.empty(),
                                Optional.ofNullable(environment.get("RONDO_GCS_CREDENTIALS"))
                                        .filter(text -> !text.isBlank())
                                        .orElse("default"),
                                Optional.ofNullable(environment.get("RONDO_GCS_IMPERSONATE"))
                                        .filter(text -> !text.isBlank()))));
    }
}
