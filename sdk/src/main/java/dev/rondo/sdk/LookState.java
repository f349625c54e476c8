package dev.rondo.sdk;

/**
 * What one look leaves for the next.
 *
 * @param version of its form, as its writer named it
 * @param json the encoded value
 */
public record LookState(int version, String json) {}
