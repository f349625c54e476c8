package dev.rondo.operators.gcs;

import java.nio.charset.StandardCharsets;

/**
 * An object, written {@code gs://bucket/object}. Both parts may be templates still, as long as the bucket has no
 * {@code /}.
 */
record GcsUri(String bucket, String object) {

    private static final String SCHEME = "gs://";

    // Google's limit.
    private static final int MAX_NAME_BYTES = 1024;

    /** @throws IllegalArgumentException when it is none */
    static GcsUri parse(String text) {
        int slash = text.startsWith(SCHEME) ? text.indexOf('/', SCHEME.length()) : -1;
        if (slash <= SCHEME.length() || slash == text.length() - 1) {
            throw new IllegalArgumentException("'" + text + "' is no object in a bucket; write gs://bucket/object");
        }
        return new GcsUri(text.substring(SCHEME.length(), slash), text.substring(slash + 1));
    }

    static String of(String bucket, String object) {
        return SCHEME + bucket + "/" + object;
    }

    /**
     * Gives back the name of an object that can be made.
     *
     * @throws IllegalArgumentException when Google takes no such name
     */
    static String requireName(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        String wrong = "";
        if (bytes == 0 || bytes > MAX_NAME_BYTES) {
            wrong = "has " + bytes + " bytes, not 1 to " + MAX_NAME_BYTES;
        } else if (name.chars().anyMatch(Character::isISOControl)) {
            wrong = "has control characters";
        } else if (name.equals(".") || name.equals("..")) {
            wrong = "is a folder's own";
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("the object's name '" + printable(name) + "' " + wrong);
        }
        return name;
    }

    private static String printable(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return clean.length() > 80 ? clean.substring(0, 80) + "…" : clean;
    }
}
