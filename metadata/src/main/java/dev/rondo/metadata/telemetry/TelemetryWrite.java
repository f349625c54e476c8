package dev.rondo.metadata.telemetry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a receiver is to be told of, at least once, after the commit. Nothing that a person or body said is
 * part of it: no message, no conf, no value.
 *
 * @param clearNumber how often the run was opened again before that
 * @param taskId null: of the run
 * @param lostTries how often the try was lost with its worker, and begun once more
 * @param state the one that it came into
 * @param reason stable code; null: the state says it
 * @param end null: it goes on
 * @param at moment of the change
 */
public record TelemetryWrite(
        Receiver receiver,
        Moment moment,
        long runNo,
        int clearNumber,
        @Nullable String taskId,
        int mapIndex,
        int tryNumber,
        int lostTries,
        String state,
        @Nullable String reason,
        Instant start,
        @Nullable Instant end,
        Instant at) {}
