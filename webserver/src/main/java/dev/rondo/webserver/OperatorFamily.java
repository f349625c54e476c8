package dev.rondo.webserver;

/**
 * Operators that are installed together, which Airflow calls a provider.
 *
 * @param name of their jar, such as {@code rondo-operators-standard}
 * @param description what they are for; may be empty
 * @param version may be empty
 */
public record OperatorFamily(String name, String description, String version) {}
