package dev.rondo.cli.watch;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.output.Output;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Shows how far a backfill is until it is over: with a bar on a terminal, elsewhere a line for each change. */
public final class BackfillWatch {

    private static final int BAR = 30;

    private BackfillWatch() {}

    /**
     * Waits until it is over.
     *
     * @param path of the backfill
     * @return 0, or 1 where a run of it failed
     */
    public static int untilOver(Session session, String path) throws InterruptedException {
        ApiClient api = session.api();
        Style style = session.form() == Output.Form.table ? Style.of(session.environment()) : Style.PLAIN;
        Screen screen = new Screen(session.out(), style);
        String dagId = Output.text(api.get(path).get("dag_id"));
        try (RunEvents events =
                new RunEvents(api, event -> Output.text(event.get("dag_id")).equals(dagId))) {
            while (true) {
                JsonObject backfill = api.get(path);
                boolean over = !Output.text(backfill.get("completed_at")).isEmpty();
                if (!session.form().isData()) {
                    screen.show(List.of(line(backfill, style)));
                } else if (over) {
                    session.output().object(backfill);
                }
                if (over) {
                    return (ofRuns(backfill, "failed") == 0 ? ExitCode.OK : ExitCode.FAILED).code();
                }
                events.awaitNews(null);
            }
        }
    }

    static String line(JsonObject backfill, Style style) {
        long total = ofRuns(backfill, "total");
        long over = ofRuns(backfill, "success") + ofRuns(backfill, "failed");
        StringBuilder line = new StringBuilder("backfill ")
                .append(Output.text(backfill.get("id")))
                .append("  ");
        if (style.live()) {
            int done = total == 0 ? BAR : (int) (over * BAR / total);
            line.append('[')
                    .append(style.coloured("success", "█".repeat(done)))
                    .append("·".repeat(BAR - done))
                    .append("]  ");
        }
        line.append(over).append(" of ").append(total).append(" runs over");
        List<String> parts = new ArrayList<>();
        for (String state : List.of("success", "failed", "running", "queued")) {
            long count = ofRuns(backfill, state);
            if (count > 0) {
                parts.add(style.coloured(state, count + " " + state));
            }
        }
        if (!parts.isEmpty()) {
            line.append(": ").append(String.join(", ", parts));
        }
        boolean paused = Output.text(backfill.get("is_paused")).equals("true");
        return line.append(paused ? "; paused" : "").toString();
    }

    private static long ofRuns(JsonObject backfill, String state) {
        return backfill.get("runs") instanceof JsonObject runs && runs.get(state) instanceof JsonNumber count
                ? count.toLong()
                : 0;
    }
}
