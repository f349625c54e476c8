package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.fault.Faults;
import dev.rondo.benchmarks.overload.Overload;
import dev.rondo.benchmarks.pure.Pure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All scenarios by name, in the order in which {@code all} runs those that are in it. */
public final class Scenarios {

    private Scenarios() {}

    public static Map<String, Scenario> all() {
        Map<String, Scenario> all = new LinkedHashMap<>();
        all.put(
                "chain",
                Repeated.inARow("chain", "20 no-op tasks in a row", "Chain", Map.of(), "chain_of_20", 20, 800, 200));
        all.put("fan", Repeated.beside("fan", "200 no-op tasks and a join", "Fan", "fan_of_200", 201, 800, 100));
        all.put(
                "mapped",
                Repeated.beside(
                        "mapped",
                        "a task mapped over 10,000 elements, and their sum",
                        "Mapped",
                        "mapped_over_10000",
                        10_002,
                        0,
                        3));
        all.put(
                "light40",
                Repeated.inARow(
                        "light40",
                        "40 tasks in a row, each fibo(10)",
                        "FiboChain",
                        Map.of("length", 40, "number", 10),
                        "fibo_10_times_40",
                        40,
                        800,
                        100));
        all.put(
                "heavy10",
                Repeated.inARow(
                        "heavy10",
                        "10 tasks in a row, each fibo(33) in the naive way",
                        "FiboChain",
                        Map.of("length", 10, "number", 33),
                        "fibo_33_times_10",
                        10,
                        800,
                        100));
        all.put(
                "isolated",
                Repeated.inARow(
                        "isolated",
                        "20 no-op tasks in a row, a JVM for each",
                        "IsolatedChain",
                        Map.of(),
                        "isolated_chain",
                        20,
                        2,
                        5));
        all.put(
                "isolated-fan",
                Repeated.beside(
                        "isolated-fan",
                        "200 no-op tasks and a join, a JVM for each of them",
                        "IsolatedFan",
                        "isolated_fan",
                        201,
                        1,
                        3));
        all.put("queue", new Backfilled("queue", "1,000 runs of 10 no-op tasks, all active", 10, 1_000, 1_000, 15, 5));
        all.put("backfill", new Backfilled("backfill", "200 daily runs of 3 tasks, 16 at once", 3, 200, 16, 40, 10));
        all.put("pure", new Pure());
        all.put("planned", new Planned());
        all.put("due", new DueAtOnce());
        all.put("beside", new Beside());
        all.put("sensors", new Sensors());
        all.put("bucket-sensors", new BucketSensors());
        all.put("bucket-transfer", new BucketTransfer());
        all.put("cold", new Cold());
        all.put("parse", new Parse());
        all.put("bucket-parse", new BucketParse());
        all.put("tail", new Tail());
        all.put("idle", new Idle());
        all.put("lists", new Lists());
        all.put("flight-year", new FlightYear());
        all.put("grow", new Grow());
        for (Grow.Part part : Grow.Part.values()) {
            all.put("grow-" + part.name().toLowerCase(Locale.ROOT), new Grow(List.of(part)));
        }
        all.put("faults", new Faults());
        all.put("overload", new Overload());
        return all;
    }
}
