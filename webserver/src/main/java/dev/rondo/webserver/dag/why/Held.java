package dev.rondo.webserver.dag.why;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that keeps a DAG from running now.
 *
 * @param code stable
 * @param message one sentence with the values that matter, and what mends it
 * @param until when it ends by itself; null: it does not, or nobody knows
 */
public record Held(String code, String message, @Nullable Instant until) {}
