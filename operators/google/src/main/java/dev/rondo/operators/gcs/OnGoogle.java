package dev.rondo.operators.gcs;

import dev.rondo.sdk.CheckReturnValue;
import java.util.List;

/**
 * An operator that asks Google as somebody. A record gets these by a {@link GoogleAccount} component named
 * {@code account} and one method.
 *
 * @param <S> the operator itself
 */
@CheckReturnValue
public interface OnGoogle<S extends OnGoogle<S>> {

    /** Who it is. */
    GoogleAccount account();

    /** The same operator as somebody else. */
    S withAccount(GoogleAccount account);

    /** By this connection. Default: {@code google_cloud_default}. */
    default S gcpConnId(String id) {
        return withAccount(account().withGcpConnId(id));
    }

    /** Acting as the last of these service accounts, reached one by the other. Default: as the connection says. */
    default S impersonationChain(String... accounts) {
        return withAccount(account().withImpersonationChain(List.of(accounts)));
    }
}
