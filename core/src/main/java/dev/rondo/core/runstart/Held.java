package dev.rondo.core.runstart;

import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Reason;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A reason in plain words. */
record Held(
        String code,
        String text,
        Map<String, String> data,
        @Nullable Instant earliest) implements Reason {

    static Readiness by(String code, String text, Map<String, String> data) {
        return new Readiness.NotYet(new Held(code, text, data, null));
    }

    static Readiness until(String code, String text, Instant earliest) {
        return new Readiness.NotYet(new Held(code, text, Map.of("until", earliest.toString()), earliest));
    }
}
