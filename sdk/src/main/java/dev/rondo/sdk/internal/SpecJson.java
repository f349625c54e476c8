package dev.rondo.sdk.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.specjson.SpecReader;
import dev.rondo.sdk.internal.specjson.SpecWriter;
import dev.rondo.sdk.spec.DagSpec;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The stored form of a graph. One graph has one text: keys in order, no blanks, nothing that is not said. The text has
 * its format's number in it; a reader ignores what it does not know, so that it also loads what a newer version wrote.
 */
public final class SpecJson {

    private SpecJson() {}

    /** The canonical text. */
    public static String write(DagSpec spec) {
        return SpecWriter.write(spec).toCanonicalJson();
    }

    /** SHA-256 of the canonical text, lower case hex. */
    public static String hash(String canonicalText) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonicalText.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Reads what {@link #write} wrote, in this or another version.
     *
     * @throws IllegalArgumentException when the text is no graph; the message says what is missing or wrong, and where
     */
    public static DagSpec read(String text) {
        try {
            if (JsonValue.parse(text) instanceof JsonObject object) {
                return SpecReader.read(object);
            }
        } catch (JsonException e) {
            throw new IllegalArgumentException("a stored graph is not JSON: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("a stored graph is a JSON object, this text is none");
    }
}
