package dev.rondo.sdk.internal.json;

/** JSON's {@code true} and {@code false}. */
public enum JsonBoolean implements JsonValue {
    /** JSON's {@code true}. */
    TRUE,
    /** JSON's {@code false}. */
    FALSE;

    /** The constant for a Java boolean. */
    public static JsonBoolean of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** The Java boolean of this constant. */
    public boolean value() {
        return this == TRUE;
    }

    @Override
    public String kind() {
        return "boolean";
    }

    @Override
    public String toString() {
        return value() ? "true" : "false";
    }
}
