package dev.rondo.cli.tasks;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.EventLines;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.logs.LogPages;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.watch.RunEvents;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The log of an instance as it is written, try after try, until the instance is over. The server streams it; where a
 * stream breaks off, the next one goes on from the last event that came whole.
 */
final class FollowedLog {

    private static final Set<String> OVER = Set.of("success", "failed", "skipped", "upstream_failed", "removed");

    private final Session session;
    private final ApiClient api;
    private final InstanceArguments.Named named;
    private final @Nullable String callback;

    // Of the stream that is read, or was.
    private int number;
    private String at = "0";
    private boolean ended;

    FollowedLog(Session session, ApiClient api, InstanceArguments.Named named, @Nullable String callback) {
        this.session = session;
        this.api = api;
        this.named = named;
        this.callback = callback;
    }

    /**
     * Prints it.
     *
     * @param asked which try; null: the newest, and those that follow
     */
    void print(@Nullable Integer asked) throws InterruptedException {
        try (RunEvents events = new RunEvents(api, named::isOf)) {
            int over = 0;
            while (true) {
                JsonObject shown = api.get(named.path());
                int next = asked != null ? asked : newest(shown);
                if (next > over) {
                    if (!streamed(ended || number == 0 ? next : number)) {
                        events.awaitNews(null); // it broke off: whoever goes on at once would ask without a pause
                        continue;
                    }
                    over = number;
                    if (asked != null) {
                        return;
                    }
                } else if (OVER.contains(Output.text(shown.get("state")))) {
                    return;
                } else {
                    events.awaitNews(null);
                }
            }
        }
    }

    private static int newest(JsonObject shown) {
        return shown.get("try_number") instanceof JsonNumber n ? n.toInt() : 0;
    }

    /** Prints what is new of a try; whether that is all of it. */
    private boolean streamed(int tryNumber) {
        if (tryNumber != number) {
            number = tryNumber;
            at = "0";
        }
        ended = false;
        Integer mapIndex = named.mapIndex() < 0 ? null : named.mapIndex();
        String path = named.taskPath() + "/logs/" + number
                + Paths.query("map_index", mapIndex, "callback", callback, "token", at);
        try {
            api.lines(path, new EventLines(this::heard));
        } catch (CommandException e) {
            if (e.exitCode() != ExitCode.UNAVAILABLE) {
                throw e;
            }
        }
        return ended;
    }

    private void heard(EventLines.Event event) {
        if (event.name().equals("end")) {
            ended = true;
        } else if (event.name().equals("log")) {
            event.data().forEach(line -> LogPages.print(session, line));
            at = event.id();
        }
    }
}
