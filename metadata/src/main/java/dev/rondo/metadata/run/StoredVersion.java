package dev.rondo.metadata.run;

/**
 * A version of a DAG as it is stored.
 *
 * @param graph JSON of its {@link dev.rondo.sdk.spec.DagSpec}
 */
public record StoredVersion(long versionId, String jarHash, String graph) {}
