package dev.rondo.benchmarks.figures;

import static java.util.stream.Collectors.joining;

import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What scenarios are to reach on two cores, beside what Airflow 3.3.2 and the best other engines did on such a machine
 * (durable, on PostgreSQL unless said otherwise), and what was measured: a table in Markdown.
 */
public final class Goals {

    private static final List<Goal> ALL = List.of(
            new Goal(
                    "chain",
                    "gap, p50 / p95",
                    "ms",
                    "995 / 101 ms",
                    "Maestro 10–15, Temporal 15–18 ms",
                    atMost(1, number("gap_ms", "p50")),
                    atMost(3, number("gap_ms", "p95"))),
            new Goal(
                    "fan",
                    "200 tasks and a join",
                    "tasks/s",
                    "4–9 / 13 tasks/s",
                    "Maestro 176–210 tasks/s",
                    atLeast(5_000, number("tasks_per_s"))),
            new Goal(
                    "queue",
                    "1,000 runs of 10 tasks",
                    "tasks/s",
                    "–",
                    "Kestra 234, JobRunr 1,850, db-scheduler 11,800/s (no DAG)",
                    atLeast(10_000, number("tasks_per_s"))),
            new Goal(
                    "light40",
                    "40 × fibo(10)",
                    "ms",
                    "42 / 7.6 s",
                    "Maestro 390, Temporal 590 ms",
                    atMost(60, times(1_000, number("run_s")))),
            new Goal(
                    "heavy10",
                    "10 × fibo(33), beyond the execution",
                    "ms",
                    "11.4 / 5.3 s in all",
                    "Temporal 139 ms",
                    atMost(15, line -> difference(line, "run_s", "body_s"))),
            new Goal(
                    "due",
                    "start lag of 100 / 1,000 / 10,000 DAGs, p95",
                    "ms",
                    "9.3 / 13.3 s (100)",
                    "Temporal 2.3, Kestra 3.1 s (100)",
                    atMost(30, number("dags_100", "lag_ms", "p95")),
                    atMost(60, number("dags_1000", "lag_ms", "p95")),
                    atMost(1_000, number("dags_10000", "lag_ms", "p95"))),
            new Goal(
                    "backfill",
                    "200 runs of 3 tasks, 16 at once",
                    "runs/min",
                    "182 / 264 runs/min",
                    "–",
                    atLeast(30_000, number("runs_per_min"))),
            new Goal(
                    "beside",
                    "gap of a chain beside a full queue, p95",
                    "ms",
                    "–",
                    "–",
                    atMost(15, number("gap_ms", "p95"))),
            new Goal(
                    "cold",
                    "from the command to the first task's end",
                    "s",
                    "10.7 s",
                    "Maestro 3.6, Kestra 4.1 s",
                    atMost(1.5, number("wall_s"))),
            new Goal(
                    "idle",
                    "100 paused DAGs: memory; percent of a core",
                    "MiB; %",
                    "705 MiB, 29–36 %",
                    "Maestro 411 MiB, 0.5 %",
                    atMost(300, number("pss_mib")),
                    atMost(0.5, number("cpu_pct"))),
            new Goal(
                    "parse",
                    "a jar, a source until visible, p50",
                    "ms",
                    "minutes / 2.8 s",
                    "–",
                    atMost(400, number("lag_ms", "p50")),
                    atMost(1_000, number("java_lag_ms", "p50"))),
            new Goal(
                    "isolated",
                    "gap with a JVM for each try, p50",
                    "ms",
                    "–",
                    "–",
                    atMost(40, number("gap_ms", "p50"))),
            new Goal(
                    "isolated-fan",
                    "200 tasks, a JVM for each",
                    "tasks/s",
                    "–",
                    "–",
                    atLeast(45, number("tasks_per_s"))),
            new Goal(
                    "sensors",
                    "10,000 sensors: percent of a core; slots held",
                    "%; slots",
                    "–",
                    "–",
                    atMost(15, number("cpu_pct")),
                    atMost(0, number("used_slots"))),
            new Goal(
                    "pure",
                    "of 10,000 tasks: all looked at, in ms; one ends, in µs; p95",
                    "ms; µs",
                    "–",
                    "–",
                    atMost(5, number("evaluation_ms_p95")),
                    atMost(20, number("completion_us_p95"))));

