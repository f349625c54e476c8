package dev.rondo.sdk.spec;

import org.jspecify.annotations.Nullable;

/**
 * A task group: a place in the graph, and for a mapped one a unit that is repeated per element.
 *
 * @param groupId full id, with its parents' ids before it
 * @param parentId full id of the group around it; null: the DAG
 * @param mapping over what it is mapped; null: not mapped
 */
public record GroupSpec(
        String groupId,
        @Nullable String parentId,
        @Nullable MappingSpec mapping,
        @Nullable String doc) {}
