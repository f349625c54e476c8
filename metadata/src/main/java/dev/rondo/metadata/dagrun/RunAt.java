package dev.rondo.metadata.dagrun;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run that a command is about. */
public record RunAt(
        long runNo, String runId, String state, @Nullable Instant logicalDate, Instant runAfter, long versionId) {}
