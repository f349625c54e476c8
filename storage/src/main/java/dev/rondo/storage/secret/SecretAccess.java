package dev.rondo.storage.secret;

import dev.rondo.storage.BucketAccess;
import java.util.Map;

/**
 * How a secret manager is reached.
 *
 * @param project whose secrets
 * @param account another server than Google's, and who signs in, as for buckets
 */
public record SecretAccess(String project, BucketAccess account) {

    /** As the variables {@code RONDO_SECRETS_ENDPOINT} and {@code RONDO_GCS_…} say. */
    public static SecretAccess of(String project, Map<String, String> environment) {
        return new SecretAccess(project, BucketAccess.of(environment, "RONDO_SECRETS_ENDPOINT"));
    }
}
