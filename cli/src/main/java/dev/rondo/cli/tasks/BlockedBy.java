package dev.rondo.cli.tasks;

import dev.rondo.cli.api.Pages;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Names the runs and task instances that hold something back. */
public final class BlockedBy {

    /** The column of a table of reasons. */
    public static final Column COLUMN = new Column("BLOCKED BY", BlockedBy::names);

    // A line of a table; scripts read all of them as JSON.
    private static final int MOST = 3;

    private BlockedBy() {}

    private static String names(JsonObject reason) {
        List<JsonObject> rows = Pages.objects(reason, "blocking");
        List<String> names =
                new ArrayList<>(rows.stream().limit(MOST).map(BlockedBy::name).toList());
        if (rows.size() > MOST) {
            names.add("and " + (rows.size() - MOST) + " more");
        }
        return String.join(", ", names);
    }

    private static String name(JsonObject row) {
        String task = Output.text(row.get("task_id"));
        String index = Output.text(row.get("map_index"));
        String state = Output.text(row.get("state"));
        return Output.text(row.get("dag_id")) + "/" + Output.text(row.get("run_id"))
                + (task.isEmpty() ? "" : "/" + task)
                + (index.isEmpty() || index.equals("-1") ? "" : "[" + index + "]")
                + (state.isEmpty() ? "" : " (" + state + ")");
    }
}
