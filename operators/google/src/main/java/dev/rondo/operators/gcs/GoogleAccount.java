package dev.rondo.operators.gcs;

import dev.rondo.sdk.CheckReturnValue;
import java.util.List;

/**
 * Who an operator is for Google, as one component of its record.
 *
 * @param gcpConnId the connection, of type {@code google_cloud_platform}, with the extras that Airflow has; where there
 *     is no {@code google_cloud_default}, the worker's {@code RONDO_GCS_…} variables say, and so application default
 *     credentials
 * @param impersonationChain service accounts to act as, one by the other, the last being who asks; empty: as the
 *     connection says
 */
@CheckReturnValue
public record GoogleAccount(String gcpConnId, List<String> impersonationChain) {

    /** Airflow's default connection. */
    public static final GoogleAccount DEFAULT = new GoogleAccount("google_cloud_default", List.of());

    public GoogleAccount {
        impersonationChain = List.copyOf(impersonationChain);
    }

    /** By another connection. */
    public GoogleAccount withGcpConnId(String id) {
        return new GoogleAccount(id, impersonationChain);
    }

    /** Acting as the last of these. */
    public GoogleAccount withImpersonationChain(List<String> chain) {
        return new GoogleAccount(gcpConnId, chain);
    }
}
