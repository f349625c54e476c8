package dev.rondo.cli.tasks;

import dev.rondo.cli.api.Pages;
import dev.rondo.cli.output.Output;
import dev.rondo.sdk.internal.json.JsonObject;

/** Deadlines below the reasons why something waits: they hold nothing back, but who asks may be late for one. */
public final class DeadlineLines {

    private DeadlineLines() {}

    /** One line for each of the answer's deadlines; nothing where scripts read. */
    public static void print(Output output, JsonObject answer) {
        Pages.objects(answer, "deadlines").forEach(deadline -> output.line(line(deadline)));
    }

    private static String line(JsonObject deadline) {
        String task = Output.text(deadline.get("task_id"));
        return "deadline '" + Output.text(deadline.get("name")) + "' of "
                + (task.isEmpty() ? "" : "task '" + task + "' in ")
                + "run '" + Output.text(deadline.get("dag_run_id"))
                + "': " + Output.text(deadline.get("deadline_time"))
                + (Output.text(deadline.get("missed")).equals("true") ? ", missed" : ", open");
    }
}
