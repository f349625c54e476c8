package dev.rondo.webserver.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down who guesses passwords: after a few failures each further one makes the caller wait twice as long. Counted
 * by user and address, so that a guesser does not lock the user out elsewhere.
 */
final class SignInBrake {

    private static final int FREE_FAILURES = 3;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 5; // 32 s: some 2,700 guesses a day
    private static final Duration FORGET_AFTER = Duration.ofMinutes(15);

    // Bounded: a guesser who changes the user name each time fills it no further.
    private static final int MAX_KEYS = 10_000;

    // Guards itself; the eldest goes first.
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_KEYS;
        }
    };

    private record Failures(int count, Instant last) {}

    /** How long the caller has to wait before the next try; zero: not at all. */
    Duration waitFor(String key, Instant now) {
        Failures before;
        synchronized (failures) {
            before = failures.get(key);
        }
        if (before == null || before.count() < FREE_FAILURES) {
            return Duration.ZERO;
        }
        int doublings = Math.min(before.count() - FREE_FAILURES, MAX_DOUBLINGS);
        Duration left = Duration.between(now, before.last().plus(FIRST_WAIT.multipliedBy(1L << doublings)));
        return left.isNegative() ? Duration.ZERO : left;
    }

    void failed(String key, Instant now) {
        synchronized (failures) {
            Failures before = failures.remove(key);
            int earlier = before != null && before.last().plus(FORGET_AFTER).isAfter(now) ? before.count() : 0;
            failures.put(key, new Failures(earlier + 1, now));
        }
    }

    void succeeded(String key) {
        synchronized (failures) {
            failures.remove(key);
        }
    }
}
