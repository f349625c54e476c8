package dev.rondo.cli.watch;

import dev.rondo.cli.output.Output;
import dev.rondo.sdk.internal.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run as lines: the run itself, and below it each task, indented by how far it is from the start of the DAG.
 *
 * @param layers by task id, in the order they are drawn in: 0 for a task that waits for none
 */
record RunPicture(Map<String, Integer> layers, Style style) {

    /**
     * The lines at a moment. A time that goes on is drawn where the picture is live only: elsewhere each would be new.
     */
    List<String> draw(JsonObject run, List<JsonObject> instances, Instant now) {
        Map<String, List<JsonObject>> byTask = new LinkedHashMap<>();
        layers.keySet().forEach(taskId -> byTask.put(taskId, new ArrayList<>()));
        instances.forEach(each -> byTask.computeIfAbsent(text(each, "task_id"), id -> new ArrayList<>())
                .add(each));
        List<String> lines = new ArrayList<>();
        String state = text(run, "state");
        lines.add(Output.clean(text(run, "dag_id") + " " + text(run, "dag_run_id")) + "  "
                + style.coloured(state, state) + took(run, now));
        byTask.forEach((taskId, ofTask) -> lines.add(line(taskId, ofTask, now)));
        return lines;
    }

    private String line(String taskId, List<JsonObject> instances, Instant now) {
        int layer = layers.getOrDefault(taskId, 0);
        String head = "  ".repeat(layer + 1) + (layer == 0 ? "● " : "└ ") + Output.clean(taskId) + "  ";
        if (instances.size() != 1) {
            return head + counts(instances);
        }
        JsonObject one = instances.getFirst();
        String state = stateOf(one);
        String tryNumber = text(one, "try_number");
        String again =
                tryNumber.isEmpty() || tryNumber.equals("0") || tryNumber.equals("1") ? "" : "  try " + tryNumber;
        return head + style.coloured(state, state) + took(one, now) + again;
    }

    private String counts(List<JsonObject> instances) {
        Map<String, Integer> states = new TreeMap<>();
        instances.forEach(each -> states.merge(stateOf(each), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        states.forEach((state, count) -> parts.add(style.coloured(state, count + " " + state)));
        return parts.isEmpty() ? "waiting" : String.join(", ", parts);
    }

    private static String stateOf(JsonObject instance) {
        String state = text(instance, "state");
        return state.isEmpty() ? "waiting" : Output.clean(state);
    }

    private String took(JsonObject timed, Instant now) {
        String start = text(timed, "start_date");
        String end = text(timed, "end_date");
        if (start.isEmpty() || end.isEmpty() && !style.live()) {
            return "";
        }
        Duration took = Duration.between(Instant.parse(start), end.isEmpty() ? now : Instant.parse(end));
        return "  " + shown(took.isNegative() ? Duration.ZERO : took);
    }

    /** Such as {@code 1.5 s}, {@code 3 min 07 s} or {@code 2 h 05 min}. */
    static String shown(Duration took) {
        if (took.compareTo(Duration.ofMinutes(1)) < 0) {
            return took.toSeconds() + "." + took.toMillisPart() / 100 + " s";
        }
        return took.compareTo(Duration.ofHours(1)) < 0
                ? took.toMinutes() + " min " + two(took.toSecondsPart()) + " s"
                : took.toHours() + " h " + two(took.toMinutesPart()) + " min";
    }

    private static String two(int number) {
        return (number < 10 ? "0" : "") + number;
    }

    private static String text(JsonObject object, String key) {
        return Output.text(object.get(key));
    }
}
