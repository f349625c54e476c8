package dev.rondo.cli.logs;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.output.Output;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Prints logs, page by page as the server gives them. */
public final class LogPages {

    private LogPages() {}

    /**
     * Prints what is there.
     *
     * @param from where to go on; null: at the beginning
     * @param path of a page, given where it begins
     * @return where to go on later
     */
    public static @Nullable String print(
            Session session, @Nullable String from, Function<@Nullable String, String> path) {
        @Nullable String token = from;
        while (true) {
            JsonObject page = session.api().get(path.apply(token));
            List<JsonObject> lines = Pages.objects(page, "content");
            lines.forEach(line -> print(session, line));
            String next = Output.text(page.get("continuation_token"));
            if (lines.isEmpty() || next.isEmpty()) {
                return next.isEmpty() ? token : next;
            }
            token = next;
        }
    }

    /** Prints a line, given as JSON. */
    public static void print(Session session, String json) {
        try {
            if (JsonValue.parse(json) instanceof JsonObject line) {
                print(session, line);
            }
        } catch (JsonException e) {
            throw new CommandException(ExitCode.UNAVAILABLE, "the server sent a line that is no JSON", e);
        }
    }

    private static void print(Session session, JsonObject line) {
        String event = Output.text(line.get("event"));
        String level = Output.text(line.get("level"));
        if (session.form().isData()) {
            // Elements of YAML lists, one after another, are one list.
            session.output().data(session.form() == Output.Form.yaml ? JsonArray.of(List.of(line)) : line);
            return;
        }
        String text = switch (session.form()) {
            case json, yaml -> throw new IllegalStateException("printed whole");
            case plain -> printable(event);
            case table ->
                Output.text(line.get("timestamp")) + " "
                        + (level.isEmpty() ? "" : level.toUpperCase(Locale.ROOT) + " ")
                        + printable(event);
        };
        session.out().println(text);
        session.out().flush();
    }

    // A log may hold what drives a terminal; line feeds and tabs are all that a log needs.
    private static String printable(String text) {
        return text.lines().map(Output::clean).reduce((a, b) -> a + "\n" + b).orElse("");
    }
}
