package dev.rondo.webserver.rest;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Looks again whether the token of a request is good, while the request goes on: every 15 s, however much is sent
 * meanwhile. So one that has run out, was given back or revoked ends what it began.
 */
public final class TokenWatch {

    private static final Duration EVERY = Duration.ofSeconds(15);

    private final Api.SignIn signIn;
    private final LongSupplier nanoTicker;

    /**
     * Watches tokens of a sign-in.
     *
     * @param nanoTicker monotonic
     */
    public TokenWatch(Api.SignIn signIn, LongSupplier nanoTicker) {
        this.signIn = signIn;
        this.nanoTicker = nanoTicker;
    }

    /** Begins with a request that was let in just now. */
    public Watched of(Request request) {
        return new Watched(request);
    }

    /** The token of one request, and what it opens. For one thread. */
    public final class Watched {

        private final Request request;
        private long lookedAt = nanoTicker.getAsLong();

        private Watched(Request request) {
            this.request = request;
        }

        /** How long until the next look; not positive: it is due. */
        public Duration untilLook() {
            return EVERY.minusNanos(nanoTicker.getAsLong() - lookedAt);
        }

        /** Looks if it is time to; false when the token opens this no more. */
        public boolean isGood() {
            if (untilLook().isPositive()) {
                return true;
            }
            lookedAt = nanoTicker.getAsLong();
            return request.token().map(signIn::find).orElse(null) instanceof Api.Found.Known known
                    && request.goesOn(known.caller());
        }
    }
}
