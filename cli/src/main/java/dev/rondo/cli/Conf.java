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
        try {
            if (JsonValue.parse(text) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException e) {
            throw new CommandException(ExitCode.USAGE, "the conf is not JSON: " + e.getMessage(), e);
        }
        throw new CommandException(
                ExitCode.USAGE, "the conf must be a JSON object such as '{\"epochs\": 3}', was " + text);
    }
}
