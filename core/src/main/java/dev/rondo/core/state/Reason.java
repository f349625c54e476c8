package dev.rondo.core.state;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why something does not start: for people, for scripts, and where it is known until when. */
public interface Reason {

    /** Stable code, such as {@code upstream_unfinished}. */
    String code();

    /** One sentence with the values that matter. */
    String text();

    /** The values by name, for scripts and pages. */
    Map<String, String> data();

    /** The earliest moment it can change by itself; null: it waits for an event. */
    default @Nullable Instant earliest() {
        return null;
    }
}
