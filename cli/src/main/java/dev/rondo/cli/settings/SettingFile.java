package dev.rondo.cli.settings;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.Conf;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Files of settings in Airflow's form: one JSON object, each member a setting by its name. */
final class SettingFile {

    /** What the server shows instead of a secret. */
    static final String MASK = "***";

    // What one bulk request may hold is a thousand; smaller ones are answered sooner.
    private static final int AT_ONCE = 100;

    private SettingFile() {}

    /** What becomes of settings that are there already; the words are the server's. */
    enum Existing {
        /** They become those of the file. */
        overwrite,
        /** Nothing is done. */
        fail,
        /** They stay as they are. */
        skip
    }

    static Map<String, JsonValue> read(Path file) {
        try {
            return Conf.parse(file.toString(), Files.readString(file), "{\"name\": …}")
                    .members();
        } catch (IOException e) {
            throw new CommandException(ExitCode.USAGE, "cannot read " + file + ": " + e, e);
        }
    }

    static void write(Path file, Map<String, JsonValue> settings) {
        try {
            Files.writeString(file, JsonObject.of(settings).toJson() + "\n");
        } catch (IOException e) {
            throw new CommandException(ExitCode.CANT_CREATE, "cannot write " + file + ": " + e, e);
        }
    }

    /**
     * Makes settings by bulk requests and says how many were made.
     *
     * @param path of the list
     * @param words what they are, for people
     */
    static int send(Session session, String path, List<JsonObject> entities, Existing existing, String words) {
        int made = 0;
        List<String> refused = new ArrayList<>();
        for (int from = 0; from < entities.size(); from += AT_ONCE) {
            List<JsonObject> some = entities.subList(from, Math.min(from + AT_ONCE, entities.size()));
            JsonObject action = JsonObject.of(Map.of(
                    "action", new JsonString("create"),
                    "action_on_existence", new JsonString(existing.name()),
                    "entities", JsonArray.of(some)));
            JsonObject answer =
                    session.api().patch(path, JsonObject.of(Map.of("actions", JsonArray.of(List.of(action)))));
            JsonObject result = (JsonObject) answer.require("create");
            made += ((JsonArray) result.require("success")).size();
            for (JsonValue error : (JsonArray) result.require("errors")) {
                refused.add(((JsonObject) error).findString("error").orElse("refused"));
            }
        }
        session.output().line(made + " of " + entities.size() + " " + words + " imported");
        PrintWriter err = session.err();
        refused.forEach(why -> err.println("rondo: " + why));
        err.flush();
        return refused.isEmpty() ? ExitCode.OK.code() : ExitCode.REFUSED.code();
    }
}
