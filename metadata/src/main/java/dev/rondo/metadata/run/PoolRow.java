package dev.rondo.metadata.run;

/**
 * A pool as it is stored.
 *
 * @param slots -1: unlimited
 * @param usedSlots taken by queued and running instances, and by deferred ones where it says so
 */
public record PoolRow(String name, int slots, int usedSlots, boolean includeDeferred) {}
