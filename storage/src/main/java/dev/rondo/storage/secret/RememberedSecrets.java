package dev.rondo.storage.secret;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What a backend said, remembered for a while, also that it has no such secret: a thousand tasks that ask for one
 * connection are one question. What it refuses is not remembered, and nothing is used for longer because it is away.
 */
public final class RememberedSecrets implements SecretBackend {

    // Secrets of a few KB: some tens of MB at most.
    private static final int MOST = 5_000;

    private final SecretBackend backend;
    private final long nanos;
    private final LongSupplier ticker;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    /**
     * Remembers what a backend says.
     *
     * @param age how long; zero: not at all
     * @param ticker nanoseconds of a monotonic clock
     */
    public RememberedSecrets(SecretBackend backend, Duration age, LongSupplier ticker) {
        this.backend = backend;
        this.nanos = age.toNanos();
        this.ticker = ticker;
    }

    private record Answer(Optional<String> secret, long askedAt) {
        @Override
        public String toString() {
            return "Answer[" + (secret.isPresent() ? "***" : "none") + "]";
        }
    }

    @Override
    public Optional<String> find(String name) {
        long now = ticker.getAsLong(); // before it is asked: so old is the answer, at most
        Answer before = answers.get(name);
        if (before != null && isYoung(before, now)) {
            return before.secret();
        }
        Optional<String> secret = backend.find(name);
        if (answers.size() >= MOST) {
            answers.clear();
        }
        answers.put(name, new Answer(secret, now));
        return secret;
    }

    private boolean isYoung(Answer answer, long now) {
        return now - answer.askedAt() < nanos;
    }

    @Override
    public String words() {
        return backend.words();
    }
}