    private Goals() {}

    private record Goal(String scenario, String what, String unit, String airflow, String others, List<Bound> bounds) {

        Goal(String scenario, String what, String unit, String airflow, String others, Bound... bounds) {
            this(scenario, what, unit, airflow, others, List.of(bounds));
        }
    }

    private record Bound(boolean isMost, double bound, Function<JsonObject, OptionalDouble> figure) {

        boolean isMetBy(double measured) {
            return isMost ? measured <= bound : measured >= bound;
        }
    }

    private static Bound atMost(double most, Function<JsonObject, OptionalDouble> figure) {
        return new Bound(true, most, figure);
    }

    private static Bound atLeast(double least, Function<JsonObject, OptionalDouble> figure) {
        return new Bound(false, least, figure);
    }

    private static Function<JsonObject, OptionalDouble> number(String... path) {
        return line -> {
            Optional<JsonValue> found = Optional.of(line);
            for (String name : path) {
                found = found.map(value -> value instanceof JsonObject object ? object.get(name) : null);
            }
            return found.map(value -> value instanceof JsonNumber number ? number : null)
                    .map(number -> OptionalDouble.of(number.toDouble()))
                    .orElseGet(OptionalDouble::empty);
        };
    }

    private static Function<JsonObject, OptionalDouble> times(
            double factor, Function<JsonObject, OptionalDouble> figure) {
        return line -> {
            OptionalDouble value = figure.apply(line);
            return value.isPresent() ? OptionalDouble.of(factor * value.getAsDouble()) : value;
        };
    }

    /** Of two figures in seconds, in milliseconds. */
    private static OptionalDouble difference(JsonObject line, String all, String part) {
        OptionalDouble whole = number(all).apply(line);
        OptionalDouble less = number(part).apply(line);
        return whole.isPresent() && less.isPresent()
                ? OptionalDouble.of(1_000 * (whole.getAsDouble() - less.getAsDouble()))
                : OptionalDouble.empty();
    }

    /**
     * The table of those scenarios that were measured and have goals, in its lines; empty when there are none.
     *
     * @param measured lines of scenarios, as they are printed
     */
    public static List<String> table(List<JsonObject> measured) {
        Map<String, JsonObject> byName = new TreeMap<>();
        measured.forEach(line -> line.findString("scenario").ifPresent(name -> byName.put(name, line)));
        List<String> rows = new ArrayList<>();
        for (Goal goal : ALL) {
            JsonObject line = byName.get(goal.scenario());
            if (line != null) {
                rows.add(row(goal, line));
            }
        }
        if (!rows.isEmpty()) {
            rows.addAll(
                    0,
                    List.of(
                            "| scenario | what | Airflow, default / tuned | best other engine | goal | here | met |",
                            "|---|---|---|---|---|---|---|"));
        }
        return rows;
    }

    private static String row(Goal goal, JsonObject line) {
        List<OptionalDouble> figures =
                goal.bounds().stream().map(bound -> bound.figure().apply(line)).toList();
        String here = figures.stream()
                .map(figure -> figure.isPresent() ? text(figure.getAsDouble()) : "not measured")
                .collect(joining(" / "));
        String bounds = goal.bounds().stream()
                .map(bound -> (bound.isMost() ? "≤ " : "≥ ") + text(bound.bound()))
                .collect(joining(" / "));
        List<String> verdicts = new ArrayList<>();
        for (int i = 0; i < figures.size(); i++) {
            boolean isMet = figures.get(i).isPresent()
                    && goal.bounds().get(i).isMetBy(figures.get(i).getAsDouble());
            verdicts.add(isMet ? "yes" : "no");
        }
        return "| "
                + String.join(
                        " | ",
                        "`" + goal.scenario() + "`",
                        goal.what(),
                        goal.airflow(),
                        goal.others(),
                        bounds + " " + goal.unit(),
                        here,
                        String.join(" / ", verdicts))
                + " |";
    }

    private static String text(double number) {
        if (number >= 100 || number == Math.rint(number)) {
            return String.format(Locale.ROOT, "%,d", Math.round(number));
        }
        return String.format(Locale.ROOT, number >= 10 ? "%.1f" : "%.2f", number);
    }
}
