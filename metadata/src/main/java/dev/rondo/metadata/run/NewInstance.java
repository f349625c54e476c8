package dev.rondo.metadata.run;

/**
 * An instance that gets its row.
 *
 * @param write what it is at once
 * @param priority effective weight
 */
public record NewInstance(InstanceWrite write, String pool, int poolSlots, int priority, String queue) {}
