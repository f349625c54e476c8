package dev.rondo.cli;

import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;

/** The conf of a run, as given on the command line. */
public final class Conf {

    private Conf() {}

    /**
     * Reads it.
     *
     * @throws CommandException when it is no JSON object
     */
    public static JsonObject parse(String text) {
        return parse("the conf", text, "{\"epochs\": 3}");
    }

    /**
     * Reads a JSON object.
     *
     * @param what it is, for the message
     * @param example of how it is written
     * @throws CommandException when it is none
     */
    public static JsonObject parse(String what, String text, String example) {
        JsonValue value;
        try {
            value = JsonValue.parse(text);
        } catch (JsonException e) {
            throw new CommandException(ExitCode.USAGE, what + " is not JSON: " + e.getMessage(), e);
        }
        if (value instanceof JsonObject object) {
            return object;
        }
        // Not the value itself: there may be passwords in it.
        throw new CommandException(
                ExitCode.USAGE,
                what + " must be a JSON object such as '" + example + "', was JSON of another kind: " + value.kind());
    }
}
