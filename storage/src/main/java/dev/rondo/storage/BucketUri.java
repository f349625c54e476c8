package dev.rondo.storage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a bucket, such as {@code gs://bucket/dags}.
 *
 * @param prefix what names of objects there begin with: empty, or ending in {@code /}
 */
public record BucketUri(String bucket, String prefix) {

    private static final String SCHEME = "gs://";
    private static final Pattern FORM = Pattern.compile("gs://([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])(?:/(.*))?");

    /** Whether a text is meant to be one. */
    public static boolean isOne(String text) {
        return text.startsWith("gs:");
    }

    /** @throws IllegalArgumentException when it is none */
    public static BucketUri parse(String text) {
        Matcher form = FORM.matcher(text);
        String path = form.matches() && form.group(2) != null ? form.group(2) : "";
        if (!form.matches() || path.contains("//") || path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no place in a bucket; write it as gs://bucket or gs://bucket/folder");
        }
        return new BucketUri(form.group(1), path.isEmpty() || path.endsWith("/") ? path : path + "/");
    }

    @Override
    public String toString() {
        String whole = SCHEME + bucket + "/" + prefix;
        return whole.substring(0, whole.length() - 1);
    }
}
