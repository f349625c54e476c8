package dev.rondo.cli.server;

import dev.rondo.cli.output.Output;
import dev.rondo.runtime.parse.ParseResult;
import dev.rondo.scheduler.dagprocessor.DagCatalog;
import dev.rondo.scheduler.dagprocessor.DagProcessorListener;
import java.io.PrintWriter;
import java.util.List;

/** Prints one line for each noteworthy event, for the person at the terminal. */
final class Announcer implements DagProcessorListener {

    // A graph of a thousand wrong tasks has a thousand problems; the page or the API lists them all.
    private static final int MAX_LINES = 5;

    private final PrintWriter out;

    Announcer(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void published(DagCatalog.FileVersion file, DagCatalog.Published.Done result) {
        for (DagCatalog.Published.NewDag dag : result.added()) {
            say(
                    dag.paused()
                            ? "new DAG " + dag.dagId() + " (paused): rondo dags unpause " + dag.dagId()
                            : "new DAG " + dag.dagId());
        }
        result.newWarnings().stream()
                .limit(MAX_LINES)
                .forEach(warning ->
                        say("warning of DAG " + warning.dagId() + ": " + warning.code() + ": " + warning.message()));
        if (result.newWarnings().size() > MAX_LINES) {
            say("… and " + (result.newWarnings().size() - MAX_LINES) + " more warnings of " + file.fileName()
                    + ": GET /api/v2/dagWarnings");
        }
        result.changed().forEach(id -> say("DAG " + id + " changed; its next run takes the new version"));
        result.removed().forEach(id -> say("DAG " + id + " is gone from " + file.fileName() + "; its history is kept"));
    }

    @Override
    public void refused(DagCatalog.FileVersion file, ParseResult.Failure failure) {
        String where = file.fileName() + (failure.line() > 0 ? ":" + failure.line() : "");
        List<String> lines = failure.message().lines().toList();
        // A compiler's message begins with the place.
        String first = lines.getFirst().startsWith(where + ": ") ? lines.getFirst() : where + ": " + lines.getFirst();
        say("cannot load " + first);
        lines.stream().skip(1).limit(MAX_LINES).forEach(line -> say("    " + line));
        if (lines.size() > MAX_LINES + 1) {
            say("    … and " + (lines.size() - MAX_LINES - 1) + " more lines: rondo dags list-import-errors");
        }
    }

    @Override
    public void postponed(String bundle, String fileName, Throwable why) {
        String message = why.getMessage() == null ? why.toString() : why.getMessage();
        say("cannot take " + fileName + " now, and tries again: "
                + message.lines().findFirst().orElse(""));
    }

    @Override
    public void removed(String bundle, String fileName, List<String> dagIds) {
        dagIds.forEach(id -> say("DAG " + id + " is gone with " + fileName + "; its history is kept"));
    }

    /** Prints a line. Whatever came from a jar cannot drive the terminal. */
    synchronized void say(String line) {
        out.println(line.startsWith("    ") ? "    " + Output.clean(line.strip()) : Output.clean(line));
        out.flush();
    }
}
