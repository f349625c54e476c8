package dev.rondo.benchmarks;

import dev.rondo.benchmarks.figures.Goals;
import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.scenario.Bench;
import dev.rondo.benchmarks.scenario.Scenario;
import dev.rondo.benchmarks.scenario.Scenarios;
import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.benchmarks.server.Surroundings;
import dev.rondo.sdk.internal.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The command behind {@code benchmarks/run}: measures the scenarios it is given, one after the other, and prints a JSON
 * object a line; in the end a table of what has goals, among the progress. Exit codes: 0 all were measured, 1 one could
 * not be, 2 wrong arguments.
 */
public final class Benchmarks {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final Map<String, Scenario> scenarios;
    private final PrintStream out;
    private final PrintStream progress;

    Benchmarks(Map<String, Scenario> scenarios, PrintStream out, PrintStream progress) {
        this.scenarios = scenarios;
        this.out = out;
        this.progress = progress;
    }

    /** Arguments: the launcher, the folder of the distribution, and scenarios by name or {@code all}. */
    public static void main(String[] args) {
        Benchmarks benchmarks = new Benchmarks(Scenarios.all(), System.out, System.err);
        Surroundings surroundings =
                new Surroundings(InstantSource.system(), System::nanoTime, Thread::sleep, System.err::println);
        List<String> names = List.of(args).subList(2, args.length);
        System.exit(benchmarks.run(names, () -> Bench.of(Path.of(args[0]), Path.of(args[1]), surroundings)));
    }

    /** Makes the bench once it is clear that the arguments are right. */
    interface BenchMaker {
        Bench make() throws IOException;
    }

    int run(List<String> names, BenchMaker maker) {
        List<String> wanted = names.contains("all") ? inAll() : names;
        List<String> unknown = new ArrayList<>(wanted);
        unknown.removeAll(scenarios.keySet());
        if (wanted.isEmpty() || !unknown.isEmpty()) {
            usage(unknown);
            return USAGE;
        }
        int code = OK;
        try (Bench bench = maker.make()) {
            List<JsonObject> lines = new ArrayList<>();
            for (String name : wanted) {
                Optional<JsonObject> line = measure(name, Objects.requireNonNull(scenarios.get(name)), bench);
                line.ifPresent(lines::add);
                if (line.isEmpty()) {
                    code = FAILED;
                }
            }
            Goals.table(lines).forEach(progress::println);
        } catch (IOException e) {
            progress.println("benchmarks: the folders of the measurement cannot be made or removed: " + e);
            return FAILED;
        }
        return code;
    }

    private List<String> inAll() {
        return scenarios.entrySet().stream()
                .filter(scenario -> scenario.getValue().isInAll())
                .map(Map.Entry::getKey)
                .toList();
    }

    private Optional<JsonObject> measure(String name, Scenario scenario, Bench bench) {
        try {
            double load = Bench.load();
            ResultLine line = scenario.measure(bench);
            JsonObject whole = line.put("load_before", load, 2)
                    .put("load_after", Bench.load(), 2)
                    .build();
            out.println(whole.toJson());
            out.flush();
            return Optional.of(whole);
        } catch (BenchmarkException | IOException e) {
            progress.println("benchmarks: " + name + " could not be measured: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void usage(List<String> unknown) {
        for (String name : unknown) {
            progress.println("benchmarks: there is no scenario '" + name + "'");
        }
        progress.println("usage: benchmarks/run SCENARIO... | all");
        scenarios.forEach((name, scenario) -> progress.printf("  %-11s %s%n", name, scenario.about()));
    }
}
