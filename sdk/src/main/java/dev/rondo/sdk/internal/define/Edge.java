package dev.rondo.sdk.internal.define;

/**
 * A line of the graph as it was drawn.
 *
 * @param where file and line of the {@code then}, {@code after} or {@code on}
 */
public record Edge(Endpoint from, Endpoint to, String where) {}
