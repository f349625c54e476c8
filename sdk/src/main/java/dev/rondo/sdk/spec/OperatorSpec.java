package dev.rondo.sdk.spec;

import java.util.Map;

/**
 * An operator given directly: its class and fields, shown on the page and compared between versions.
 *
 * @param className fully qualified class of the operator record
 * @param kind {@code action}, {@code transfer} or {@code sensor}
 * @param fields the record's components by name, each as JSON text; strings may hold templates
 * @param builtIn whether the class comes from the installation, so that it runs without the user's jar
 */
public record OperatorSpec(String className, String kind, Map<String, String> fields, boolean builtIn) {
    public OperatorSpec {
        fields = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(fields));
    }
}
