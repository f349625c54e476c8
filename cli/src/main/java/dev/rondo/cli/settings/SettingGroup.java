package dev.rondo.cli.settings;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the commands of pools, of variables and of connections have in common.
 *
 * @param word what one of them is
 * @param list what they are together, in the API too
 * @param key the field that has the name
 * @param sealed whether the database keeps them sealed, and a file of them does not
 */
record SettingGroup(String word, String list, String key, boolean sealed) {

    /** What the server shows instead of a secret. */
    static final String MASK = "***";

    // What one bulk request may hold is a thousand; each is a command of its own, and an answer is waited for a minute.
    private static final int AT_ONCE = 50;

    // Half of what a body may have: the words around the settings count, too.
    private static final int MAX_BYTES = 512 * 1024;

    // How the server names a place in what was sent.
    private static final Pattern PLACE = Pattern.compile("body\\.actions\\.0\\.entities\\.([0-9]+)\\.?");

    /** What becomes of settings that are there already; the words are the server's. */
    enum Existing {
        /** They become those of the file. */
        overwrite,
        /** Nothing is done. */
        fail,
        /** They stay as they are. */
        skip
    }

    private String path() {
        return "/api/v2/" + list;
    }

    private String nameOf(JsonObject entity) {
        return entity.findString(key).orElse("");
    }

    List<JsonObject> all(Session session) {
        return Pages.read(session.api(), path(), list, Integer.MAX_VALUE);
    }

    JsonObject get(Session session, String name) {
        return session.api().get(path() + "/" + Paths.encode(name));
    }

    int delete(Session session, String name) {
        JsonObject ignored = session.api().delete(path() + "/" + Paths.encode(name));
        session.output().line(word + " " + name + " is deleted");
        return ExitCode.OK.code();
    }

    /** Makes one that must not be there. */
    int add(Session session, JsonObject entity) {
        String name = nameOf(entity);
        try {
            JsonObject ignored = session.api().post(path(), entity);
        } catch (CommandException e) {
            String why = String.valueOf(e.getMessage());
            throw new CommandException(
                    e.exitCode(), why.startsWith("body.") ? word + " '" + name + "': " + why.substring(5) : why, e);
        }
        session.output().line(word + " " + name + " is made");
        return ExitCode.OK.code();
    }

    /** Makes one, or changes it. */
    int set(Session session, JsonObject entity) {
        Sent sent = send(session, List.of(entity), Existing.overwrite);
        if (!sent.refused().isEmpty()) {
            throw new CommandException(sent.code(), String.join("; ", sent.refused()));
        }
        session.output().line(word + " " + nameOf(entity) + " is set");
        return ExitCode.OK.code();
    }

    /** Writes all of them to a file, each in a form of its own. */
    int writeTo(Session session, Path file, Function<JsonObject, JsonValue> form) {
        Map<String, JsonValue> all = new LinkedHashMap<>();
        all(session).forEach(each -> all.put(nameOf(each), form.apply(each)));
        boolean open = SettingFile.write(file, all);
        session.output().line(all.size() + " " + list + " exported to " + file);
        if (open && sealed) {
            session.err()
                    .println("rondo: others may read " + Output.clean(file.toString()) + ", which was there with these"
                            + " rights, and what is not masked lies open in it: chmod 600");
            session.err().flush();
        }
        return ExitCode.OK.code();
    }

    /** Makes those of a file and says how many were made, also where the server refuses in the midst of it. */
    int make(Session session, List<JsonObject> entities, Existing existing) {
        int made = 0;
        List<String> refused = new ArrayList<>();
        ExitCode code = ExitCode.OK;
        try {
            for (List<JsonObject> some : chunks(entities)) {
                Sent sent = send(session, some, existing);
                made += sent.made();
                refused.addAll(sent.refused());
                code = worse(code, sent.code());
            }
        } finally {
            boolean stayed = existing == Existing.skip && made + refused.size() < entities.size();
            session.output()
                    .line(made + " of " + entities.size() + " " + list + " imported"
                            + (stayed ? "; the others are there already and stay as they are" : ""));
            PrintWriter err = session.err();
            refused.forEach(why -> err.println("rondo: " + Output.clean(why)));
            err.flush();
        }
        return code.code();
    }

    private static List<List<JsonObject>> chunks(List<JsonObject> entities) {
        List<List<JsonObject>> chunks = new ArrayList<>();
        int bytes = 0;
        for (JsonObject each : entities) {
            int size = each.toJson().getBytes(StandardCharsets.UTF_8).length;
            if (chunks.isEmpty() || chunks.getLast().size() == AT_ONCE || bytes + size > MAX_BYTES) {
                chunks.add(new ArrayList<>());
                bytes = 0;
            }
            chunks.getLast().add(each);
            bytes += size;
        }
        return chunks;
    }

    /** What became of one request. */
    private record Sent(int made, List<String> refused, ExitCode code) {}

    private Sent send(Session session, List<JsonObject> some, Existing existing) {
        JsonObject action = JsonObject.of(Map.of(
                "action", new JsonString("create"),
                "action_on_existence", new JsonString(existing.name()),
                "entities", JsonArray.of(some)));
        JsonObject answer;
        try {
            answer = session.api().patch(path(), JsonObject.of(Map.of("actions", JsonArray.of(List.of(action)))));
        } catch (CommandException e) {
            throw new CommandException(e.exitCode(), named(some, String.valueOf(e.getMessage())), e);
        }
        JsonObject result = (JsonObject) answer.require("create");
        List<String> refused = new ArrayList<>();
        ExitCode code = ExitCode.OK;
        for (JsonObject error : Pages.objects(result, "errors")) {
            refused.add(named(some, error.findString("error").orElse("refused")));
            int status = error.get("status_code") instanceof JsonNumber number ? number.toInt() : 409;
            code = worse(code, ApiClient.exitCodeOf(status));
        }
        return new Sent(((JsonArray) result.require("success")).size(), refused, code);
    }

    /** The words with the name of a setting where the server says its place in the request. */
    private String named(List<JsonObject> sent, String words) {
        Matcher place = PLACE.matcher(words);
        if (!place.lookingAt()) {
            return words;
        }
        int index = Integer.parseInt(place.group(1));
        return index >= sent.size()
                ? words
                : word + " '" + nameOf(sent.get(index)) + "': " + words.substring(place.end());
    }

    /** The one that asks for more to be done about it. */
    private static ExitCode worse(ExitCode one, ExitCode other) {
        List<ExitCode> rising = List.of(
                ExitCode.OK,
                ExitCode.REFUSED,
                ExitCode.NOT_FOUND,
                ExitCode.USAGE,
                ExitCode.NO_PERMISSION,
                ExitCode.UNAVAILABLE,
                ExitCode.SOFTWARE);
        return rising.indexOf(one) < rising.indexOf(other) ? other : one;
    }
}
