package dev.rondo.core.state;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A reason in plain words, for rules that keep nothing else of it. */
public record Told(
        String code,
        String text,
        Map<String, String> data,
        @Nullable Instant earliest) implements Reason {

    public Told {
        data = Map.copyOf(data);
    }

    /** Not yet, until something happens. */
    public static Readiness by(String code, String text, Map<String, String> data) {
        return new Readiness.NotYet(new Told(code, text, data, null));
    }

    /** Not before a moment. */
    public static Readiness until(String code, String text, Instant earliest) {
        return new Readiness.NotYet(new Told(code, text, Map.of("until", earliest.toString()), earliest));
    }
}
