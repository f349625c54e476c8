package dev.rondo.metadata.dagrun;

/** A run that was made. */
public record CreatedRun(long runNo, String dagId, String runId) {}
