package dev.rondo.sdk.internal.json;

/**
 * How much JSON is read or written before giving up.
 *
 * @param maxDepth how deep arrays and objects may nest; 1 or more
 * @param maxChars how long the whole text may be, in UTF-16 units
 */
public record JsonLimits(int maxDepth, int maxChars) {

    /** 512 levels fit the smallest stack of a task host's thread several times; 64 Mi characters its heap. */
    public static final JsonLimits DEFAULT = new JsonLimits(512, 64 << 20);

    public JsonLimits {
        if (maxDepth < 1 || maxChars < 0) {
            throw new IllegalArgumentException(
                    "limits must be positive: maxDepth=" + maxDepth + ", maxChars=" + maxChars);
        }
    }

    /** The same depth with another length. */
    public JsonLimits withMaxChars(int chars) {
        return new JsonLimits(maxDepth, chars);
    }
}
